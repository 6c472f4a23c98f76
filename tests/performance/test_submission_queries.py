"""Sending and showing who answers cost the same number of queries whatever the catalogue and the town hold."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.types import PUBLIC
from appeals.models import Topic
from appeals.services.submission import preview, submit
from appeals.types import Draft, Kind
from tests.builders import TOWN, make_area, make_authority, make_house, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _counts() -> tuple[int, int]:
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), location=TOWN)
    with CaptureQueriesContext(connection) as looking:
        preview(topic_code="pothole", location=TOWN, now=NOW)
    with CaptureQueriesContext(connection) as sending:
        submit(actor=PUBLIC, draft=draft, now=NOW)
    return len(looking), len(sending)


def test_queries_do_not_grow_with_areas_and_houses(catalogue: dict[str, Topic]) -> None:
    make_authority(make_organisation(), make_area())
    make_house("1", at=TOWN)
    _counts()  # what is read once per process
    first = _counts()
    for level in ("settlement", "region"):
        make_authority(make_organisation(), make_area(kind=level, collection=level))
        make_house(level, at=TOWN)
    assert _counts() == first
    looking, sending = first
    assert looking <= 6
    # Two of them defer the jobs that tell of the two events.
    assert sending <= 24
