"""Who changed what, told of rows older than their history too."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals.queries.changes import changes
from territories.history import LATEST, Happened, history_of
from territories.models import Drawing, ServiceZone
from territories.services import drawing as drafts
from tests.builders import make_area, make_organisation, make_zone

pytestmark = pytest.mark.django_db


def forget(table: str) -> None:
    """As if the rows had been there before the history began: events are only added, so the trigger rests."""
    name = apps.get_model("territories", f"{table}Event")._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {name}")


def drawing_of(zone: ServiceZone) -> Drawing:
    return drafts.draw_zone(by=1, zone=zone, now=timezone.now())


def told(drawing: Drawing) -> list[Happened]:
    return [one.what for one in history_of(drawing)]


def test_polygons_and_reports_are_not_read_to_tell_changes() -> None:
    make_zone(make_organisation())
    area = make_area()
    area.boundaries.get().version.save()
    with CaptureQueriesContext(connection) as queries:
        kept = changes()
    said = " ".join(query["sql"] for query in queries)
    assert '"geom"' not in said
    assert '"report"' not in said
    assert "overlaps" not in repr(kept)


def test_a_row_older_than_its_history_only_changed() -> None:
    zone = make_zone(make_organisation(), name="Двор")
    forget("ServiceZone")
    ServiceZone.objects.filter(pk=zone.pk).update(name="Двор 2")
    ServiceZone.objects.filter(pk=zone.pk).update(name="Двор 3")
    latest, first = changes(only="territories.servicezone")
    assert first.differences == ()
    assert [(one.before, one.after) for one in latest.differences] == [("Двор 2", "Двор 3")]
    assert told(drawing_of(zone)) == [Happened.CHANGED, Happened.CHANGED]


def test_what_was_before_is_found_however_long_ago() -> None:
    company, today = make_organisation(), timezone.localdate()
    zone, other = make_zone(company, name="Двор", valid_to=today), make_zone(company)
    for number in range(4 * LATEST):
        ServiceZone.objects.filter(pk=other.pk).update(name=f"{number}")
    ServiceZone.objects.filter(pk=zone.pk).update(name="Двор 2")
    assert [one.before for one in changes(only="territories.servicezone")[0].differences] == ["Двор"]
    assert told(drawing_of(zone))[0] == Happened.CHANGED
