"""Values that stand in a statement as literals: the short way for numbers gives what the driver gives."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from geo import sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "params",
    [
        {"a": 0, "b": 2**62},
        {"a": 7, "b": -1},
        {"a": 7, "b": True},
        {"a": 7, "b": "it's 100 %"},
        {"a": 7, "b": None},
        {"a": 7, "b": [1, 2]},
    ],
)
def test_literals_mean_what_the_driver_makes_of_them(params: dict[str, Any]) -> None:
    text = "SELECT %(a)s AS a, %(b)s AS b, '5 %%' AS c"
    with connection.cursor() as cursor:
        assert sql._literal(text, params) == psycopg.ClientCursor(cursor.connection).mogrify(text, params)


def test_a_percent_sign_in_a_queryset_survives() -> None:
    assert sql._literal("SELECT 1 %% 2 = %s", (1,)) == "SELECT 1 % 2 = 1"
    assert sql._literal("SELECT 1 %% 2", ()) == "SELECT 1 % 2"
