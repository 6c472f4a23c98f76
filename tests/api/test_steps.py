"""The steps over HTTP: one row of the table each; who may is the service's affair, how it is told is here."""

from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from accounts.types import Role
from api.views.steps import STEPS
from appeals.models import Appeal, Note
from appeals.types import State, Visibility
from tests.api.conftest import SignIn
from tests.appeals.test_blurring import stripes
from tests.builders import make_appeal, make_organisation, make_topic, make_user

pytestmark = pytest.mark.django_db


def send(client: APIClient, appeal: Appeal, step: str, data: Any = None, **extra: Any) -> Any:
    client.get("/api/v1/topics/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    return client.post(
        f"/api/v1/appeals/{appeal.number}/{step}/", data or {}, headers={"X-CSRFToken": token}, **extra
    )


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_the_public_takes_no_step_and_is_told_as_a_problem(client: APIClient, step: Any) -> None:
    appeal = make_appeal(state=State.IN_PROGRESS, visibility=Visibility.PRIVATE)
    values = {
        "visibility": "public",
        "planned_on": "2030-01-01",
        "until": "2030-01-01",
        "rating": 5,
        "days": 10,
        "executor_id": None,
        "organisation_id": None,
        "photo_id": 1,
        "regions": [],
        "text": "Слово",
        "comment": "Слово",
        "email": "a@example.org",
        "reason": "no_facts",
        "duplicate_of": "1",
    }
    body = {name: values[name] for name in step.fields if name in values}
    answer = send(client, appeal, step.name, body)
    assert answer.status_code in {403, 404}
    assert answer["Content-Type"] == "application/problem+json"
    assert Appeal.objects.get().state == State.IN_PROGRESS


def test_a_worker_works_and_answers_with_photos(sign_in: SignIn) -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=State.ASSIGNED)
    user = make_user(role=Role.WORKER, organisation=company)
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_login(user)
    assert send(client, appeal, "register").json() == {"number": appeal.number, "state": "registered"}
    assert send(client, appeal, "start").json()["state"] == "in_progress"
    assert send(client, appeal, "note", {"text": "Позвонить"}).status_code == 200
    assert Note.objects.get().author == user
    form = {"text": "Готово", "photos": [stripes()]}
    answer = send(client, appeal, "answer", form, format="multipart")
    assert (answer.status_code, answer.json()["state"]) == (200, "answered")
    assert answer["Cache-Control"] == "private, no-store"
    assert Appeal.objects.get().photos.get().stage == "after"


def test_what_a_step_still_needs_is_named() -> None:
    company = make_organisation()
    appeal = make_appeal(executor=company, state=State.IN_PROGRESS)
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.WORKER, organisation=company))
    missing = send(client, appeal, "hold", {"until": "2030-01-01"})
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "comment")
    unreadable = send(client, appeal, "hold", {"until": "tomorrow", "comment": "Мороз"})
    assert (unreadable.status_code, unreadable.json()["errors"][0]["field"]) == (400, "until")
    wrong = send(client, appeal, "register")
    assert (wrong.status_code, wrong.json()["type"]) == (409, "urn:metka:problem:wrong_state")


def test_an_author_without_an_account_rates_by_the_secret(client: APIClient) -> None:
    appeal = make_appeal(state=State.ANSWERED, visibility=Visibility.PRIVATE)
    assert send(client, appeal, "rate", {"rating": 2, "follow_token": "guess"}).status_code == 404
    rated = send(client, appeal, "rate", {"rating": 2, "follow_token": appeal.follow_token})
    assert rated.json()["state"] == "rated"
    body = {"comment": "Не решено", "follow_token": appeal.follow_token}
    assert send(client, appeal, "reopen", body).json()["state"] == "reopened"


@override_settings(SUBMIT_RATE="2/hour")
def test_guessing_secrets_is_limited(client: APIClient) -> None:
    appeal = make_appeal(state=State.ANSWERED)
    codes = [
        send(client, appeal, "rate", {"rating": 2, "follow_token": "guess"}).status_code for _n in range(3)
    ]
    assert codes == [403, 403, 429]


def test_a_hidden_appeal_and_none_at_all_look_alike() -> None:
    hidden = make_appeal(visibility=Visibility.PRIVATE, number="123456789")
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_login(make_user())
    for step in STEPS:
        if step.fields:
            continue
        told = [
            client.post(f"/api/v1/appeals/{number}/{step.name}/", {})
            for number in (hidden.number, "999999999")
        ]
        assert told[0].status_code == told[1].status_code
        assert told[0].json().get("state") is told[1].json().get("state") is None


def test_an_executor_chosen_by_hand_needs_a_reason() -> None:
    company, appeal = make_organisation(), make_appeal(state=State.MODERATION)
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_login(make_user(role=Role.MODERATOR))
    missing = send(client, appeal, "assign", {"executor_id": company.pk})
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "comment")
    assert "Say why" in missing.json()["detail"]
    assert (
        send(client, appeal, "assign", {"executor_id": company.pk, "comment": "Договор"}).status_code == 200
    )


def test_signed_in_steps_need_the_csrf_token(sign_in: SignIn) -> None:
    appeal = make_appeal(state=State.MODERATION)
    client = sign_in(Role.MODERATOR)
    answer = client.post(f"/api/v1/appeals/{appeal.number}/claim/", {})
    assert answer.status_code == 403


@override_settings(COMMENT_RATE="2/hour")
def test_an_account_comments_as_often_by_programs_as_on_pages() -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_login(make_user())
    codes = [send(client, appeal, "comment", {"text": "Да"}).status_code for _n in range(3)]
    assert codes == [200, 200, 429]
