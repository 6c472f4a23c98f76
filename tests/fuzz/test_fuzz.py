"""Requests generated from the OpenAPI document: no server error, no undocumented status, answers as documented.

METKA_FUZZ_EXAMPLES says how many requests in all: two hundred stand in the suite, `make fuzz` sends ten thousand.
"""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.modes import GenerationMode

from config.wsgi import application
from tests.fuzz.town import Town, build_town

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]

REQUESTS = int(os.environ.get("METKA_FUZZ_EXAMPLES", "200"))
ROUND = 60
checks.load_all_checks()
CHECKS = checks.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


@pytest.fixture
def town() -> Iterator[Town]:
    """The town, seen by the application through this test's own connection, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield build_town()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Fuzzer:
    """Sends generated cases to the application in this process and counts them by operation and status."""

    def __init__(self, town: Town) -> None:
        self.known: dict[str, tuple[Any, ...]] = {
            "number": town.numbers,
            "key": town.photos,
            "size": ("image", "thumbnail"),
            "area_id": town.areas,
            "topic": town.topics,
            "category": ("roads", "housing"),
            "area": town.areas,
            "executor": town.executors,
            "house": town.houses,
            "house_id": town.houses,
            "text": ("Садовая 3", "Глубокая яма у дома", "ул. Лесная, д. 2"),
            "lon": (30.3, 30.31, 30.25, 60.0),
            "lat": (60.0, 60.01, 59.95, 30.3),
            "bbox": ("30,59,31,61", "30.2,59.9,30.4,60.1"),
            "since": ("2026-01-01", "2026-03-01T10:00"),
        }
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.failures: dict[tuple[str, str, str], str] = {}

    @property
    def sent(self) -> int:
        return self.statuses.total()

    def operations(self) -> list[Any]:
        results: Any = self.schema.get_all_operations()
        return [result.ok() for result in results]

    def round(self, operation: Any, mode: GenerationMode, requests: int, number: int) -> None:
        """One Hypothesis run on one operation; a run with another number draws other cases."""

        @seed(number)
        @settings(
            max_examples=requests,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            self._send(case, Random(self.sent))

        with suppress(Unsatisfiable):  # an operation may take nothing that could be wrong
            send()

    def _send(self, case: Any, random: Random) -> None:
        self._aim(case, random)
        # The application is called without a client that would unpack what it packs.
        answer = case.call(headers={"Accept-Encoding": "identity"})
        self.statuses[f"{case.method} {case.path}", answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as found:
            # Kept and not raised: one run names everything that is wrong, once per operation and kind.
            for failure in found.exceptions:
                self.failures.setdefault((case.method, case.path, type(failure).__name__), str(found))

    def _aim(self, case: Any, random: Random) -> None:
        """Two cases in three name what exists, and some parameters go: else nearly all would end at a refusal."""
        for part in (case.path_parameters, case.query, case.body):
            if not isinstance(part, dict):
                continue
            for name in set(part) & set(self.known):
                if self.known[name] and random.random() < 0.67:
                    part[name] = random.choice(self.known[name])
        if isinstance(case.query, dict):
            for name in sorted(set(case.query) - {"lon", "lat", "text"}):
                if random.random() < 0.5:
                    del case.query[name]


def test_generated_requests(town: Town, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.SUBMIT_RATE = settings.SUPPORT_RATE = settings.SUPPORT_OF_ONE_RATE = ""
    # Of this test alone: others read what is logged.
    caplog.set_level(logging.ERROR, "django.request")
    fuzzer = Fuzzer(town)
    operations = fuzzer.operations()
    number = 0
    while fuzzer.sent < REQUESTS and number < REQUESTS:
        left = REQUESTS - fuzzer.sent
        share = max(1, min(ROUND, left // (2 * len(operations)) or 1))
        for operation in operations:
            for mode in GenerationMode:
                number += 1
                fuzzer.round(operation, mode, share, number)
    print(f"\n{fuzzer.sent} requests")
    for (operation_name, status), count in sorted(fuzzer.statuses.items()):
        print(f"{count:6} {status} {operation_name}")
    assert fuzzer.failures == {}, "\n\n".join(fuzzer.failures.values())
    assert fuzzer.sent >= REQUESTS
