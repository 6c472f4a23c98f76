"""A small town for generated requests: areas, houses, companies and appeals of every visibility; not the demo town."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from accounts.types import Role
from appeals.models import Appeal, Photo
from appeals.types import Kind, Privacy, State, Visibility
from geo.types import LonLat
from territories.types import OrganisationKind, TopicScope
from tests import builders as make


@dataclass(frozen=True, slots=True)
class Town:
    """What requests may name so that they reach something."""

    numbers: tuple[str, ...]
    topics: tuple[str, ...]
    areas: tuple[int, ...]
    houses: tuple[int, ...]
    executors: tuple[int, ...]
    photos: tuple[str, ...]


def build_town() -> Town:
    """Seven areas, two streets, a handful of appeals; every row through the builders."""
    west = make.TOWN.lon - 0.1
    city = make.make_area("Город", kind="city", collection="city", code="city")
    districts = [
        make.make_area(
            f"Район {number}",
            code=f"d{number}",
            parent=city,
            polygon=make.box(west + number * 0.05, 59.9, west + (number + 1) * 0.05, 60.1),
        )
        for number in range(4)
    ]
    company = make.make_organisation("ЖКС № 1")
    authority = make.make_organisation("Администрация", kind=OrganisationKind.AUTHORITY)
    make.make_authority(authority, city)
    houses = [
        make.make_house(str(number), street=street, at=LonLat(30.3 + number / 1000, 60.0 + row / 1000))
        for row, street in enumerate(("Садовая", "Лесная"))
        for number in range(1, 6)
    ]
    for house in houses[:5]:
        make.make_contract(house, company)
    pothole = make.make_topic()
    leak = make.make_topic(
        "roof-leak", category="housing", scope=TopicScope.HOUSE, privacy=Privacy.HOME, is_emergency=True
    )
    author = make.make_user(role=Role.RESIDENT)
    appeals = [
        make.make_appeal(
            at=LonLat(30.25 + number / 50, 60.0 + number / 100),
            topic=leak if number % 3 == 0 else pothole,
            kind=list(Kind)[number % 3],
            state=list(State)[1 + number % (len(State) - 1)],
            visibility=Visibility.PUBLIC if number % 2 else Visibility.PRIVATE,
            executor=company if number % 4 else None,
            areas=[districts[number % 4], city],
            author=author if number % 5 == 0 else None,
            address=houses[number % len(houses)].address,
            submitted_at=make.NOON - timedelta(days=number),
        )
        for number in range(24)
    ]
    assert Appeal.objects.filter(visibility=Visibility.PUBLIC).exists()
    photos = Photo.objects.bulk_create(
        [
            Photo(
                appeal=appeal,
                image=_stored("image.jpg"),
                thumbnail=_stored("thumbnail.jpg"),
                width_px=8,
                height_px=8,
                is_public=number % 2 == 1,
            )
            for number, appeal in enumerate(appeals[:8])
        ]
    )
    return Town(
        numbers=tuple(appeal.number for appeal in appeals),
        topics=(pothole.code, leak.code),
        areas=(city.pk, *(area.pk for area in districts)),
        houses=tuple(house.pk for house in houses),
        executors=(company.pk, authority.pk),
        photos=tuple(photo.key for photo in photos),
    )


def _stored(name: str) -> str:
    """Name of a small picture in the test's own media folder."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(content, "JPEG")
    return default_storage.save(name, ContentFile(content.getvalue()))
