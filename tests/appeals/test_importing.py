"""import_appeals: dates, topics, places and repeats of a file; what is refused is refused by row and reason."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.types import PUBLIC
from analytics.queries.figures import figures
from analytics.queries.heatmap import heatmap
from appeals.models import Appeal, Assignment, Mark, Topic
from appeals.rules.privacy import coarsen
from appeals.types import Selection, State, Visibility
from geo.types import LonLat
from tests.builders import TOWN, make_area, make_authority, make_house, make_organisation

pytestmark = pytest.mark.django_db
HEAD = ["id", "when", "text", "topic", "lon", "lat", "address"]
ROW = ["1", "2023.01.26 16:32", "Яма у дома, 8 921 123-45-67", "pothole", "30.3", "60.0", ""]


def row(**changes: str) -> list[str]:
    return [changes.get(name, value) for name, value in zip(HEAD, ROW, strict=True)]


def table(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def load(path: Path, *extra: str) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "import_appeals",
        str(path),
        *("--text-field", "text", "--submitted-field", "when", "--json"),
        *extra,
        stdout=out,
    )
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


@pytest.fixture
def file(tmp_path: Path, catalogue: dict[str, Topic]) -> Path:
    return tmp_path / "town.csv"


def test_a_row_becomes_an_appeal_with_executor_mark_and_local_time(file: Path) -> None:
    administration = make_organisation("Администрация")
    make_authority(administration, make_area("Речной"))
    report = load(table(file, row()), "--topic-field", "topic", "--id-field", "id")
    appeal = Appeal.objects.get()
    assert (report["read"], report["created"], report["refused"]) == (1, 1, 0)
    assert appeal.submitted_at == datetime(2023, 1, 26, 13, 32, tzinfo=UTC)
    assert (appeal.topic.code, appeal.executor, appeal.state) == ("pothole", administration, State.CLOSED)
    assert (appeal.channel, appeal.source_key) == ("import", "town:1")
    assert "921" not in appeal.public_text
    assert Mark.objects.get().executor_id == administration.pk
    assert Assignment.objects.get().rule == "authority"
    assert not Appeal.objects.visible_to(PUBLIC).exists()


def test_what_was_imported_as_closed_is_no_answer(file: Path) -> None:
    """Nobody knows when it was answered, if it was: it is neither an answer nor one in time."""
    load(table(file, row()), "--publish")
    facts = figures(PUBLIC, Selection()).facts
    assert (facts.tally.appeals, facts.tally.waiting) == (1, 0)
    assert (facts.tally.answered, facts.tally.in_time, facts.timed) == (0, 0, 0)
    (cell,) = heatmap(PUBLIC, Selection(), 8)
    assert (cell.facts.tally.answered, cell.facts.tally.in_time) == (0, 0)


def test_published_only_when_told(file: Path) -> None:
    load(table(file, row()), "--publish", "--state", "answered")
    appeal = Appeal.objects.visible_to(PUBLIC).get()
    assert (appeal.state, appeal.visibility) == (State.ANSWERED, Visibility.PUBLIC)
    with pytest.raises(CommandError, match="moderation"):
        load(table(file, row(id="2")), "--publish", "--state", "moderation")


def test_home_topics_are_coarsened_here_too(file: Path) -> None:
    load(table(file, row(topic="no_heating")), "--topic-field", "topic", "--publish")
    shown = Appeal.objects.get().public_location
    assert (shown.x, shown.y) == (coarsen(TOWN).lon, coarsen(TOWN).lat)


@pytest.mark.parametrize(
    ("written", "extra", "utc"),
    [
        ("2023-07-01T10:00:00+05:00", (), datetime(2023, 7, 1, 5, 0, tzinfo=UTC)),
        ("2023-07-01 10:00", ("--time-zone", "Asia/Yekaterinburg"), datetime(2023, 7, 1, 5, 0, tzinfo=UTC)),
        ("01.07.2023", (), datetime(2023, 6, 30, 21, 0, tzinfo=UTC)),
        ("07/01/23", ("--date-format", "%m/%d/%y"), datetime(2023, 6, 30, 21, 0, tzinfo=UTC)),
        (
            *("01.07.2023 12:00 +0500", ("--date-format", "%d.%m.%Y %H:%M %z")),
            datetime(2023, 7, 1, 7, 0, tzinfo=UTC),
        ),
    ],
)
def test_dates(file: Path, written: str, extra: tuple[str, ...], utc: datetime) -> None:
    load(table(file, row(when=written)), *extra)
    assert Appeal.objects.get().submitted_at == utc


@pytest.mark.parametrize("extra", [("--id-field", "id"), ()])
def test_the_same_file_again_changes_nothing(file: Path, extra: tuple[str, ...]) -> None:
    path = table(file, row(), row(id="2", text="Другая яма"))
    assert load(path, *extra)["created"] == 2
    before = list(Appeal.objects.order_by("pk").values())
    again = load(path, *extra)
    assert (again["read"], again["created"], again["refused"]) == (2, 0, 0)
    assert list(Appeal.objects.order_by("pk").values()) == before


def test_a_row_that_stands_twice_is_one_appeal(file: Path) -> None:
    report = load(table(file, row(), row()))
    assert (report["created"], report["merged"]) == (1, 1)


def test_topics_by_map_by_name_and_by_category(file: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "map.csv"
    chosen.write_text("value;topic\nЯмы;pothole\nБлагоустройство;yard\n", encoding="utf-8")
    values = ["Ямы", "Благоустройство", "ЖКХ", "Не убран снег во дворе", ""]
    rows = [row(id=str(number), topic=value) for number, value in enumerate(values)]
    load(
        table(file, *rows), "--topic-field", "topic", "--topic-map", str(chosen), "--id-field", "id",
        "--default-topic", "stray_dogs",
    )  # fmt: skip
    assert list(Appeal.objects.order_by("source_key").values_list("topic__code", flat=True)) == [
        "pothole",
        "yard_other",
        "housing_other",
        "yard_snow",
        "stray_dogs",
    ]


def test_a_broken_map_is_told_by_line(file: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "map.csv"
    chosen.write_text("value,topic\nЯмы,no_such_topic\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"2.*no_such_topic"):
        load(table(file, row()), "--topic-field", "topic", "--topic-map", str(chosen))


def test_rows_are_refused_by_number_and_reason(file: Path, tmp_path: Path) -> None:
    make_area("Речной", code="river")
    refused = tmp_path / "refused.csv"
    rows = [
        row(),
        row(text=" "),
        row(when="когда-то"),
        row(topic="Космос"),
        row(lon="", lat=""),
        row(lon="60.0", lat="30.3"),
        row(lon="37.64", lat="55.76"),
        row(lon="500", lat="1"),
    ]
    report = load(
        table(file, *rows), "--topic-field", "topic", "--within", "river", "--refused", str(refused)
    )
    assert report["created"] == 1
    with refused.open(encoding="utf-8") as lines:
        told = [(line["row_number"], line["reason"]) for line in csv.DictReader(lines)]
    assert told == [
        ("2", "no_text"),
        ("3", "bad_date"),
        ("4", "unknown_topic"),
        ("5", "no_coordinates"),
        ("6", "axes_swapped"),
        ("7", "outside_within"),
        ("8", "impossible_coordinates"),
    ]
    assert "Космос" in refused.read_text(encoding="utf-8")


def test_an_address_stands_in_for_coordinates(file: Path) -> None:
    house = make_house("13", at=TOWN)
    found, lost = (
        row(lon="", lat="", address=house.address),
        row(lon="", lat="", address="Нигде, 77", text="Яма 2"),
    )
    report = load(table(file, found, lost), "--address-field", "address")
    appeal = Appeal.objects.get()
    assert LonLat(*appeal.location.coords) == TOWN
    assert appeal.address == house.address
    assert report["refused_by"] == {"unknown_address": 1}


def test_geojson_works_the_same(tmp_path: Path, catalogue: dict[str, Topic]) -> None:
    path = tmp_path / "town.geojson"
    properties = {"id": 7, "when": "2023.01.26 16:32", "text": "Яма", "topic": "Дороги"}
    place = {"type": "Point", "coordinates": [TOWN.lon, TOWN.lat]}
    feature = {"type": "Feature", "properties": properties, "geometry": place}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    load(path, "--topic-field", "topic", "--id-field", "id", "--date-format", "%Y.%m.%d %H:%M")
    appeal = Appeal.objects.get()
    assert (appeal.topic.code, appeal.source_key) == ("roads_other", "town:7")
    assert appeal.submitted_at == datetime(2023, 1, 26, 13, 32, tzinfo=UTC)


def test_nothing_usable_fails_and_leaves_nothing(file: Path) -> None:
    with pytest.raises(CommandError):
        load(table(file, row(text="")))
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [
        ("--topic-field", "no_such"),
        ("--time-zone", "Mars/Base"),
        ("--default-topic", "no_such"),
        ("--state", "draft"),
    ],
)
def test_options_that_cannot_be_are_told(file: Path, extra: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        load(table(file, row()), *extra)


def test_what_the_map_lacks_is_told_with_its_number(file: Path) -> None:
    rows = [
        row(id=str(number), topic=topic)
        for number, topic in enumerate(["Космос", "Космос", "Море", "pothole"])
    ]
    report = load(table(file, *rows), "--topic-field", "topic", "--id-field", "id")
    assert report["unknown_topics"] == {"Космос": 2, "Море": 1}
    assert any("Космос (2), Море (1)" in warning for warning in report["warnings"])


@pytest.mark.parametrize("when", ["05.03.0024", "0001-01-01", "05/03/24", "45356", ""])
def test_a_date_that_no_service_had_is_refused(file: Path, when: str) -> None:
    report = load(table(file, row(when=when), row(id="2")), "--id-field", "id")
    assert report["refused_by"] == {"bad_date": 1}


def test_a_date_to_come_is_told(file: Path) -> None:
    report = load(table(file, row(when="05.03.3024")))
    assert (report["created"], len(report["warnings"])) == (1, 1)


@pytest.mark.parametrize("form", ["%d.%m.%Y %H:%Q", "%", "%d %"])
def test_a_form_of_dates_that_is_none_is_told_at_once(file: Path, form: str) -> None:
    with pytest.raises(CommandError, match="--date-format"):
        load(table(file, row()), "--date-format", form)


def test_refused_dates_name_the_option_that_helps(file: Path, tmp_path: Path) -> None:
    for options, told in (((), "--date-format"), (("--date-format", "%d.%m.%Y"), "--date-format")):
        refused = tmp_path / "refused.csv"
        load(
            table(file, row(when="05/03/24"), row(id="2", when="05.03.2024")),
            "--refused",
            str(refused),
            *options,
        )
        assert told in refused.read_text(encoding="utf-8")


def test_an_hour_that_the_clock_skips_or_repeats_is_taken(file: Path) -> None:
    rows = [row(id="1", when="2011-03-27 02:30"), row(id="2", when="2014-10-26 01:30")]
    assert load(table(file, *rows), "--id-field", "id", "--time-zone", "Europe/Moscow")["created"] == 2
