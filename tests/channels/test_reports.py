"""Reports by e-mail: who gets which, once, with the rights of the moment; the other organisation never leaks."""

import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Membership
from accounts.queries import viewer_of
from accounts.types import PUBLIC, Role
from analytics.exporting.report_charts import WIDTH, cell_map
from analytics.exporting.reports import report_html
from analytics.models import ReportLetter, ReportSubscription
from analytics.queries.reports import frame_of, report_of
from analytics.rules.reporting import period_before, period_of
from analytics.services.reporting import SENDING, subscribe, write_due
from analytics.types import LetterState, ReportKind, Rhythm
from appeals.types import State, Visibility
from channels.errors import NotDelivered
from channels.services.reporting import send_report
from channels.services.sweeping import Swept, sweep
from geo.types import LonLat
from territories.models import BoundaryVersion, Organisation
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_house,
    make_organisation,
    make_topic,
    make_user,
)
from tests.channels.conftest import Mailbox, text_of

pytestmark = pytest.mark.django_db
# A Monday; the week before it has one day with appeals.
MONDAY = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
ASKED = MONDAY - timedelta(days=5)
WEEK = (date(2026, 3, 9), date(2026, 3, 16))


@pytest.fixture
def mine() -> Organisation:
    return make_organisation("Мы")


@pytest.fixture(autouse=True)
def town(mine: Organisation) -> None:
    """Two appeals at a house of ours, three at one of theirs; not all of them public."""
    theirs = make_organisation("Чужие")
    for owner, street, lon, topic, count in (
        (mine, "Наша", TOWN.lon, "pothole", 2),
        (theirs, "Ихняя", TOWN.lon + 0.1, "lamp", 3),
    ):
        place = LonLat(lon, TOWN.lat)
        house = make_house("7", street=street, at=place)
        for number in range(count):
            make_appeal(
                at=place,
                topic=make_topic(topic),
                executor=owner,
                house=house,
                address=house.address,
                state=State.ASSIGNED,
                visibility=Visibility.PRIVATE if number else Visibility.PUBLIC,
            )


def asked(mine: Organisation, kind: ReportKind = ReportKind.OWN) -> ReportSubscription:
    person = make_user(role=Role.WORKER, organisation=mine)
    return subscribe(
        actor=viewer_of(person),
        kind=kind,
        subject_id=mine.pk,
        rhythm=Rhythm.WEEKLY,
        language="ru",
        now=ASKED,
    )


def attached(letter: EmailMessage) -> dict[str, bytes]:
    return {part.get_content_type(): part.get_content() for part in letter.iter_attachments()}


def workbook(body: bytes) -> str:
    with ZipFile(BytesIO(body)) as book:
        return "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


def test_a_letter_brings_the_own_zone_and_nothing_of_another(mine: Organisation, mailbox: Mailbox) -> None:
    wanted = asked(mine)
    assert write_due(now=MONDAY) == 1
    letter = ReportLetter.objects.get()
    assert (letter.first_on, letter.end_on) == WEEK
    send_report(letter.pk, now=MONDAY)
    (sent,) = mailbox.to(wanted.user.email)
    assert sent["Message-ID"] == f"<{letter.message_id}>"
    assert "Поступило 2 обращения" in text_of(sent)
    files = attached(sent)
    sheets = workbook(next(body for kind, body in files.items() if "sheet" in kind))
    assert files["application/pdf"].startswith(b"%PDF")
    assert "Наша улица, 7" in sheets
    for told in (text_of(sent), text_of(sent, "html"), sheets, str(sent["Subject"])):
        assert not any(secret in told for secret in ("Ихняя", "Чужие", "lamp"))
    send_report(letter.pk, now=MONDAY)
    assert len(mailbox.letters) == 1


def test_what_is_set_in_type_tells_of_the_own_zone_alone(mine: Organisation) -> None:
    viewer = viewer_of(make_user(role=Role.WORKER, organisation=mine))
    report = report_of(viewer, ReportKind.OWN, mine.pk, WEEK, now=MONDAY, language="en")
    html = report_html(report)
    assert "Наша улица, 7" in html
    assert "<svg" in html
    assert not any(secret in html for secret in ("Ихняя", "Чужие", "lamp"))


def test_the_public_report_has_neither_addresses_nor_what_is_not_published(mine: Organisation) -> None:
    report = report_of(PUBLIC, ReportKind.ORGANISATION, mine.pk, WEEK, now=MONDAY, language="en")
    assert report.found.facts.tally.appeals == 1
    assert not report.houses
    assert "Наша" not in report_html(report)


@pytest.mark.parametrize("way", ["left", "switched off"])
def test_whoever_lost_access_gets_nothing_and_the_subscription_ends(
    mine: Organisation, mailbox: Mailbox, way: str
) -> None:
    wanted = asked(mine)
    write_due(now=MONDAY)
    if way == "left":
        Membership.objects.filter(user=wanted.user).delete()
    else:
        wanted.user.is_active = False
        wanted.user.save()
    letter = ReportLetter.objects.get()
    send_report(letter.pk, now=MONDAY)
    letter.refresh_from_db()
    wanted.refresh_from_db()
    assert letter.state == LetterState.DROPPED
    assert wanted.ended_at == MONDAY
    assert not mailbox.letters
    assert write_due(now=MONDAY + timedelta(days=7)) == 0


def test_a_letter_is_written_once_a_period_with_one_job(mine: Organisation) -> None:
    asked(mine)
    assert [write_due(now=MONDAY + timedelta(hours=hour)) for hour in (0, 1, 30)] == [1, 0, 0]
    assert ProcrastinateJob.objects.filter(task_name=SENDING).count() == 1
    assert write_due(now=MONDAY + timedelta(days=7)) == 1


def test_the_sweep_gives_a_letter_without_a_job_another(mine: Organisation, mailbox: Mailbox) -> None:
    asked(mine)
    write_due(now=MONDAY)
    later = MONDAY + timedelta(hours=1)

    def swept() -> Swept:
        return sweep(now=later, silent_s=30, most_s=300)

    assert swept() == Swept(0, 0, 0)
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert swept() == Swept(0, 0, 1)
    (job,) = ProcrastinateJob.objects.filter(task_name=SENDING)
    send_report(job.args["letter_id"], now=later)
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert swept() == Swept(0, 0, 0)
    assert len(mailbox.letters) == 1


def test_a_period_that_was_over_before_it_was_asked_for_brings_nothing(mine: Organisation) -> None:
    asked(mine)
    assert write_due(now=ASKED + timedelta(hours=1)) == 0


def test_a_server_that_is_away_is_tried_again_under_the_same_id(mine: Organisation, mailbox: Mailbox) -> None:
    asked(mine)
    write_due(now=MONDAY)
    letter = ReportLetter.objects.get()
    mailbox.replies = ["451 later"]
    with pytest.raises(NotDelivered):
        send_report(letter.pk, now=MONDAY)
    send_report(letter.pk, now=MONDAY)
    assert [one["Message-ID"] for one in mailbox.letters] == [f"<{letter.message_id}>"]
    letter.refresh_from_db()
    assert (letter.attempts, letter.state) == (2, LetterState.SENT)


def test_a_refused_address_is_not_tried_again(mine: Organisation, mailbox: Mailbox) -> None:
    wanted = asked(mine)
    write_due(now=MONDAY)
    mailbox.refused.add(wanted.user.email)
    letter = ReportLetter.objects.get()
    send_report(letter.pk, now=MONDAY)
    letter.refresh_from_db()
    assert letter.state == LetterState.FAILED


def test_one_click_below_the_letter_ends_it(mine: Organisation, mailbox: Mailbox) -> None:
    wanted = asked(mine, ReportKind.ORGANISATION)
    write_due(now=MONDAY)
    send_report(ReportLetter.objects.get().pk, now=MONDAY)
    stop = str(mailbox.letters[0]["List-Unsubscribe"]).strip("<>").split("/", 3)[3]
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.get(f"/{stop}").status_code == 200
    wanted.refresh_from_db()
    assert wanted.ended_at is None
    assert anybody.post(f"/{stop}").status_code == 200
    wanted.refresh_from_db()
    assert wanted.ended_at is not None


def test_an_area_s_report_tells_who_answers_there(mine: Organisation) -> None:
    area = make_area("Наш район")
    make_appeal(executor=mine, areas=[area])
    report = report_of(PUBLIC, ReportKind.AREA, area.pk, WEEK, now=MONDAY, language="en")
    assert report.found.facts.tally.appeals == 1
    assert [outline.main for outline in report.outlines] == [True]
    html = report_html(report)
    assert "По исполнителям" in html
    assert "Мы" in html


def neighbours(mine: Organisation) -> list[str]:
    """Names on the map of what we have: one house."""
    viewer = viewer_of(make_user(role=Role.WORKER, organisation=mine))
    report = report_of(viewer, ReportKind.OWN, mine.pk, WEEK, now=MONDAY, language="en")
    box_shown = frame_of(report.cells)
    assert all(one.label and box_shown.contains(LonLat(*one.label)) for one in report.outlines)
    picture, _legend = cell_map(report.cells, report.outlines)
    (cell,) = re.findall(r'<path d="([^"]+)" fill="#f', picture)
    across = [float(x) for x in re.findall(r"[ML](\S+)", cell)]
    assert max(across) - min(across) < WIDTH / 8
    return [one.name for one in report.outlines]


def test_a_map_of_one_house_tells_where_it_is(mine: Organisation) -> None:
    """Districts reach far beyond, and so do their labels; what reaches around all of it has no border to be seen."""
    assert neighbours(mine) == []
    make_area("Регион", kind="region", polygon=box(TOWN.lon - 2, TOWN.lat - 2, TOWN.lon + 2, TOWN.lat + 2))
    assert neighbours(mine) == ["Регион"]
    make_area("Запад", polygon=box(TOWN.lon - 1, TOWN.lat - 1, TOWN.lon + 0.01, TOWN.lat + 1))
    make_area("Восток", polygon=box(TOWN.lon + 0.01, TOWN.lat - 1, TOWN.lon + 1, TOWN.lat + 1))
    make_area("Далеко", polygon=box(TOWN.lon + 1, TOWN.lat - 1, TOWN.lon + 2, TOWN.lat + 1))
    old = make_area("Прежний", polygon=box(TOWN.lon - 1, TOWN.lat - 1, TOWN.lon, TOWN.lat), collection="old")
    BoundaryVersion.objects.filter(collection=old.collection).update(valid_to=date(2026, 1, 1))
    assert sorted(neighbours(mine)) == ["Восток", "Запад"]


@pytest.mark.parametrize(
    ("rhythm", "today", "period"),
    [
        (Rhythm.WEEKLY, date(2026, 3, 16), WEEK),
        (Rhythm.WEEKLY, date(2026, 3, 22), WEEK),
        (Rhythm.MONTHLY, date(2026, 3, 1), (date(2026, 2, 1), date(2026, 3, 1))),
        (Rhythm.MONTHLY, date(2026, 1, 31), (date(2025, 12, 1), date(2026, 1, 1))),
    ],
)
def test_periods(rhythm: Rhythm, today: date, period: tuple[date, date]) -> None:
    assert period_of(rhythm, today) == period


def test_a_month_is_compared_with_the_month_before() -> None:
    assert period_before(date(2026, 3, 1), date(2026, 4, 1)) == (date(2026, 2, 1), date(2026, 3, 1))
    assert period_before(*WEEK) == (date(2026, 3, 2), date(2026, 3, 9))
