"""The pages of one appeal: what the public may not learn from them, and what the author's link shows."""

from typing import Any

import pytest
from django.test import Client

from accounts.types import Role
from appeals.models import Appeal, Event
from appeals.types import EventType, Privacy, State, Visibility
from geo.types import LonLat
from tests.builders import NOON, make_appeal, make_organisation, make_topic
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
HOME = LonLat(30.3012345, 60.0054321)


def at_home() -> Appeal:
    topic = make_topic("cold_flat", privacy=Privacy.HOME)
    return make_appeal(
        at=HOME,
        topic=topic,
        text="Холодно в комнате",
        address="Метский, Садовая улица, 13, кв. 5",
        author_name="Анна Петрова",
        author_email="anna@example.org",
    )


def test_the_public_reads_a_published_appeal(client: Client) -> None:
    appeal = make_appeal(executor=make_organisation("Дорожная служба"))
    page = client.get(f"/appeals/{appeal.number}/").content.decode()
    assert "Дорожная служба" in page
    assert appeal.number in page


@pytest.mark.parametrize("state", [State.MODERATION, State.REFUSED])
def test_what_is_not_published_does_not_exist_for_the_public(state: State, client: Client) -> None:
    appeal = make_appeal(state=state)
    assert client.get(f"/appeals/{appeal.number}/").status_code == 404


def test_a_private_appeal_opens_for_its_executor_alone(client: Client, sign_in: SignIn) -> None:
    own, other = make_organisation(), make_organisation()
    appeal = make_appeal(executor=own, visibility=Visibility.PRIVATE)
    path = f"/appeals/{appeal.number}/"
    assert client.get(path).status_code == 404
    assert sign_in(Role.WORKER, other).get(path).status_code == 404
    assert sign_in(Role.WORKER, own).get(path).status_code == 200


def test_a_home_leaks_neither_place_nor_author(client: Client, sign_in: SignIn) -> None:
    appeal = at_home()
    path = f"/appeals/{appeal.number}/"
    told = client.get(path).content.decode()
    secrets = ("30.30123", "60.00543", "30,30123", "60,00543", "кв. 5", ", 13", "Анна", "anna@example.org")
    assert [secret for secret in secrets if secret in told] == []
    assert appeal.follow_token not in told
    seen = sign_in(Role.MODERATOR).get(path).content.decode()
    assert "30.3012345" in seen


def test_the_follow_link_shows_the_appeal_before_publication(client: Client) -> None:
    appeal = make_appeal(state=State.MODERATION, text="Ждёт проверки")
    response = client.get(f"/follow/{appeal.follow_token}/")
    assert "Ждёт проверки" in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_answer_and_comments_are_masked_for_the_public_alone(client: Client, sign_in: SignIn) -> None:
    """The page is what is printed as well: nothing else is fetched for it."""
    company = make_organisation()
    appeal = make_appeal(
        executor=company, state=State.ANSWERED, answer="Ждём вас в кв. 5, телефон +7 921 000-00-00"
    )
    Event.objects.create(
        appeal=appeal,
        type=EventType.ACCEPTED,
        at=NOON,
        actor_role=Role.MODERATOR,
        comment="Написали на anna@example.org",
    )
    path, secrets = f"/appeals/{appeal.number}/", ("кв. 5", "921 000-00-00", "anna@example.org")
    for stranger in (client, sign_in(), sign_in(Role.WORKER, make_organisation())):
        told = stranger.get(path).content.decode()
        assert [secret for secret in secrets if secret in told] == []
        assert "Ждём вас в кв. [скрыто], телефон [телефон скрыт]" in told
        assert "Написали на [почта скрыта]" in told
    near = (
        client.get(f"/follow/{appeal.follow_token}/"),
        sign_in(Role.WORKER, company).get(path),
        sign_in(Role.MODERATOR).get(path),
        sign_in(Role.MODERATOR).get(f"/moderation/?number={appeal.number}"),
    )
    for answer in near:
        assert "anna@example.org" in answer.content.decode()
    for answer in near[:3]:
        assert "кв. 5, телефон +7 921 000-00-00" in answer.content.decode()


def test_the_history_tells_in_which_role_until_when_and_why(client: Client) -> None:
    appeal = make_appeal(state=State.ON_HOLD)
    for kind, new, role in (
        (EventType.HELD, {"state": "on_hold", "until": "2026-03-20"}, "worker"),
        (EventType.RESUMED, {"state": "in_progress", "due_on": "2026-04-07"}, "system"),
        (EventType.PLANNED, {"state": "in_progress", "planned_on": "2026-03-27"}, "head"),
    ):
        Event.objects.create(
            appeal=appeal, type=kind, at=NOON, new=new, actor_role=role, comment="Ждём насос", is_public=True
        )
    told = client.get(f"/follow/{appeal.follow_token}/", headers={"Accept-Language": "ru"}).content.decode()
    assert "20\u00a0марта" in told
    assert "Ответ до 7\u00a0апреля" in told
    assert "27\u00a0марта" in told
    assert "Сотрудник организации" in told
    assert "Ждём насос" in told


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_was_merged_leads_to_where_the_answer_comes(client: Client, visibility: Visibility) -> None:
    main = make_appeal(visibility=visibility)
    appeal = make_appeal(state=State.MERGED, duplicate_of=main)
    link, number = f'href="/appeals/{main.number}/"', f"№ {main.number}"
    author = client.get(f"/follow/{appeal.follow_token}/").content.decode()
    public = client.get(f"/appeals/{appeal.number}/").content.decode()
    card = client.get(f"/api/v1/appeals/{appeal.number}/").json()["properties"]
    is_public = visibility == Visibility.PUBLIC
    assert number in author
    assert (link in author) == (link in public) == (number in public) == is_public
    assert card["merged_into"] == (main.number if is_public else None)


def test_a_wrong_token_opens_nothing(client: Client) -> None:
    make_appeal(state=State.MODERATION)
    assert client.get("/follow/nobody-has-this-token/").status_code == 404


def test_support_without_scripts_counts_once(client: Client, settings: Any) -> None:
    settings.SUPPORT_OF_ONE_RATE = "1/day"
    appeal = make_appeal()
    path = f"/appeals/{appeal.number}/support/"
    first, again = client.post(path, follow=True), client.post(path, follow=True)
    appeal.refresh_from_db()
    assert appeal.supports == 1
    assert "your support is counted" in first.content.decode()
    assert "already support it" in again.content.decode()
    fresh = Client(headers={"Accept-Language": "en"})
    assert "supported from your address already" in fresh.post(path, follow=True).content.decode()
    appeal.refresh_from_db()
    assert appeal.supports == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_long_the_history(
    count: int, client: Client, django_assert_max_num_queries
) -> None:
    appeal = make_appeal()
    for _ in range(count):
        make_appeal()
    with django_assert_max_num_queries(9):
        client.get(f"/appeals/{appeal.number}/")
