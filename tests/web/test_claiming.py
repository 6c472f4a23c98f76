"""Two moderators at the desk: who opens an appeal has it, the other one reads and waits, or takes it over."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.types import Role
from appeals.models import Appeal, Claim
from appeals.types import State
from tests.builders import make_appeal, make_organisation, make_reason, make_user
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def waiting(**fields: object) -> Appeal:
    return make_appeal(state=State.MODERATION, **fields)


def client_of(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def anna() -> User:
    return make_user(role=Role.MODERATOR, full_name="Анна Жукова")


@pytest.fixture
def boris() -> User:
    return make_user(role=Role.MODERATOR, full_name="Борис Орлов")


def page_of(client: Client, path: str) -> Any:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_opening_takes_and_leaving_gives_back(anna: User) -> None:
    first, second = waiting(), waiting()
    client = client_of(anna)
    client.get("/moderation/")
    assert not Claim.objects.exists()
    for appeal in (first, second):
        client.get(f"/moderation/?number={appeal.number}")
        assert [(row.appeal, row.user) for row in Claim.objects.all()] == [(appeal, anna)]
    leave = BeautifulSoup(
        client.get(f"/moderation/?number={second.number}&waits=check").content, "html.parser"
    )
    client.get(leave.select_one("a[data-key=list]")["href"])
    assert not Claim.objects.exists()


def test_what_nothing_can_be_done_with_is_not_taken(anna: User) -> None:
    closed = make_appeal(state=State.CLOSED)
    assert client_of(anna).get(f"/moderation/?number={closed.number}").status_code == 200
    assert not Claim.objects.exists()


def test_the_other_one_reads_and_is_told_who_has_it(anna: User, boris: User) -> None:
    appeal, free = waiting(), waiting()
    path = f"/moderation/?number={appeal.number}"
    client_of(anna).get(path)
    page = page_of(client_of(boris), path)
    told = page.select_one(".desk__case .notice").get_text()
    assert "Анна Жукова has this appeal open" in told
    assert page.select_one(f".notice a[href='/moderation/?number={free.number}']")
    assert not page.select("form[action$='/accept/'], form[action$='/refuse/'], form[action$='/correct/']")
    assert not page.select("button.piece")
    assert Claim.objects.get(appeal=appeal).user == anna
    listed = page_of(client_of(boris), "/moderation/").select_one(
        f"a.row[href='/moderation/?number={appeal.number}']"
    )
    assert "Анна Жукова" in listed.get_text()


def test_a_step_of_the_other_one_is_refused_and_what_was_typed_stays(anna: User, boris: User) -> None:
    appeal, reason = waiting(), make_reason()
    client_of(anna).get(f"/moderation/?number={appeal.number}")
    typed = {"reason": reason.code, "comment": "Нет фактов"}
    answer = client_of(boris).post(f"/moderation/{appeal.number}/refuse/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Another moderator has just opened this appeal." in page
    assert "Нет фактов" in page
    appeal.refresh_from_db()
    assert appeal.state == State.MODERATION


def test_taking_over_ends_what_the_first_one_could_do(anna: User, boris: User) -> None:
    appeal = waiting(executor=make_organisation())
    path = f"/moderation/?number={appeal.number}"
    first, second = client_of(anna), client_of(boris)
    first.get(path)
    answer = second.post(f"/moderation/{appeal.number}/take-over/")
    assert answer["Location"] == path
    assert second.get(path).context["read_only"] is False
    late = first.post(f"/moderation/{appeal.number}/accept/", {"visibility": "public"})
    assert late.status_code == 422
    assert "Борис Орлов has this appeal open" in late.content.decode()
    second.post(f"/moderation/{appeal.number}/accept/", {"visibility": "public"})
    appeal.refresh_from_db()
    assert appeal.state == State.ASSIGNED


def test_a_claim_that_has_run_out_is_no_obstacle(anna: User, boris: User) -> None:
    appeal = waiting()
    Claim.objects.create(appeal=appeal, user=anna, until=timezone.now() - timedelta(seconds=1))
    page = page_of(client_of(boris), f"/moderation/?number={appeal.number}")
    assert page.select("form[action$='/accept/']")
    assert Claim.objects.get().user == boris


def test_after_a_step_the_next_free_one_opens(anna: User, boris: User) -> None:
    now = timezone.now()
    first, taken, third, fourth = (waiting(submitted_at=now - timedelta(hours=9 - age)) for age in range(4))
    Claim.objects.create(appeal=taken, user=boris, until=now + timedelta(minutes=5))
    client = client_of(anna)

    def accepted(appeal: Appeal) -> str:
        sent = client.post(f"/moderation/{appeal.number}/accept/?waits=check", {"visibility": "private"})
        return str(sent["Location"])

    assert accepted(third) == f"/moderation/?number={fourth.number}&waits=check"
    # Behind the last one, the first one that waits still.
    assert accepted(fourth) == f"/moderation/?number={first.number}&waits=check"
    assert accepted(first) == "/moderation/?waits=check"


def test_a_stranger_takes_nothing_over(sign_in: SignIn, anna: User) -> None:
    appeal = waiting()
    client_of(anna).get(f"/moderation/?number={appeal.number}")
    assert sign_in(Role.WORKER, make_organisation()).post(
        f"/moderation/{appeal.number}/take-over/"
    ).status_code in {302, 403}
    assert Claim.objects.get().user == anna
