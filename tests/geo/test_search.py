"""Search in a small town drawn by hand: levels, ranking, typos, distances at 60° N."""

from pathlib import Path

import geopandas as gpd
import pytest
from pyproj import Geod

from geo.addresses.queries import MatchLevel, geocode, reverse, suggest
from geo.importing.addresses import AddressFields, AddressOptions, import_addresses
from geo.importing.progress import Progress
from geo.importing.report import Report
from geo.importing.sources import source_for
from geo.models import House
from geo.types import LonLat

pytestmark = pytest.mark.django_db

CENTRE = LonLat(30.30, 60.00)
# address, metres east and north of the centre
TOWN = [
    ("г. Метельск, Невский проспект, 28", 0, 0),
    ("г. Метельск, Невский проспект, 30 лит. А", 60, 0),
    ("г. Метельск, Невский проспект, 36/2", 200, 0),
    ("г. Метельск, ул. Невзоровой, 5", 900, 900),
    ("г. Метельск, улица Чайковского, 10", 0, 400),
    ("г. Метельск, улица Чайковского, 10 к2", 30, 420),
    ("г. Метельск, улица Чайковского, 101", 900, 420),
    ("г. Метельск, Садовая улица, 3", -300, 0),
    ("г. Метельск, Садовый переулок, 3", -300, 300),
    ("г. Метельск, 9-я линия, 12", -700, 0),
    ("г. Метельск, п. Озёрный, Садовая улица, 3", 9_000, 0),
    ("д. Горки, д. 7", 15_000, 0),
    ("г. Дальний, Садовая улица, 3", 400_000, 0),
]


def place(east_m: float, north_m: float) -> tuple[float, float]:
    geod = Geod(ellps="WGS84")
    lon, lat, _back = geod.fwd(CENTRE.lon, CENTRE.lat, 90, east_m)
    lon, lat, _back = geod.fwd(lon, lat, 0, north_m)
    return lon, lat


@pytest.fixture(autouse=True)
def town() -> None:
    places = [place(east, north) for _address, east, north in TOWN]
    frame = gpd.GeoDataFrame(
        {"address": [address for address, _east, _north in TOWN]},
        geometry=gpd.points_from_xy(*zip(*places, strict=True)),
        crs=4326,
        index=range(1, len(TOWN) + 1),
    )
    import_addresses(
        frame,
        AddressOptions(AddressFields(address="address")),
        source=source_for(Path("town.csv")),
        report=Report(),
        progress=Progress(shown=False),
    )


def texts(typed: str, **options: object) -> list[str]:
    return [suggestion.text for suggestion in suggest(typed, **options)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Метельск, Невский проспект, 28", "Метельск, Невский проспект, 28"),
        ("невский 28", "Метельск, Невский проспект, 28"),
        ("пр. Невский, д. 28", "Метельск, Невский проспект, 28"),
        ("Невский проспект 30", "Метельск, Невский проспект, 30 лит. А"),
        ("Невский пр., 36", "Метельск, Невский проспект, 36/2"),
        ("метельск невский 28", "Метельск, Невский проспект, 28"),
        ("Чайковского 10 корпус 2", "Метельск, улица Чайковского, 10 к. 2"),
        ("Чайкавского 10", "Метельск, улица Чайковского, 10"),
        ("Чайоквского 10", "Метельск, улица Чайковского, 10"),
        ("9 линия 12", "Метельск, 9-я линия, 12"),
        ("дер. Горки, 7", "Горки, 7"),
        ("Метельск, Озёрный, Садовая, 3", "Озёрный, Садовая улица, 3"),
    ],
)
def test_a_house_is_found(text: str, address: str) -> None:
    match = geocode(text)
    assert match is not None
    assert (match.level, match.address) == (MatchLevel.HOUSE, address)
    assert match.house_id == House.objects.get(address=address).pk


def test_letter_for_letter_is_certain_and_a_typo_is_not() -> None:
    exact, wrong = geocode("Метельск, улица Чайковского, 10"), geocode("Метельск, улица Чайкавского, 10")
    assert exact is not None
    assert wrong is not None
    assert exact.confidence == 1.0 > wrong.confidence


def test_an_unknown_number_answers_with_the_nearest_and_says_so() -> None:
    match = geocode("Метельск, Невский проспект, 26")
    assert match is not None
    assert (match.level, match.house_id) == (MatchLevel.STREET, None)
    assert match.confidence < 0.6
    assert (match.location.lon, match.location.lat) == pytest.approx(place(0, 0), abs=1e-6)


def test_another_block_is_not_the_house() -> None:
    match = geocode("Метельск, улица Чайковского, 10 к5")
    assert match is not None
    assert (match.level, match.house_id) == (MatchLevel.STREET, None)
    assert 0.5 <= match.confidence < 0.6


def test_a_street_and_a_settlement_are_levels_of_their_own() -> None:
    street, settlement = geocode("Невский проспект"), geocode("г. Метельск")
    assert street is not None
    assert settlement is not None
    assert (street.level, settlement.level) == (MatchLevel.STREET, MatchLevel.SETTLEMENT)


def test_nothing_is_found_for_nonsense() -> None:
    assert geocode("абракадабра") is None
    assert geocode("") is None


def test_the_nearest_of_equal_streets_wins() -> None:
    far = geocode("Садовая улица, 3", near=LonLat(*place(400_000, 100)))
    near = geocode("Садовая улица, 3", near=LonLat(*place(0, 0)))
    assert far is not None
    assert near is not None
    assert (far.address, near.address) == ("Дальний, Садовая улица, 3", "Метельск, Садовая улица, 3")


def test_a_town_that_is_not_known_leaves_a_guess() -> None:
    match = geocode("Атлантида, Невский проспект, 28")
    assert match is None or match.confidence <= 0.4


def test_typing_finds_beginnings_before_anything_else() -> None:
    assert texts("нев", near=CENTRE) == ["Метельск, Невский проспект", "Метельск, улица Невзоровой"]


def test_typing_a_type_narrows() -> None:
    assert texts("садов пер", near=CENTRE) == ["Метельск, Садовый переулок"]


def test_typing_is_ranked_by_distance_to_the_centre() -> None:
    found = suggest("садовая", near=CENTRE)
    assert [suggestion.text for suggestion in found] == [
        "Метельск, Садовая улица",
        "Метельск, Озёрный, Садовая улица",
        "Дальний, Садовая улица",
    ] or [suggestion.text for suggestion in found] == [
        "Метельск, Садовая улица",
        "Озёрный, Садовая улица",
        "Дальний, Садовая улица",
    ]
    distances = [suggestion.distance_m or 0.0 for suggestion in found]
    assert distances == sorted(distances)


def test_typing_a_number_brings_houses_the_whole_number_first() -> None:
    assert texts("чайковского 10", near=CENTRE) == [
        "Метельск, улица Чайковского, 10",
        "Метельск, улица Чайковского, 10 к. 2",
        "Метельск, улица Чайковского, 101",
    ]


def test_typing_with_a_typo_still_finds() -> None:
    assert texts("чайкавского", near=CENTRE)[0] == "Метельск, улица Чайковского"


def test_typing_a_settlement() -> None:
    assert texts("мете", near=CENTRE)[0] == "Метельск"


@pytest.mark.parametrize("typed", ["", " ", "н", "?", "%%", "_", "\\", "'; --", "&|!", "нев:*"])
def test_typing_anything_does_not_fail(typed: str) -> None:
    assert isinstance(suggest(typed, near=CENTRE), list)


def test_no_more_than_the_limit() -> None:
    assert len(suggest("сад", near=CENTRE, limit=2)) == 2


@pytest.mark.parametrize(("east", "north"), [(10, 0), (0, 10), (-25, 5), (7, -60)])
def test_reverse_measures_metres_on_the_ground(east: float, north: float) -> None:
    lon, lat = place(east, north)
    hit = reverse(LonLat(lon, lat))
    assert hit is not None
    true = Geod(ellps="WGS84").inv(lon, lat, hit.location.lon, hit.location.lat)[2]
    assert hit.distance_m == pytest.approx(true, abs=0.01)


def test_reverse_finds_the_nearest_in_metres_not_degrees() -> None:
    # 40 m east of 28 and 20 m west of 30: in degrees of longitude a metre counts double here.
    lon, lat = place(38, 0)
    hit = reverse(LonLat(lon, lat))
    assert hit is not None
    assert hit.address == "Метельск, Невский проспект, 30 лит. А"
    lon, lat = place(0, 190)
    other = reverse(LonLat(lon, lat), radius_m=250)
    assert other is not None
    assert other.address == "Метельск, Невский проспект, 28"


def test_reverse_answers_nothing_beyond_its_radius() -> None:
    lon, lat = place(2_000, -2_000)
    assert reverse(LonLat(lon, lat)) is None
