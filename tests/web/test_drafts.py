"""Drafts of reports: kept for one person, opened on another device, gone when sent or when the account goes."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from appeals.exporting.own import own_data
from appeals.models import Appeal, SavedDraft
from appeals.services.erasing import erase
from tests.builders import TOWN, make_topic, make_user

pytestmark = pytest.mark.django_db
PATH = "/report/draft/"


@pytest.fixture
def anna() -> User:
    return make_user("anna@example.org")


def browser_of(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "client_key": str(uuid4()),
        "kind": "problem",
        "topic": make_topic().code,
        "text": "Яма у дома",
        "address": "",
        "lon": TOWN.lon,
        "lat": TOWN.lat,
        **fields,
    }


def test_a_draft_is_kept_by_script_and_opened_on_another_device(anna: User) -> None:
    sent = typed()
    kept = browser_of(anna).post(PATH, sent, headers={"Accept": "application/json"})
    assert kept.json()["saved_at"]
    other = browser_of(anna)
    assert f"?draft={sent['client_key']}" in other.get("/account/appeals/?show=drafts").content.decode()
    assert "You have a draft" in other.get("/report/").content.decode()
    page = other.get(f"/report/?draft={sent['client_key']}").content.decode()
    assert "Яма у дома</textarea>" in page
    assert f'value="{sent["client_key"]}"' in page
    assert 'value="pothole" selected' in page


def test_a_draft_without_scripts_and_saved_again_is_one(anna: User) -> None:
    sent, browser = typed(), browser_of(anna)
    for text in ("Яма", "Яма и вторая"):
        done = browser.post(PATH, {**sent, "text": text})
        assert done["Location"] == "/account/appeals/?show=drafts"
    assert SavedDraft.objects.get().text == "Яма и вторая"
    browser.post(f"{PATH}{sent['client_key']}/drop/")
    assert SavedDraft.objects.count() == 0


def test_nobody_else_sees_a_draft_changes_or_deletes_it(client: Client, anna: User) -> None:
    sent = typed(text="Никому не видно")
    browser_of(anna).post(PATH, sent)
    stranger = browser_of(make_user())
    for path in (f"/report/?draft={sent['client_key']}", "/account/appeals/?show=drafts", "/report/"):
        assert "Никому не видно" not in stranger.get(path).content.decode()
    stranger.post(f"{PATH}{sent['client_key']}/drop/")
    stranger.post(PATH, {**sent, "text": "Чужое"})
    assert SavedDraft.objects.get(user=anna).text == "Никому не видно"
    assert client.post(PATH, sent)["Location"].startswith("/sign-in/")
    assert "Никому не видно" not in client.get(f"/report/?draft={sent['client_key']}").content.decode()


def test_sending_deletes_the_draft_and_a_late_save_brings_it_not_back(anna: User) -> None:
    sent, browser = typed(), browser_of(anna)
    browser.post(PATH, sent)
    assert browser.post("/report/", sent).status_code == 302
    assert Appeal.objects.get().author == anna
    assert SavedDraft.objects.count() == 0
    late = browser.post(PATH, sent, headers={"Accept": "application/json"})
    assert late.json() == {"saved_at": None}
    assert SavedDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "я" * 20_001}, 422),
        ({"client_key": "nonsense"}, 422),
        ({"lon": 500, "lat": 500}, 200),
        ({"kind": "nonsense"}, 422),
    ],
)
def test_what_cannot_be_kept_is_said(anna: User, fields: dict[str, Any], status: int) -> None:
    answer = browser_of(anna).post(PATH, typed(**fields), headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert SavedDraft.objects.count() == (status == 200)


def test_nothing_typed_is_no_draft_and_there_are_not_too_many(anna: User, monkeypatch: Any) -> None:
    browser = browser_of(anna)
    empty = typed(topic="", text=" ", lon="", lat="")
    assert browser.post(PATH, empty, headers={"Accept": "application/json"}).json() == {"saved_at": None}
    monkeypatch.setattr("appeals.services.drafts.MOST_DRAFTS", 1)
    browser.post(PATH, typed())
    refused = browser.post(PATH, typed(), headers={"Accept": "application/json"})
    assert (refused.status_code, "Delete one" in refused.json()["detail"]) == (422, True)


def test_drafts_are_the_persons_own_data_and_go_with_the_account(anna: User) -> None:
    browser_of(anna).post(PATH, typed(text="Моё"))
    assert [row["text"] for row in own_data(anna)["drafts"]] == ["Моё"]
    erase(user=anna, now=timezone.now())
    assert SavedDraft.objects.count() == 0
