"""Two organisations at one place with an appeal of each that the other must not see; made once for a module."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker

from accounts.types import Role
from appeals.models import Appeal, Photo
from appeals.types import State, Visibility
from geo.types import LonLat
from territories.models import ContainerSite, Organisation
from territories.types import OrganisationKind
from tests.builders import (
    NOON,
    TOWN,
    make_appeal,
    make_area,
    make_house,
    make_organisation,
    make_topic,
    make_user,
)
from tests.sharing import written_once

OURS, THEIRS = "наша секретная яма", "чужая секретная яма"
# A worker's or head's client, the own appeal, the foreign one.
Side = tuple[Client, Appeal, Appeal]
_BYTES = BytesIO()
Image.new("RGB", (4, 4)).save(_BYTES, "JPEG")


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Appeal]]:
    """A private appeal of each organisation, at the same house, with a photo that no moderator passed.

    They complain of waste, and lie in one district and in a precinct each. Each organisation has a container site: that
    of OURS at the house, that of THEIRS some metres beside it.
    """
    with written_once(django_db_blocker):
        house, district = make_house(), make_area("Район")
        topic = make_topic("waste_not_collected", category="waste", is_waste=True)
        made = {}
        for number, word in enumerate((OURS, THEIRS)):
            owner = make_organisation(f"Company {word}", kind=OrganisationKind.WASTE_OPERATOR)
            made[word] = make_appeal(
                at=TOWN,
                topic=topic,
                text=word,
                house=house,
                address=house.address,
                areas=[make_area(f"Участок {number}", kind="precinct", collection="precincts"), district],
                executor=owner,
                visibility=Visibility.PRIVATE,
                state=State.IN_PROGRESS,
                due_at=NOON + timedelta(days=10),
            )
            _photo(made[word])
            _site(f"site-{number}", owner, LonLat(TOWN.lon + number * 0.0007, TOWN.lat))
        yield made


def _photo(appeal: Appeal) -> None:
    photo = Photo(appeal=appeal)
    for file in (photo.thumbnail, photo.image):
        file.save("a.jpg", ContentFile(_BYTES.getvalue()), save=False)
    photo.width_px = photo.height_px = 4
    photo.save()


def _site(code: str, operator: Organisation, place: LonLat) -> None:
    location = Point(place.lon, place.lat, srid=4326)
    ContainerSite.objects.create(code=code, operator=operator, location=location, route_days=[1, 4])


def _sides(both: dict[str, Appeal], role: Role) -> list[Side]:
    found = []
    for own, foreign in ((OURS, THEIRS), (THEIRS, OURS)):
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(make_user(role=role, organisation=both[own].executor))
        found.append((client, both[own], both[foreign]))
    return found


@pytest.fixture(scope="module")
def sides(both: dict[str, Appeal]) -> list[Side]:
    """Of both organisations, as a worker."""
    return _sides(both, Role.WORKER)


@pytest.fixture(scope="module")
def heads(both: dict[str, Appeal]) -> list[Side]:
    """Of both organisations, as its head."""
    return _sides(both, Role.HEAD)
