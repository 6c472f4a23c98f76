"""The moderators' list and the organisation's view, without scripts: steps, refusals, and what each may see."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from accounts.types import Role
from appeals.models import Appeal, Assignment
from appeals.types import State, Visibility
from tests.builders import make_appeal, make_organisation, make_reason, make_topic
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def waiting(**fields: object) -> Appeal:
    return make_appeal(state=State.MODERATION, **fields)


def test_the_queue_has_least_time_first(sign_in: SignIn) -> None:
    now = timezone.now()
    late = waiting(submitted_at=now - timedelta(hours=40))
    early = waiting(submitted_at=now - timedelta(hours=2))
    page = BeautifulSoup(sign_in(Role.MODERATOR).get("/moderation/").content, "html.parser")
    links = [str(link["href"]) for link in page.select(".desk__queue a.row")]
    assert links == [f"/moderation/?number={one.number}" for one in (late, early)]


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_accepting_passes_on_to_the_executor(visibility: str, sign_in: SignIn) -> None:
    appeal = waiting(executor=make_organisation())
    sign_in(Role.MODERATOR).post(f"/moderation/{appeal.number}/accept/", {"visibility": visibility})
    appeal.refresh_from_db()
    assert (appeal.state, appeal.visibility) == (State.ASSIGNED, Visibility(visibility))


def test_a_refusal_needs_a_reason_and_keeps_the_comment(sign_in: SignIn) -> None:
    appeal, reason = waiting(), make_reason()
    moderator = sign_in(Role.MODERATOR)
    path = f"/moderation/{appeal.number}/refuse/"
    refused = moderator.post(path, {"reason": "", "comment": "Нет фактов"})
    assert refused.status_code == 422
    assert "Нет фактов" in refused.content.decode()
    moderator.post(path, {"reason": reason.code, "comment": "Нет фактов"})
    appeal.refresh_from_db()
    assert appeal.state == State.REFUSED


def test_a_reason_that_promises_a_comment_says_beside_it_that_it_needs_one(sign_in: SignIn) -> None:
    reason = make_reason("planned_works", needs_comment=True)
    answer = sign_in(Role.MODERATOR).post(f"/moderation/{waiting().number}/refuse/", {"reason": reason.code})
    assert answer.status_code == 422
    told = BeautifulSoup(answer.content, "html.parser").select_one(
        "form[action*='/refuse/'] [id$=comment_error]"
    )
    assert told is not None
    assert "This reason promises a comment" in told.get_text()


def test_the_second_moderator_is_told(sign_in: SignIn) -> None:
    appeal = waiting(executor=make_organisation())
    path = f"/moderation/{appeal.number}/accept/"
    sign_in(Role.MODERATOR).post(path, {"visibility": "public"})
    second = sign_in(Role.MODERATOR).post(path, {"visibility": "public"})
    assert second.status_code == 422
    assert "Reload the page" in second.content.decode()


def test_correcting_moves_topic_and_executor(sign_in: SignIn) -> None:
    appeal, chosen = waiting(), make_organisation("Выбранная")
    topic = make_topic("lamp", category="light")
    typed = {
        "address": appeal.address,
        "lon": appeal.location.x,
        "lat": appeal.location.y,
        "topic": topic.code,
        "kind": appeal.kind,
        "executor": chosen.pk,
        "public_text": appeal.public_text,
    }
    moderator = sign_in(Role.MODERATOR)
    refused = moderator.post(f"/moderation/{appeal.number}/correct/", typed)
    assert refused.status_code == 422
    page = BeautifulSoup(refused.content, "html.parser")
    assert page.select_one("#id_comment_error") is not None
    assert page.select_one(f"[name=executor] option[value='{chosen.pk}'][selected]") is not None
    typed["comment"] = "По договору"
    response = moderator.post(f"/moderation/{appeal.number}/correct/", typed)
    assert response["Location"] == f"/moderation/?number={appeal.number}"
    appeal.refresh_from_db()
    assert (appeal.topic, appeal.executor) == (topic, chosen)
    assert appeal.assignments.last().is_manual


def test_an_organisation_sees_exactly_its_own(sign_in: SignIn) -> None:
    own, other = make_organisation("Своя"), make_organisation("Чужая")
    mine = make_appeal(executor=own, visibility=Visibility.PRIVATE)
    theirs = make_appeal(executor=other)
    not_yet = waiting(executor=own)
    page = sign_in(Role.WORKER, own).get("/organisation/").content.decode()
    assert mine.number in page
    assert theirs.number not in page
    assert not_yet.number not in page


def test_overdue_stands_first(sign_in: SignIn) -> None:
    own, today = make_organisation(), timezone.localdate()
    later = make_appeal(executor=own, due_on=today + timedelta(days=5))
    overdue = make_appeal(executor=own, due_on=today - timedelta(days=1))
    page = BeautifulSoup(sign_in(Role.WORKER, own).get("/organisation/").content, "html.parser")
    links = [str(link["href"]) for link in page.select(".workplace__list a.row")]
    assert links == [f"/organisation/{overdue.number}/", f"/organisation/{later.number}/"]
    assert "1 overdue" in page.get_text()


def test_a_disputed_place_names_both(sign_in: SignIn) -> None:
    appeal = waiting(executor=make_organisation("По эту сторону"))
    told = {
        "organisation": {"id": 1, "name": "По эту сторону"},
        "runner_up": {"id": 2, "name": "За границей"},
    }
    Assignment.objects.create(
        appeal=appeal, at=timezone.now(), rule="zone", explanation={**told, "ambiguous": True}
    )
    page = sign_in(Role.MODERATOR).get(f"/moderation/?number={appeal.number}").content
    rivals = BeautifulSoup(page, "html.parser").select(".desk__rivals li")
    assert [rival.get_text() for rival in rivals] == ["По эту сторону", "За границей"]


def test_personal_data_is_marked_beside_what_the_public_reads(sign_in: SignIn) -> None:
    appeal = waiting(text="Звоните 8 900 998-27-48", public_text="Звоните [телефон скрыт]")
    page = BeautifulSoup(
        sign_in(Role.MODERATOR).get(f"/moderation/?number={appeal.number}").content, "html.parser"
    )
    assert [marked.get_text() for marked in page.select(".piece--hidden")] == ["8 900 998-27-48"]
    assert "[телефон скрыт]" in page.get_text()
