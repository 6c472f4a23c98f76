"""Proof of work, asked for by forms that look odd alone: what is odd, what is accepted, and nothing twice."""

import json
import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from appeals.errors import NotProved
from appeals.models import Appeal
from appeals.rules.suspicion import Suspicion, suspicions
from appeals.services.proving import VALID_FOR, check_proof, new_challenge, opened_at, suspected
from tests.builders import TOWN, make_topic, make_user
from tests.proofs import challenge_in, solved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now() -> datetime:
    """Of each test: ALTCHA itself looks at the clock, and the challenge is over in minutes."""
    return datetime.now(UTC)


def form(**fields: Any) -> dict[str, Any]:
    return {
        "client_key": "5f0c7c5e-0000-4000-8000-000000000001",
        "topic": make_topic().code,
        "kind": "problem",
        "text": "Яма у самого дома",
        "lon": TOWN.lon,
        "lat": TOWN.lat,
        **fields,
    }


@pytest.mark.parametrize(
    ("trap", "filled_s", "often", "expected"),
    [
        ("", 60.0, False, set()),
        ("http://spam.example", 60.0, False, {Suspicion.TRAP}),
        ("", 1.0, False, {Suspicion.FAST}),
        ("", None, False, {Suspicion.FAST}),
        ("", 60.0, True, {Suspicion.OFTEN}),
        ("x", -5.0, True, {Suspicion.TRAP, Suspicion.FAST, Suspicion.OFTEN}),
    ],
)
def test_what_is_odd(trap: str, filled_s: float | None, often: bool, expected: set[Suspicion]) -> None:
    assert suspicions(trap=trap, filled_s=filled_s, least_s=3, often=often) == expected


def test_without_a_least_time_nobody_is_too_fast() -> None:
    assert suspicions(trap="", filled_s=None, least_s=0, often=False) == set()


def test_when_a_form_was_opened_cannot_be_made_up(settings: Any, now: datetime) -> None:
    settings.LEAST_FILL_S = 3
    opened = opened_at(now - timedelta(seconds=5))
    assert suspected(trap="", opened=opened, address="192.0.2.1", now=now) == set()
    forged = re.sub(r"^\d", "1", opened).replace("1", "2", 1)
    for wrong in (forged, "", "1:x", opened_at(now)):
        assert suspected(trap="", opened=wrong, address="192.0.2.1", now=now) == {Suspicion.FAST}


def test_a_solution_is_taken_once_and_in_time(now: datetime) -> None:
    proof = solved(new_challenge(now=now))
    with pytest.raises(NotProved):
        check_proof(proof, now=now + VALID_FOR)
    check_proof(proof, now=now)
    with pytest.raises(NotProved):
        check_proof(proof, now=now)


def changed(proof: str, **parameters: Any) -> str:
    told = json.loads(b64decode(proof))
    told["challenge"]["parameters"].update(parameters)
    return b64encode(json.dumps(told).encode()).decode()


def test_nothing_else_is_taken(now: datetime) -> None:
    proof = solved(new_challenge(now=now))
    later = int((now + timedelta(days=9)).timestamp())
    told = json.loads(b64decode(proof))
    told["solution"]["counter"] += 1
    told["solution"]["derivedKey"] = "00" * 32
    wrong = b64encode(json.dumps(told).encode()).decode()
    junk = ("", "x", "e30=", b64encode(b"[]").decode(), "A" * 5000, b64encode(b'{"challenge": 1}').decode())
    for bad in (*junk, wrong, changed(proof, expiresAt=later), changed(proof, cost=1)):
        with pytest.raises(NotProved):
            check_proof(bad, now=now)
    check_proof(proof, now=now)


def test_a_filled_trap_is_asked_for_a_proof_and_goes_on_with_it(client: Client) -> None:
    sent = form(website="http://spam.example")
    refused = client.post("/report/", sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "as if a program had filled in the form" in page
    assert "Яма у самого дома</textarea>" in page
    assert "Scripts are switched off" in page
    proof = solved(challenge_in(page))
    assert client.post("/report/", {**sent, "proof": proof}).status_code == 302
    again = {**sent, "client_key": "5f0c7c5e-0000-4000-8000-000000000002", "proof": proof}
    assert client.post("/report/", again).status_code == 422
    assert Appeal.objects.count() == 1


def test_many_from_one_address_are_asked_and_the_hard_limit_stays_behind(
    client: Client, settings: Any
) -> None:
    settings.SUSPECT_RATE, settings.SUBMIT_RATE = "1/day", "3/day"
    keys = [f"5f0c7c5e-0000-4000-8000-00000000000{digit}" for digit in range(4)]
    assert client.post("/report/", form(client_key=keys[0])).status_code == 302
    asked = client.post("/report/", form(client_key=keys[1]))
    proof = solved(challenge_in(asked.content.decode()))
    assert client.post("/report/", form(client_key=keys[1], proof=proof)).status_code == 302
    limit = client.post("/report/", form(client_key=keys[2], proof=proof)).content.decode()
    assert "This was sent too often. Try again in" in limit
    assert "proof-challenge" not in limit


def test_whoever_signed_in_is_not_asked_and_has_a_limit_of_their_own(settings: Any) -> None:
    settings.SUBMIT_RATE, settings.SUSPECT_RATE = "1/day", "0/day"
    for number in (1, 2):
        browser = Client(headers={"Accept-Language": "en"})
        browser.force_login(make_user())
        key = f"5f0c7c5e-0000-4000-8000-00000000000{number}"
        assert browser.post("/report/", form(client_key=key)).status_code == 302
    trapped = form(client_key="5f0c7c5e-0000-4000-8000-000000000008", website="x")
    settings.SUBMIT_RATE = "9/day"
    assert "proof-challenge" in browser.post("/report/", trapped).content.decode()
    settings.SUBMIT_RATE = "1/day"
    more = browser.post("/report/", form(client_key="5f0c7c5e-0000-4000-8000-000000000009", confirmed="1"))
    assert "Try again in" in more.content.decode()


def test_a_proof_that_was_used_up_brings_the_next_task(client: Client) -> None:
    sent = form(website="http://spam.example")
    proof = solved(challenge_in(client.post("/report/", sent).content.decode()))
    fake = SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")
    refused = client.post("/report/", {**sent, "proof": proof, "photos": [fake]}).content.decode()
    assert "not a photo" in refused
    assert client.post("/report/", {**sent, "proof": solved(challenge_in(refused))}).status_code == 302
