"""The resident's cabinet: its tabs, what stands in each, and that nobody else's stands there."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from appeals.models import Event, Follow
from appeals.types import EventType, State, Visibility
from channels.models import Subscription
from channels.types import Shape
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_user

pytestmark = pytest.mark.django_db
CABINET = "/account/appeals/"


@pytest.fixture
def anna() -> User:
    return make_user("anna@example.org")


@pytest.fixture
def browser(anna: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(anna)
    return client


def shown(browser: Client, query: str = "") -> str:
    return browser.get(CABINET + query).content.decode()


def test_own_appeals_are_narrowed_down_by_state(browser: Client, anna: User) -> None:
    work = make_appeal(author=anna, state=State.IN_PROGRESS)
    done = make_appeal(author=anna, state=State.CLOSED, answer="Готово")
    assert all(appeal.number in shown(browser) for appeal in (work, done))
    page = shown(browser, "?show=own&state=solved")
    assert (done.number in page, work.number in page) == (True, False)
    assert "?page=" not in page
    assert work.number in shown(browser, "?state=nonsense&show=nonsense")


def test_what_waits_for_a_rating_is_rated_in_the_cabinet(browser: Client, anna: User) -> None:
    fields = {"executor": make_organisation(), "answer": "Готово", "answered_at": NOON}
    mine = make_appeal(author=anna, state=State.ANSWERED, **fields)
    foreign = make_appeal(author=make_user(), state=State.ANSWERED, **fields)
    assert "1 answer waits for your rating." in shown(browser)
    page = shown(browser, "?show=rate")
    assert (mine.number in page, foreign.number in page) == (True, False)
    rated = browser.post(f"/appeals/{mine.number}/own/rate/", {"rating": "4", "back": "cabinet"})
    assert rated["Location"] == f"{CABINET}?show=rate"
    mine.refresh_from_db()
    assert (mine.state, mine.rating) == (State.RATED, 4)
    assert "Nothing to rate" in shown(browser, "?show=rate")


def test_what_is_followed_is_told_as_the_public_reads_it(browser: Client, anna: User) -> None:
    text = "Звоните +7 921 000-00-00"
    appeal = make_appeal(state=State.ANSWERED, answer=text, address="Садовая, 1, кв. 5")
    gone = make_appeal(visibility=Visibility.PRIVATE)
    for followed in (appeal, gone):
        Follow.objects.create(appeal=followed, user=anna, asked_at=NOON, confirmed_at=NOON)
    for type_, public in ((EventType.ACCEPTED, True), (EventType.ANSWER_PROPOSED, False)):
        Event.objects.create(
            appeal=appeal,
            type=type_,
            at=NOON,
            actor_role="moderator",
            comment=f"{type_} {text}",
            is_public=public,
        )
    page = shown(browser, "?show=followed")
    assert appeal.number in page
    assert gone.number not in page
    assert "accepted Звоните [телефон скрыт]" in page
    assert "921 000" not in page
    assert "answer_proposed" not in page


def test_subscriptions_stand_with_a_way_to_end_them(browser: Client, anna: User) -> None:
    area = make_area("Заречный район")
    values = {"shape": Shape.AREA, "area": area, "name": "Заречный район", "pace": "daily"}
    mine = Subscription.objects.create(user=anna, asked_at=NOON, confirmed_at=NOON, **values)
    Subscription.objects.create(
        user=anna, asked_at=NOON, ended_at=timezone.now(), **values | {"name": "Старое"}
    )
    Subscription.objects.create(user=make_user(), asked_at=NOON, **values | {"name": "Чужое"})
    page = shown(browser, "?show=alerts")
    assert f'action="/alerts/{mine.pk}/end/"' in page
    assert ("Старое" in page, "Чужое" in page) == (False, False)


@pytest.mark.parametrize("show", ["own", "rate", "followed", "drafts", "alerts"])
def test_each_tab_says_what_to_do_when_it_is_empty(browser: Client, show: str) -> None:
    assert 'class="empty"' in shown(browser, f"?show={show}")


@pytest.mark.parametrize("show", ["own", "rate", "followed"])
def test_a_tab_costs_the_same_however_full_it_is(
    browser: Client, anna: User, show: str, django_assert_max_num_queries: Any
) -> None:
    values = {
        "state": State.ANSWERED,
        "answer": "Готово",
        "answered_at": NOON,
        "executor": make_organisation(),
    }
    asked = []
    for _ in range(3):
        make_appeal(author=anna, **values)
        Follow.objects.create(appeal=make_appeal(**values), user=anna, asked_at=NOON)
        with django_assert_max_num_queries(18) as queries:
            shown(browser, f"?show={show}")
        asked.append(len(queries))
    assert asked[0] == asked[-1]
