"""By when, and why by then: on the pages of an appeal, before sending, and in the organisation's list of late ones."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.types import Role
from appeals.models import Appeal
from appeals.rules.deadlines import Unit
from appeals.types import State, Track
from tests.builders import make_appeal, make_deadline, make_organisation
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def shown(path: str, language: str = "en") -> str:
    page = Client(headers={"Accept-Language": language}).get(path)
    assert page.status_code == 200
    return " ".join(BeautifulSoup(page.content, "html.parser").get_text(" ").split())


def soon(**fields: object) -> Appeal:
    due_on = timezone.localdate() + timedelta(days=3)
    return make_appeal(state=State.IN_PROGRESS, due_on=due_on, **fields)


def test_a_message_says_that_it_is_one_and_how_long_it_may_take() -> None:
    appeal = soon(deadline=make_deadline(10, Unit.WORKING_DAYS))
    text = shown(f"/appeals/{appeal.number}/")
    assert "Why by this day?" in text
    assert "This is a message. Federal Law 59-FZ on appeals does not apply to it." in text
    assert "Time for the answer: 10 working days." in text
    assert "Срок ответа: 10 рабочих дней." in shown(f"/appeals/{appeal.number}/", "ru")


def test_a_formal_one_says_that_it_was_extended() -> None:
    appeal = soon(track=Track.FORMAL, extended_days=21)
    text = shown(f"/appeals/{appeal.number}/")
    assert "This is a formal appeal under Federal Law 59-FZ." in text
    assert "Extended once by 21 days." in text
    assert "stands still" not in text


def test_what_is_answered_explains_no_deadline() -> None:
    appeal = make_appeal(state=State.ANSWERED, due_on=date(2026, 3, 1))
    assert "Why by this day?" not in shown(f"/appeals/{appeal.number}/")


def test_the_form_and_what_follows_say_the_track() -> None:
    assert "You send a message." in shown("/report/")
    appeal = make_appeal(state=State.MODERATION, due_on=timezone.localdate() + timedelta(days=9))
    assert "This is a message." in shown(f"/report/sent/{appeal.follow_token}/")
    assert "A moderator checks the appeal by" in shown(f"/follow/{appeal.follow_token}/")


def test_late_ones_have_a_list_of_their_own(sign_in: SignIn) -> None:
    own, today = make_organisation(), timezone.localdate()
    late = make_appeal(executor=own, due_on=today - timedelta(days=1))
    make_appeal(executor=own, due_on=today)
    make_appeal(executor=own, state=State.ANSWERED, due_on=today - timedelta(days=1))
    make_appeal(executor=make_organisation(), due_on=today - timedelta(days=1))
    page = BeautifulSoup(sign_in(Role.WORKER, own).get("/organisation/?due=overdue").content, "html.parser")
    assert [row["href"] for row in page.select(".workplace__list a.row")] == [
        f"/organisation/{late.number}/?due=overdue"
    ]
    assert page.select_one(".state--overdue")["href"] == "/organisation/?due=overdue"


def test_late_is_the_municipality_s_moment_not_the_server_s_day(sign_in: SignIn) -> None:
    own, now = make_organisation(), timezone.now()
    # A day that ended elsewhere an hour ago, though here it may go on.
    ended = {"due_on": timezone.localdate(now), "due_at": now - timedelta(hours=1)}
    appeal = make_appeal(executor=own, **ended)
    page = sign_in(Role.WORKER, own).get("/organisation/").content.decode()
    assert "1 overdue" in page
    assert "Overdue since" in shown(f"/appeals/{appeal.number}/")
