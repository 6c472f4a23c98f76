"""Reminders as they are read: author, workers and heads in their own words, the head of the area when it is late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.queries import viewer_of
from accounts.types import Role
from appeals.models import Appeal, Event
from appeals.services.extending import extend
from appeals.services.reminding import remind
from appeals.types import State, Track, Visibility
from channels.models import Notice
from channels.queries.bell import bell_of
from channels.services.spreading import spread
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import head, make_appeal, make_area, make_organisation, make_user, worker

pytestmark = pytest.mark.django_db
# An hour before the letters of the day, in Moscow, on the day on which the answer is due.
MORNING = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def told(now: datetime) -> set[tuple[str, str, str]]:
    """Standing, wording and state of the letters of what is told at a moment."""
    remind(now=now)
    for event in Event.objects.filter(at=now):
        spread(event.pk, now=now)
    rows = Notice.objects.filter(created_at=now, medium=Medium.EMAIL)
    return set(rows.values_list("standing", "wording", "state"))


def test_author_workers_and_heads_are_reminded() -> None:
    company, author = make_organisation(), make_user()
    worker(company)
    head(company)
    make_appeal(state=State.IN_PROGRESS, executor=company, author=author, due_on=date(2026, 3, 10))
    assert told(MORNING) == {
        (Standing.WORKER, Wording.DUE_SOON, NoticeState.GATHERED),
        (Standing.HEAD, Wording.DUE_SOON, NoticeState.GATHERED),
    }
    # Before it is late the author's bell tells it, and no letter does.
    assert Notice.objects.get(user=author).wording == Wording.ANSWER_NEAR
    assert told(MORNING + timedelta(days=1)) == {
        (Standing.AUTHOR, Wording.ANSWER_LATE, NoticeState.WAITING),
        (Standing.WORKER, Wording.OVERDUE, NoticeState.GATHERED),
        (Standing.HEAD, Wording.OVERDUE, NoticeState.GATHERED),
    }


def test_the_head_of_the_area_hears_of_what_stays_late_and_no_other() -> None:
    here, there = make_area(), make_area()
    chief, other = (
        make_user(role=Role.DISTRICT_HEAD, area=here),
        make_user(role=Role.DISTRICT_HEAD, area=there),
    )
    company = make_organisation()
    hidden = {"visibility": Visibility.PRIVATE, "areas": [here], "due_on": date(2026, 3, 10)}
    make_appeal(state=State.IN_PROGRESS, executor=company, **hidden)
    assert told(MORNING + timedelta(days=4)) == {(Standing.OVERSEER, Wording.ESCALATED, NoticeState.GATHERED)}
    assert bell_of(viewer_of(chief)).count() == 1
    assert bell_of(viewer_of(other)).count() == 0
    chief.memberships.all().delete()
    assert bell_of(viewer_of(chief)).count() == 0


def test_an_extension_reaches_its_author_with_the_reason() -> None:
    company = make_organisation()
    appeal = make_appeal(
        state=State.IN_PROGRESS,
        executor=company,
        track=Track.FORMAL,
        submitted_at=MORNING,
        due_on=date(2026, 4, 9),
        author_email="a@example.org",
    )
    extend(actor=head(company), number=appeal.number, days=10, comment="Ждём экспертизу", now=MORNING)
    [event] = Event.objects.all()
    spread(event.pk, now=MORNING)
    assert {(one.standing, one.wording) for one in Notice.objects.all()} == {
        (Standing.AUTHOR, Wording.EXTENDED)
    }
    assert Appeal.objects.get().due_on == date(2026, 4, 19)
