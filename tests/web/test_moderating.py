"""The opened appeal at the desk, without scripts: hiding parts, blurring photos, twins, and what the history tells."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import Look, User
from accounts.types import Role
from appeals.models import Appeal, Claim, Follow, Photo, Reply, Support
from appeals.rules.privacy import mask
from appeals.services.photos import keep, prepare_all
from appeals.types import Channel, PhotoStage, ReplyKind, ReplyState, State, Visibility
from tests.appeals.test_blurring import stripes
from tests.builders import NOON, make_appeal, make_organisation, make_reason, make_topic, make_user

pytestmark = pytest.mark.django_db
TEXT = "Звоните 8 900 998-27-48, спросить Ирину"


@pytest.fixture
def user() -> User:
    return make_user(role=Role.MODERATOR)


@pytest.fixture
def client(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def waiting(**fields: Any) -> Appeal:
    submitted_at = timezone.now() - timedelta(hours=fields.pop("hours_ago", 1))
    return make_appeal(state=State.MODERATION, submitted_at=submitted_at, **fields)


def page_of(client: Client, query: str) -> Any:
    return BeautifulSoup(client.get(f"/moderation/?{query}").content, "html.parser")


def test_one_press_shows_a_part_and_one_hides_it(client: Client) -> None:
    appeal = waiting(text=TEXT, public_text=mask(TEXT))
    path = f"/moderation/{appeal.number}/cover/"
    piece = page_of(client, f"number={appeal.number}").select_one("button.piece")
    assert (piece.get_text(), piece["value"], piece["aria-pressed"]) == (
        "8 900 998-27-48",
        "show 8 23",
        "true",
    )
    response = client.post(path, {"part": piece["value"]})
    assert response["Location"] == f"/moderation/?number={appeal.number}"
    page = page_of(client, f"number={appeal.number}")
    assert page.select_one("[data-public-text]").get_text() == TEXT
    piece = page.select_one("button.piece")
    assert (piece["value"], piece["aria-pressed"]) == ("hide 8 23", "false")
    client.post(path, {"part": piece["value"]})
    start = TEXT.index("Ирину")
    client.post(path, {"part": f"hide {start} {len(TEXT)}"})
    appeal.refresh_from_db()
    assert appeal.public_text == "Звоните [телефон скрыт], спросить [скрыто]"
    told = page_of(client, f"number={appeal.number}").select_one("[data-part=history]").get_text()
    assert "0 parts of the text are hidden" in told
    assert "2 parts of the text are hidden" in told
    for wrong in ("", "hide", "hide x y", "burn 1 2", "hide 5 1"):
        assert client.post(path, {"part": wrong}).status_code == 422


def test_a_text_written_anew_can_begin_again(client: Client) -> None:
    appeal = waiting(text=TEXT, public_text="Просят позвонить")
    page = page_of(client, f"number={appeal.number}")
    assert not page.select("button.piece")
    client.post(
        f"/moderation/{appeal.number}/cover/", {"part": page.select_one("button[value=anew]")["value"]}
    )
    appeal.refresh_from_db()
    assert appeal.public_text == mask(TEXT)


def test_parts_of_a_photo_are_blurred_and_remembered(client: Client) -> None:
    appeal = waiting()
    [photo] = keep(appeal, prepare_all([stripes()]))
    path = f"/moderation/{appeal.number}/photos/{photo.pk}/"
    assert page_of(client, f"number={appeal.number}").select_one(f"a[href='{path}']")
    response = client.post(path, {"regions": "[[0, 0, 0.5, 1]]"})
    assert response["Location"] == f"/moderation/?number={appeal.number}"
    assert Photo.objects.get().original
    assert client.get(path).context["page_data"]["parts"] == [[0, 0, 0.5, 1]]
    for wrong in ("", "x", "[[0]]", "7", '[["a", 0, 1, 1]]', "[[0, 0, 2, 1]]", "[[NaN, 0, 1, 1]]"):
        assert client.post(path, {"regions": wrong}).status_code == 422, wrong
    assert client.get(f"/moderation/{make_appeal().number}/photos/{photo.pk}/").status_code == 404
    client.post(path, {"regions": "[]"})
    assert not Photo.objects.get().original
    told = page_of(client, f"number={appeal.number}").select_one("[data-part=history]").get_text()
    assert "1 part" in told
    assert "shown as it was" in told


def test_twins_are_listed_with_their_score_and_compared(client: Client) -> None:
    appeal = waiting(text="Не горит фонарь у дома 13", author_email="a@example.org")
    twin = make_appeal(
        text="Не горит фонарь у дома 13",
        channel=Channel.PHONE,
        submitted_at=timezone.now() - timedelta(days=2),
        due_on=timezone.localdate() + timedelta(days=3),
    )
    page = page_of(client, f"number={appeal.number}")
    (link,) = page.select("a.twin")
    told = link.get_text(" ")
    assert "by an operator" in told
    assert "Answer due by" in told
    assert "words 100\u00a0%" in told
    page = BeautifulSoup(client.get(link["href"].partition("#")[0]).content, "html.parser")
    pair = page.select_one("#pair").get_text(" ")
    assert f"№ {appeal.number} ends, № {twin.number} goes on." in pair
    assert "1 supporter more counts for it." in pair
    assert "The author of this one is told" in pair
    assert "There is no such appeal." in page_of(client, f"number={appeal.number}&twin=1").get_text()


def test_what_a_merge_would_do_is_what_it_does(client: Client) -> None:
    anna, boris = make_user(), make_user()
    appeal, twin = waiting(author=anna), make_appeal()
    for person, at in ((anna, twin), (boris, appeal), (boris, twin)):
        Support.objects.create(appeal=at, user=person, at=timezone.now())
    Support.objects.create(appeal=appeal, visitor_hash="visitor", at=timezone.now())
    for email in ("one@example.org", "two@example.org"):
        Follow.objects.create(appeal=appeal, email=email, asked_at=timezone.now())
    Follow.objects.create(appeal=twin, email="two@example.org", asked_at=timezone.now())
    before = (twin.support_set.count(), twin.follows.filter(user=None).count())
    pair = client.get(f"/moderation/?number={appeal.number}&twin={twin.number}").context["pair"]
    sent = {"duplicate_of": twin.number, "comment": "Об одном и том же"}
    response = client.post(f"/moderation/{appeal.number}/merge/", sent)
    assert response["Location"] == "/moderation/"
    after = (twin.support_set.count(), twin.follows.filter(user=None).count())
    assert (
        (after[0] - before[0], after[1] - before[1])
        == (pair.joining.supporters, pair.joining.followers)
        == (1, 1)
    )
    appeal.refresh_from_db()
    assert (appeal.state, appeal.duplicate_of) == (State.MERGED, twin)
    assert f"with № {twin.number}" in page_of(client, f"number={appeal.number}").get_text()
    assert (
        f"№ {appeal.number}"
        in page_of(client, f"number={twin.number}").select_one("[data-part=history]").get_text()
    )


def test_a_merge_that_cannot_be_says_so_beside_both(client: Client) -> None:
    appeal, refused = waiting(), make_appeal(state=State.REFUSED)
    answer = client.post(f"/moderation/{appeal.number}/merge/", {"duplicate_of": refused.number})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert "cannot be merged" in page.select_one("#pair .field__error").get_text()


def test_the_history_says_what_was_changed(client: Client) -> None:
    company, chosen = make_organisation("Старая"), make_organisation("Новая")
    appeal = waiting(text=TEXT, public_text=mask(TEXT), executor=company)
    lamp = make_topic("lamp", category="light")
    typed = {
        "address": "Метский, Полевая улица, 7",
        "lon": appeal.location.x + 0.001,
        "lat": appeal.location.y,
        "topic": lamp.code,
        "kind": "suggestion",
        "executor": chosen.pk,
        "public_text": "Просят позвонить",
        "comment": "Не там",
    }
    client.post(f"/moderation/{appeal.number}/correct/", typed)
    told = page_of(client, f"number={appeal.number}").select_one("[data-part=history]").get_text("\n")
    for line in (
        *("Topic: Topic pothole → Topic lamp", "Kind: Problem → Suggestion", "Place moved by 56 metres"),
        *("Executor: Старая → Новая", "Address: — → Метский, Полевая улица, 7"),
        *("Text as the public reads it", "Не там"),
    ):
        assert line in told, line


@pytest.mark.parametrize("accepts", [True, False])
def test_the_history_says_how_it_was_decided(accepts: bool, client: Client) -> None:
    appeal, reason = waiting(), make_reason()
    sent = {"visibility": Visibility.PRIVATE.value} if accepts else {"reason": reason.code}
    client.post(f"/moderation/{appeal.number}/{'accept' if accepts else 'refuse'}/", sent)
    told = page_of(client, f"number={appeal.number}").select_one("[data-part=history]").get_text()
    assert ("without publishing" if accepts else "Reason no_facts") in told


def test_a_page_sent_back_leads_on(client: Client) -> None:
    """Its address is that of the form: a link without a path of its own would lead there."""
    appeals = [waiting(hours_ago=hour) for hour in range(1, 4)]
    paths = [f"/moderation/{appeals[1].number}/refuse/?waits=check", "/moderation/batch/?waits=check"]
    followed = 0
    for path in paths:
        response = client.post(path, {"numbers": [appeals[1].number, "000"], "act": "refuse", "key": uuid4()})
        assert response.status_code == 422
        page = BeautifulSoup(response.content, "html.parser")
        for link in page.select("main a[href]"):
            assert client.get(urljoin(path, str(link["href"]))).status_code == 200, link
            followed += 1
    assert followed > 12


def test_photos_of_an_accepted_appeal_are_shown_and_hidden(client: Client) -> None:
    appeal = make_appeal(state=State.ASSIGNED)
    first, second = keep(appeal, prepare_all([stripes(), stripes()]))
    waits = Reply.objects.create(
        appeal=appeal, kind=ReplyKind.FINAL, state=ReplyState.WAITING, text="Готово", written_at=NOON
    )
    [proposed] = keep(appeal, prepare_all([stripes()]), stage=PhotoStage.AFTER, reply=waits)
    page = page_of(client, f"number={appeal.number}")
    offered = [box["value"] for box in page.select("main [name=photos]")]
    assert offered == [str(first.pk), str(second.pk)]
    path = page.select_one("form[action$='/photos/']")["action"]
    shown = [box["value"] for box in page.select("main [name=shown]")]
    assert shown == offered
    response = client.post(path, {"shown": shown, "photos": [second.pk]})
    assert response["Location"] == f"/moderation/?number={appeal.number}"
    assert list(Photo.objects.filter(is_public=True)) == [second]
    ticked = page_of(client, f"number={appeal.number}").select("main [name=photos][checked]")
    assert [box["value"] for box in ticked] == [str(second.pk)]
    client.post(path, {"shown": shown})
    assert not Photo.objects.filter(is_public=True).exists()
    assert client.post(path, {"photos": [proposed.pk]}).status_code == 422


def test_ticked_photos_stay_ticked_when_accepting_is_refused(client: Client) -> None:
    appeal = waiting()
    _first, second = keep(appeal, prepare_all([stripes(), stripes()]))
    sent = {"visibility": "public", "photos": [second.pk], "comment": "я" * 2001}
    refused = client.post(f"/moderation/{appeal.number}/accept/", sent)
    assert refused.status_code == 422
    ticked = BeautifulSoup(refused.content, "html.parser").select("main [name=photos][checked]")
    assert [box["value"] for box in ticked] == [str(second.pk)]


def test_what_was_typed_for_a_step_that_is_over_stays(client: Client) -> None:
    appeal = make_appeal(state=State.CLOSED)
    typed = {"reason": make_reason().code, "comment": "Долгое объяснение"}
    response = client.post(f"/moderation/{appeal.number}/refuse/", typed)
    assert response.status_code == 422
    assert "Долгое объяснение" in response.content.decode()
    sent = {"duplicate_of": waiting().number, "comment": "Та же яма"}
    response = client.post(f"/moderation/{appeal.number}/merge/", sent)
    assert response.status_code == 422
    assert "Та же яма" in response.content.decode()


def test_who_compares_has_looked_at_both(client: Client, user: User) -> None:
    appeal, other = waiting(), waiting(author_name="Анна Секретова")
    page_of(client, f"number={appeal.number}&twin={other.number}")
    assert Look.objects.filter(user=user, appeal_number=other.number).exists()


def test_the_filter_stays_with_photos_and_twins(client: Client) -> None:
    appeal = waiting()
    keep(appeal, prepare_all([stripes()]))
    page = page_of(client, f"number={appeal.number}&waits=check")
    assert page.select_one("a[href*='/photos/']")["href"].endswith("/?waits=check")
    assert page.select_one("form.desk__number [name=waits]")["value"] == "check"


def test_the_list_in_another_tab_gives_nothing_away(client: Client) -> None:
    appeal = waiting()
    page_of(client, f"number={appeal.number}")
    page_of(client, "")
    assert Claim.objects.get().appeal == appeal
