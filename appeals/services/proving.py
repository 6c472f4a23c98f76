"""Proof of work by ALTCHA, for forms that look odd: a challenge, and its check, once each; nobody else is asked.

The browser works about a second; a program that sends thousands of forms works as long for each. No foreign host is
asked: challenge and check are signed with this installation's key. Rate of suspicion: METKA_SUSPECT_RATE.
"""

import json
from base64 import b64decode
from binascii import Error as NoBase64
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any

from altcha import create_challenge, verify_solution
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from appeals.errors import NotProved
from appeals.rules.suspicion import Suspicion, suspicions
from appeals.services.throttling import Limited, spend, within_rate

VALID_FOR = timedelta(minutes=10)
ALGORITHM = "PBKDF2/SHA-256"
# Iterations of each try, and so many tries: some 1.5 million iterations, a second of a phone.
_COST = 5_000
_LEAST_TRIES, _MORE_TRIES = 200, 200
_LONGEST = 4_000
_opened = Signer(salt="metka.form.opened")


def opened_at(now: datetime) -> str:
    """What a form says of when it was opened, signed."""
    return _opened.sign(str(int(now.timestamp())))


def suspected(*, trap: str, opened: str, address: str, now: datetime) -> frozenset[Suspicion]:
    """What is odd about a form that was sent from a network address; counts it. Call it outside a transaction."""
    often = not within_rate(Limited.SUSPECT, address=address, now=now)
    seconds = _seconds_since(opened, now)
    return suspicions(trap=trap, filled_s=seconds, least_s=settings.LEAST_FILL_S, often=often)


def refuse_trapped(*, trap: str, proof: str, now: datetime) -> None:
    """A form whose field for programs was filled in goes on with a proof. Raises NotProved. Outside a transaction.

    Browsers that fill in forms by themselves fill in this one as well.
    """
    if trap.strip():
        check_proof(proof, now=now)


def new_challenge(*, now: datetime) -> dict[str, Any]:
    """A task for the browser, JSON-ready; its solution is taken once, within ten minutes."""
    challenge = create_challenge(
        ALGORITHM,
        _COST,
        counter=_LEAST_TRIES + randbelow(_MORE_TRIES),
        expires_at=now + VALID_FOR,
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    told: dict[str, Any] = challenge.to_dict()
    return told


def check_proof(proof: str, *, now: datetime) -> None:
    """Take a solution. Raises NotProved: none, wrong, too old, or taken before. Call it outside a transaction."""
    parameters, signature = _read(proof)
    expires = parameters.get("expiresAt")
    if not isinstance(expires, int) or expires <= now.timestamp() or parameters.get("cost") != _COST:
        raise NotProved
    result = verify_solution(proof, _secret("challenge"), hmac_key_secret=_secret("key"))
    if not result.verified or not spend(
        signature, until=datetime.fromtimestamp(expires, now.tzinfo), now=now
    ):
        raise NotProved


def _read(proof: str) -> tuple[dict[str, Any], str]:
    """Parameters and signature of a solution, unchecked. Raises NotProved when it is none."""
    if not proof or len(proof) > _LONGEST:
        raise NotProved
    try:
        challenge = json.loads(b64decode(proof))["challenge"]
        parameters, signature = dict(challenge["parameters"]), str(challenge["signature"])
    except (NoBase64, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NotProved from problem
    return parameters, signature


def _seconds_since(opened: str, now: datetime) -> float | None:
    try:
        return now.timestamp() - int(_opened.unsign(opened))
    except (BadSignature, ValueError):
        return None


def _secret(use: str) -> str:
    return salted_hmac(f"metka.proof.{use}", "", algorithm="sha256").hexdigest()
