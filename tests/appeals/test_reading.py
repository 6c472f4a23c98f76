"""Reading less than all marks loses none: by an area's polygons of any version and the tree, and by executors."""

import pytest
from django.contrib.gis.geos import MultiPolygon

from accounts.types import PUBLIC
from appeals.models import Appeal
from appeals.queries.counting import number_matched
from appeals.queries.statistics import statistics
from appeals.types import Privacy, Selection
from geo.types import LonLat
from territories.models import Area, Boundary, BoundaryVersion
from territories.queries import areas_extent
from territories.types import VersionState
from tests.builders import NOON, TOWN, box, make_appeal, make_area, make_organisation, make_topic

pytestmark = pytest.mark.django_db
FAR = LonLat(TOWN.lon + 3, TOWN.lat + 1)


def counted(selection: Selection) -> tuple[int, int]:
    return number_matched(PUBLIC, selection), statistics(PUBLIC, selection, now=NOON).total.appeals


def test_an_area_is_read_where_it_was_ever_drawn() -> None:
    area = make_area()
    old = BoundaryVersion.objects.create(
        collection=area.collection, number=2, state=VersionState.PUBLISHED, checksum="moved"
    )
    shape = Boundary.objects.get(area=area)
    Boundary.objects.create(
        area=area,
        version=old,
        geom=MultiPolygon(box(FAR.lon, FAR.lat, FAR.lon + 0.1, FAR.lat + 0.1), srid=4326),
        label_point=shape.label_point,
        area_m2=1,
    )
    make_appeal(areas=[area])
    make_appeal(at=LonLat(FAR.lon + 0.05, FAR.lat + 0.05), areas=[area])
    make_appeal()
    assert counted(Selection(area_ids=(area.pk,))) == (2, 2)


def test_a_parent_that_nothing_draws_is_read_where_its_children_are() -> None:
    region = make_area("Область", kind="region", collection="tree")
    okrug = make_area("Округ", kind="okrug", collection="tree", parent=region)
    Boundary.objects.filter(area__in=[region, okrug]).delete()
    district = make_area(parent=okrug)
    make_appeal(areas=[district, okrug, region])
    assert counted(Selection(area_ids=(region.pk,))) == (1, 1)


def test_the_tree_of_an_earlier_version_counts() -> None:
    region = make_area("Область", kind="region", collection="tree")
    Boundary.objects.filter(area=region).delete()
    district = make_area(polygon=box())
    Boundary.objects.filter(area=district).update(parent=region)
    make_appeal(areas=[district, region])
    assert counted(Selection(area_ids=(region.pk,))) == (1, 1)


def test_without_any_polygon_everything_is_read() -> None:
    area = make_area()
    Boundary.objects.all().delete()
    make_appeal(areas=[area])
    assert areas_extent([area.pk]) is None
    assert counted(Selection(area_ids=(area.pk,))) == (1, 1)


def test_a_home_whose_public_pin_lies_beside_its_area_is_found() -> None:
    home = make_topic("flat", privacy=Privacy.HOME)
    appeal = make_appeal(topic=home)
    pin = appeal.location
    # A sliver that holds the exact place alone: the public pin is some metres outside.
    area = make_area(polygon=box(pin.x - 1e-7, pin.y - 1e-7, pin.x + 1e-7, pin.y + 1e-7))
    assert not Boundary.objects.filter(area=area, geom__covers=appeal.public_location).exists()
    shown = make_appeal(topic=home, areas=[area])
    Appeal.objects.filter(pk=shown.pk).update(area_ids=[area.pk], hidden_area_ids=[])
    shown.mark.area_ids, shown.mark.hidden_area_ids = [area.pk], []
    shown.mark.save()
    assert counted(Selection(area_ids=(area.pk,))) == (1, 1)


def test_several_executors_and_nobody() -> None:
    first, second = make_organisation(), make_organisation()
    for executor in (first, second, None):
        make_appeal(executor=executor)
    assert counted(Selection(executor_ids=(first.pk,))) == (1, 1)
    assert counted(Selection(executor_ids=(first.pk, second.pk))) == (2, 2)
    assert counted(Selection(executor_ids=(first.pk,), unassigned=True)) == (2, 2)
    assert counted(Selection(unassigned=True)) == (1, 1)


def test_areas_that_are_gone_hold_nothing() -> None:
    make_appeal()
    assert counted(Selection(area_ids=(Area.objects.count() + 99,))) == (0, 0)
