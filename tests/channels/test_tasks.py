"""What the worker begins by the clock: documented, and run again it changes nothing."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.utils import import_all

from accounts.types import PUBLIC
from appeals.models import Appeal, Event
from appeals.queries import statistics as figures
from appeals.types import EventType, Selection, State
from channels import tasks
from channels.models import Notice
from channels.types import Medium, Wording
from tests.builders import NOON, make_appeal, make_organisation, make_user
from tests.channels.working import work

pytestmark = pytest.mark.django_db


def test_each_job_is_documented() -> None:
    import_all(app.import_paths)
    text = (Path(settings.BASE_DIR) / "docs" / "jobs.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE)
    assert sorted(documented) == sorted(
        name for name in app.tasks if name.startswith(("accounts.", "channels."))
    )


def test_the_clock_begins_what_the_services_ask_for() -> None:
    begun = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    for name in ("channels.resume_due", "channels.close_unrated"):
        assert begun[name].endswith("/10 * * * *")


def test_what_is_on_hold_until_today_goes_on_once_and_its_author_is_told() -> None:
    author, today = make_user(), timezone.localdate()
    due = make_appeal(state=State.ON_HOLD, held_until=today, executor=make_organisation(), author=author)
    later = make_appeal(state=State.ON_HOLD, held_until=today + timedelta(days=1))
    tasks.resume_due(timestamp=0)
    tasks.resume_due(timestamp=0)
    assert Appeal.objects.get(pk=due.pk).state == State.IN_PROGRESS
    assert Appeal.objects.get(pk=later.pk).state == State.ON_HOLD
    [event] = Event.objects.all()
    assert (event.type, event.actor_role) == (EventType.RESUMED, "system")
    work(timezone.now())
    assert Notice.objects.filter(user=author, medium=Medium.BELL).get().wording == Wording.RESUMED


@override_settings(RATING_DAYS=30)
def test_an_answer_that_nobody_rated_in_time_is_closed_once() -> None:
    now = timezone.now()
    old = make_appeal(state=State.ANSWERED, answer="Готово", answered_at=now - timedelta(days=31))
    rated = make_appeal(state=State.RATED, rating=4, answer="Готово", answered_at=now - timedelta(days=31))
    young = make_appeal(state=State.ANSWERED, answer="Готово", answered_at=now - timedelta(days=29))
    reopened = make_appeal(state=State.REOPENED, submitted_at=NOON)
    tasks.close_unrated(timestamp=0)
    tasks.close_unrated(timestamp=0)
    assert list(Event.objects.values_list("appeal", "type").order_by("appeal")) == [
        (old.pk, EventType.CLOSED),
        (rated.pk, EventType.CLOSED),
    ]
    for appeal, state in ((young, State.ANSWERED), (reopened, State.REOPENED)):
        assert Appeal.objects.get(pk=appeal.pk).state == state


def test_the_figures_of_everything_are_counted_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "DEAR_NUMBER", -2)
    make_appeal()
    tasks.count_ahead(timestamp=0)
    make_appeal()
    assert figures.statistics(PUBLIC, Selection(), now=timezone.now()).total.appeals == 1
    tasks.count_ahead(timestamp=0)
    assert figures.statistics(PUBLIC, Selection(), now=timezone.now()).total.appeals == 2
