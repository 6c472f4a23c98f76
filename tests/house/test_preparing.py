"""What `make run` puts into a database: the demo, with its public passwords, only where it may."""

import pytest

from scripts.prepare_database import wants_demo

OTHERS = "postgresql:///of_somebody"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"DATABASE_URL": ""}, True),
        ({"METKA_DEMO": "0"}, False),
        ({"DATABASE_URL": OTHERS}, False),
        ({"DATABASE_URL": OTHERS, "METKA_DEMO": "0"}, False),
        ({"DATABASE_URL": OTHERS, "METKA_DEMO": "1"}, True),
    ],
)
def test_the_demo_is_for_the_private_cluster_or_on_request(
    environment: dict[str, str], *, wanted: bool
) -> None:
    assert wants_demo(environment) is wanted
