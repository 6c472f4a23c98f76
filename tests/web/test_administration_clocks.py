"""Topics, deadlines, the calendar and who changed what, as an administrator sees and changes them."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from accounts.types import PUBLIC, Role
from appeals.errors import NotAllowed, TopicClosed
from appeals.importing.catalogue import load_catalogue
from appeals.models import CalendarDay, Deadline, Topic
from appeals.queries.changes import changes
from appeals.rules.deadlines import Span, Stage, Unit
from appeals.services.submission import submit
from appeals.services.timetable import NewDeadline, forget_day, note_day, supersede
from appeals.types import Channel, Draft, Kind, Privacy, Track
from tests.builders import NOON, TOWN, make_appeal, make_area, make_deadline, make_topic, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def boss(sign_in: SignIn) -> Client:
    return sign_in(Role.ADMINISTRATOR)


def topic_values(client: Client, topic: Topic, **given: Any) -> dict[str, Any]:
    """What the form of a topic would send, with some of it changed."""
    form = client.get(f"/administration/topics/{topic.code}/").context["form"]
    start = {name: form[name].value() for name in form.fields}
    return {
        name: value for name, value in {**start, **given}.items() if value is not None and value is not False
    }


def test_a_topic_is_changed_and_the_file_leaves_it_alone(boss: Client, tmp_path: Path) -> None:
    topic = make_topic()
    path = f"/administration/topics/{topic.code}/"
    assert topic.name_en in boss.get("/administration/topics/?words=pothole").content.decode()
    given = topic_values(boss, topic, name_ru="Яма", duplicate_radius_m=77, is_active=False)
    assert boss.post(path, given).status_code == 302
    topic.refresh_from_db()
    assert (topic.name_ru, topic.duplicate_radius_m, topic.is_active, topic.is_own) == (
        "Яма",
        77,
        False,
        True,
    )
    row: dict[str, Any] = {
        "code": "pothole",
        "ru": "Из файла",
        "en": "x",
        "keywords": "",
        "kinds": ["problem"],
        "scope": "road",
    }
    row |= {"privacy": "street", "duplicate_radius_m": 1, "duplicate_age_days": 1}
    group = {
        "code": "roads",
        "ru": "Дороги",
        "en": "Roads",
        "icon": "road",
        "topics": [row, {**row, "code": "new"}],
    }
    file = tmp_path / "topics.json"
    data = {"deadlines": [], "topic_deadlines": {}, "categories": [group], "refusal_reasons": []}
    file.write_text(json.dumps(data), encoding="utf-8")
    load_catalogue(file)
    topic.refresh_from_db()
    assert topic.name_ru == "Яма"
    assert not topic.is_active
    assert topic.category.name_ru == "Дороги"
    assert Topic.objects.get(code="new").name_ru == "Из файла"


def test_a_topic_that_is_not_offered_takes_no_appeal(boss: Client, client: Client) -> None:
    make_topic(is_active=False)
    shown = client.get("/report/").context
    assert "pothole" not in str(shown["form"].fields["topic"].choices)
    draft = Draft(Kind.PROBLEM, "pothole", "Яма у дома", UUID(int=1), location=TOWN, channel=Channel.API)
    with pytest.raises(TopicClosed):
        submit(actor=PUBLIC, draft=draft, now=NOON)


def test_another_privacy_moves_the_public_places(boss: Client) -> None:
    topic = make_topic()
    appeal = make_appeal(topic=topic)
    before = appeal.public_location
    answer = boss.post(
        f"/administration/topics/{topic.code}/", topic_values(boss, topic, privacy=Privacy.HOME), follow=True
    )
    assert "The public place of 1 appeal was set anew" in answer.content.decode()
    appeal.refresh_from_db()
    assert appeal.public_location != before


def test_a_topic_and_a_category_changed_meanwhile_are_told(boss: Client) -> None:
    topic = make_topic()
    path = f"/administration/topics/{topic.code}/"
    given = topic_values(boss, topic, name_ru="Первая")
    boss.post(path, given)
    answer = boss.post(path, {**given, "name_ru": "Вторая"})
    assert answer.status_code == 422
    assert ("Name in Russian", "Первая") in answer.context["stored"]
    assert "Вторая" in answer.content.decode()
    path = "/administration/categories/roads/"
    seen = boss.get(path).context["form"]["seen"].value()
    given = {"name_ru": "Дороги", "name_en": "Roads", "position": 3, "seen": seen}
    assert boss.post(path, given).status_code == 302
    assert boss.post(path, given).status_code == 422


def new_row(**given: Any) -> dict[str, Any]:
    day = (TODAY() + timedelta(days=10)).isoformat()
    start = {"track": "message", "stage": "answer", "subject": "", "number": 20, "unit": "calendar_days"}
    return {**start, "source": "Act 1", "valid_from": day, **given}


def test_a_deadline_supersedes_after_it_was_looked_at(boss: Client) -> None:
    topic = make_topic()
    before = make_deadline(30, topic=topic)
    make_appeal(topic=topic)
    given = new_row(subject=f"topic:{topic.pk}")
    looked = boss.post("/administration/deadlines/new/", given)
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "Until then 30 calendar days hold, as now." in page
    assert "Nothing changes for the 1 open appeal" in page
    assert Deadline.objects.count() == 1
    assert boss.post("/administration/deadlines/new/", {**given, "sure": "on"}).status_code == 302
    before.refresh_from_db()
    made = Deadline.objects.exclude(pk=before.pk).get()
    assert (before.number, before.valid_to, made.valid_to) == (30, made.valid_from, None)
    page = boss.get("/administration/deadlines/").content.decode()
    assert "20 calendar days" in page
    assert "to come" in page
    earlier = new_row(
        subject=f"topic:{topic.pk}", valid_from=(TODAY() + timedelta(days=5)).isoformat(), sure="on"
    )
    boss.post("/administration/deadlines/new/", earlier)
    assert Deadline.objects.get(valid_from=TODAY() + timedelta(days=5)).valid_to == made.valid_from


def test_the_form_of_a_deadline_speaks_the_readers_language(boss: Client) -> None:
    category = make_topic().category
    page = boss.get("/administration/deadlines/new/", headers={"Accept-Language": "ru"}).content.decode()
    assert f"{category.name_ru}: все темы" in page
    assert "Действует с" in page
    assert "От кого" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"valid_from": "2020-01-01"}, "begins today at the earliest"),
        ({"track": "formal", "number": 31}, "Federal Law 59-FZ allows less"),
        ({"number": 0}, "greater than or equal to 1"),
    ],
)
@pytest.mark.parametrize("sure", ["", "on"])
def test_a_deadline_that_may_not_be_is_refused(
    boss: Client, given: dict[str, Any], told: str, sure: str
) -> None:
    answer = boss.post("/administration/deadlines/new/", new_row(**given, sure=sure))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Act 1" in answer.content.decode()
    assert not Deadline.objects.exists()


def test_two_rows_do_not_begin_on_one_day(boss: Client) -> None:
    boss.post("/administration/deadlines/new/", new_row(sure="on"))
    answer = boss.post("/administration/deadlines/new/", new_row(sure="on", number=7))
    assert "begins on that day already" in answer.content.decode()


def test_the_table_is_searched_and_what_is_over_is_kept(boss: Client) -> None:
    make_deadline(5, valid_to=date(2026, 1, 1), source="Old act")
    make_deadline(6, valid_from=date(2026, 1, 1), area=make_area("North"))
    page = boss.get("/administration/deadlines/?words=North").content.decode()
    assert "6 calendar days" in page
    assert "Old act" not in page
    assert "Old act" in boss.get("/administration/deadlines/?show=over").content.decode()


def test_a_day_is_noted_and_forgotten(boss: Client) -> None:
    area = make_area("North")
    day = {"day": "2026-11-30", "is_working": "", "why": "Flood", "area": area.pk}
    assert boss.post("/administration/calendar/", day).status_code == 302
    assert "This day is noted already" in boss.post("/administration/calendar/", day).content.decode()
    page = boss.get("/administration/calendar/?year=2026")
    assert "Flood" in page.content.decode()
    assert page.context["working"] == 247
    boss.post("/administration/calendar/", {**day, "area": ""})
    assert boss.get("/administration/calendar/?year=2026").context["working"] == 246
    same = boss.post(
        "/administration/calendar/", {**day, "area": "", "is_working": "on", "day": "2026-12-01"}
    )
    assert "says the same" in same.content.decode()
    for row in CalendarDay.objects.all():
        boss.post(f"/administration/calendar/{row.pk}/forget/")
    assert not CalendarDay.objects.exists()


def test_services_refuse_others() -> None:
    row = NewDeadline(Stage.ANSWER, Track.MESSAGE, Span(3, Unit.HOURS), "x", TODAY())
    with pytest.raises(NotAllowed):
        supersede(actor=PUBLIC, row=row, today=TODAY())
    with pytest.raises(NotAllowed):
        note_day(actor=PUBLIC, day=TODAY(), area_id=None, is_working=False, why="x")
    with pytest.raises(NotAllowed):
        forget_day(actor=PUBLIC, day_id=1)


def test_who_changed_what_is_told_with_before_and_after(boss: Client) -> None:
    deadline = make_deadline(30)
    boss.post("/administration/deadlines/new/", new_row(sure="on"))
    make_user("new@example.org", role=Role.MODERATOR)
    page = boss.get("/administration/changes/").content.decode()
    assert "an import or a program" in page
    kept = changes(only="appeals.deadline")
    assert [one.label for one in kept] == ["insert", "update", "insert"]
    assert kept[0].who is not None
    assert kept[0].who.memberships.get().role == Role.ADMINISTRATOR
    assert kept[2].who is None
    (ended,) = kept[1].differences
    deadline.refresh_from_db()
    assert (ended.before, ended.after) == ("", deadline.valid_to)
    assert "new@example.org" in boss.get("/administration/changes/?of=accounts.membership").content.decode()
    assert boss.get("/administration/changes/?of=none").status_code == 200
