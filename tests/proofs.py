"""Solves the task of a form that looked odd, as the browser does."""

import json
import re
from html import unescape
from typing import Any

from altcha import Challenge, Payload, solve_challenge


def solved(challenge: dict[str, Any]) -> str:
    task = Challenge.from_dict(challenge)
    solution = solve_challenge(task)
    assert solution is not None
    return Payload(task, solution).to_base64()


def challenge_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="proof-challenge" type="application/json">(.*?)</script>', page)
    assert found is not None
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told
