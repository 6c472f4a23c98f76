"""The shipped catalogue: what the town's residents can report, and that loading it twice changes nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from appeals.importing.catalogue import CATALOGUE, load_catalogue
from appeals.marks import mark_of
from appeals.models import Category, Deadline, Mark, RefusalReason, Topic
from appeals.rules.privacy import coarsen
from appeals.types import Privacy, State
from geo.types import LonLat
from territories.types import TopicScope
from tests.builders import TOWN, make_appeal, make_house

NAMED_BY_THE_DOMAIN = {
    *("education", "ecology", "economy", "internet", "media", "transport", "mfc", "business", "trade"),
    *("improvement", "yard", "housing", "roads", "medicine", "sport", "waste", "cadastre"),
}


def test_holds_every_category_of_the_domain_and_enough_topics(catalogue: dict[str, Topic]) -> None:
    assert set(Category.objects.values_list("code", flat=True)) >= NAMED_BY_THE_DOMAIN
    assert len(catalogue) >= 150
    assert RefusalReason.objects.count() >= 15
    assert not Category.objects.filter(topics=None)


def test_marks_emergencies_waste_and_common_topics(catalogue: dict[str, Topic]) -> None:
    emergencies = {code for code, topic in catalogue.items() if topic.is_emergency}
    assert {"gas_smell", "open_manhole", "wire_down", "lift_people", "fire_danger"} <= emergencies
    assert sum(topic.is_common for topic in catalogue.values()) == 8
    assert all(topic.is_waste for topic in catalogue.values() if topic.category.code == "waste")


def test_what_concerns_a_person_is_not_published_by_default(catalogue: dict[str, Topic]) -> None:
    private = {code for code, topic in catalogue.items() if topic.is_private}
    assert {"benefits", "disability", "doctor_home", "charges"} <= private
    assert private.isdisjoint({"pothole", "street_light", "no_heating"})


def test_waste_never_falls_to_the_building_s_company(catalogue: dict[str, Topic]) -> None:
    scopes = {topic.scope for topic in catalogue.values() if topic.is_waste}
    assert not scopes & {TopicScope.HOUSE, TopicScope.YARD}


def test_topics_about_homes_are_coarsened(catalogue: dict[str, Topic]) -> None:
    for code in ("no_heating", "flat_flooded", "neighbours_noise", "benefits", "doctor_home"):
        assert catalogue[code].privacy == Privacy.HOME
    for code in ("pothole", "lamp_broken", "waste_not_collected"):
        assert catalogue[code].privacy == Privacy.STREET


def test_fast_track_has_ten_working_days_and_says_that_they_are_unverified(
    catalogue: dict[str, Topic],
) -> None:
    for code in ("yard_snow", "waste_not_collected", "lamp_broken", "pothole"):
        [row] = catalogue[code].deadlines.all()
        assert (row.number, row.unit, row.stage, row.track) == (10, "working_days", "answer", "message")
        assert "Не проверено" in row.source


def test_the_file_begins_the_table_of_deadlines_with_its_sources(catalogue: dict[str, Topic]) -> None:
    rows = Deadline.objects.filter(topic=None).order_by("track", "stage")
    assert [(row.track, row.stage, row.number, row.unit) for row in rows] == [
        ("formal", "answer", 30, "calendar_days"),
        ("formal", "forwarding", 7, "calendar_days"),
        ("formal", "moderation", 48, "hours"),
        ("formal", "registration", 3, "calendar_days"),
        ("message", "answer", 30, "calendar_days"),
        ("message", "moderation", 48, "hours"),
    ]
    assert all("Не проверено" in row.source for row in Deadline.objects.all())


def test_loading_again_leaves_what_an_administrator_has_changed(catalogue: dict[str, Topic]) -> None:
    Deadline.objects.filter(topic=catalogue["pothole"]).update(number=7)
    count = Deadline.objects.count()
    load_catalogue()
    assert Deadline.objects.count() == count
    assert Deadline.objects.get(topic=catalogue["pothole"]).number == 7
    Deadline.objects.filter(topic=catalogue["lamp_broken"]).delete()
    load_catalogue()
    assert Deadline.objects.get(topic=catalogue["lamp_broken"]).number == 10


def test_no_text_is_empty_and_no_name_repeats_within_a_category(catalogue: dict[str, Topic]) -> None:
    names = [(topic.category_id, topic.name_ru) for topic in catalogue.values()]
    assert len(set(names)) == len(names)
    assert all(
        topic.name_en and topic.name_ru and topic.keywords and topic.kinds for topic in catalogue.values()
    )


def test_loading_again_changes_nothing(catalogue: dict[str, Topic]) -> None:
    before = list(Topic.objects.order_by("pk").values())
    load_catalogue()
    assert list(Topic.objects.order_by("pk").values()) == before


def test_a_changed_row_is_updated_under_its_code(catalogue: dict[str, Topic], tmp_path: Path) -> None:
    data = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    data["categories"][0]["topics"][0]["ru"] = "Другое имя"
    changed = tmp_path / "topics.json"
    changed.write_text(json.dumps(data), encoding="utf-8")
    load_catalogue(changed)
    code = data["categories"][0]["topics"][0]["code"]
    assert Topic.objects.get(code=code).name_ru == "Другое имя"
    assert Topic.objects.count() == len(catalogue)


def test_another_privacy_moves_the_public_places_of_its_appeals_alone(
    catalogue: dict[str, Topic], tmp_path: Path
) -> None:
    address = make_house("13", at=TOWN).address
    appeals = [
        make_appeal(topic=catalogue["pothole"], address=address, state=state)
        for state in (State.ASSIGNED, State.CLOSED)
    ]
    other = make_appeal(topic=catalogue["lamp_broken"], address=address)
    untouched = Mark.objects.get(appeal=other)
    data = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    for row in (row for group in data["categories"] for row in group["topics"]):
        if row["code"] == "pothole":
            row["privacy"] = "home"
    changed = tmp_path / "topics.json"
    changed.write_text(json.dumps(data), encoding="utf-8")
    load_catalogue(changed)
    for appeal in appeals:
        before = Mark.objects.get(appeal=appeal)
        appeal.refresh_from_db()
        public = LonLat(appeal.public_location.x, appeal.public_location.y)
        assert public == coarsen(TOWN) != TOWN
        assert (appeal.public_address, appeal.address) == ("Метский, Садовая улица", address)
        expected = mark_of(appeal)
        assert (before.h3, before.qx, before.qy, before.mk) == (
            *(expected.h3, expected.qx),
            *(expected.qy, expected.mk),
        )
        assert before.geom_3857.coords == pytest.approx(expected.geom_3857.coords)
        assert before.mk != untouched.mk
    assert Mark.objects.get(appeal=other).mk == untouched.mk
    load_catalogue()
    appeals[0].refresh_from_db()
    assert appeals[0].public_location.coords == (TOWN.lon, TOWN.lat)
    assert Mark.objects.get(appeal=appeals[0]).mk == untouched.mk


def test_another_shape_is_refused_and_leaves_nothing(db: None, tmp_path: Path) -> None:
    broken = tmp_path / "topics.json"
    broken.write_text('{"categories": []}', encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_topics", broken)
    assert not Topic.objects.exists()
