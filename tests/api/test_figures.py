"""GET /api/v1/heatmap/figures/: all measures of one selection."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.builders import make_appeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def march(db: None) -> None:
    for day in range(2, 14):
        make_appeal(submitted_at=datetime(2026, 3, day, 12, tzinfo=UTC))
    for day in range(2, 10):
        make_appeal(submitted_at=datetime(2026, 2, day, 12, tzinfo=UTC))


def told(client: Client, **query: str) -> dict[str, Any]:
    response = client.get("/api/v1/heatmap/figures/", query)
    assert response.status_code == 200, response.content
    return dict(response.json())


def trend(answer: dict[str, Any]) -> Any:
    (found,) = (measure for measure in answer["measures"] if measure["code"] == "trend")
    return found["value"]


def test_a_period_is_compared_with_the_one_before_it(client: Client, march: None) -> None:
    found = told(client, since="2026-03-01", until="2026-03-31")
    assert (found["numberMatched"], trend(found)) == (12, 50.0)
    assert found["before"]["since"].startswith("2026-02-01")
    assert found == told(client, since="2026-03-01", until="2026-03-31", compare="previous")


@pytest.mark.parametrize("query", [{}, {"until": "2026-03-31"}, {"since": "0001-01-01"}])
def test_where_no_period_lies_before_nothing_is_compared(
    client: Client, march: None, query: dict[str, str]
) -> None:
    found = told(client, **query)
    assert (found["numberMatched"], found["before"], trend(found)) == (20, None, None)
