"""Who changed what, told of rows older than their history too."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from accounts.types import Role
from appeals.models import CalendarDay
from appeals.queries.changes import changes
from territories.history import LATEST, Happened, history_of
from territories.models import Drawing, ServiceZone
from territories.services import drawing as drafts
from tests.builders import make_area, make_category, make_deadline, make_organisation, make_user, make_zone
from tests.web.conftest import SignIn

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


def lines_of(client: Client, of: str) -> list[str]:
    """What the page tells of the changes of a kind, in Russian."""
    answer = client.get(f"/administration/changes/?of={of}", headers={"Accept-Language": "ru"})
    page = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(line.get_text().split()) for line in page.select(".timeline li li")]


def test_values_are_told_in_the_readers_words(sign_in: SignIn) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    category, company = make_category("yard", name_ru="Двор"), make_organisation("ЖКС № 1")
    make_deadline(30, valid_from=date(2026, 3, 1))
    CalendarDay.objects.create(day=date(2026, 3, 10), is_working=False, why="Паводок")
    make_zone(company, name="Двор", categories=[category.code], tolerance_m=1.5)
    make_user("new@example.org", role=Role.MODERATOR)
    deadline = lines_of(boss, "appeals.deadline")
    assert {"Порядок: сообщение", "Чего: календарных дней", "Действует с: 01.03.2026"} <= set(deadline)
    assert "Рабочий: нет" in lines_of(boss, "appeals.calendarday")
    assert (
        "10.03.2026: добавлено"
        in boss.get(
            "/administration/changes/?of=appeals.calendarday", headers={"Accept-Language": "ru"}
        ).content.decode()
    )
    zone = lines_of(boss, "territories.servicezone")
    assert {"Организация: ЖКС № 1", "Категории: Двор", "Основание: полигон", "Допуск, м: 1,5"} <= set(zone)
    member = lines_of(boss, "accounts.membership")
    assert "Роль: Модератор" in member
    assert any(line.startswith("Человек: ") for line in member)
    since = timezone.localtime(Membership.objects.latest("pk").since).strftime("%d.%m.%Y %H:%M")
    assert f"С: {since}" in member


def test_what_a_program_keeps_beside_is_no_change(sign_in: SignIn) -> None:
    zone = make_zone(make_organisation())
    count = len(changes(only="territories.servicezone"))
    ServiceZone.objects.filter(pk=zone.pk).update(area_m2=1.0)
    assert len(changes(only="territories.servicezone")) == count
    assert not any("m2" in line for line in lines_of(sign_in(Role.ADMINISTRATOR), "territories.servicezone"))
