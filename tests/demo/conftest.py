"""A small demo town, as geometry and in the database; drawn once for the package, rolled back at its end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from demo import services
from demo.town.layout import Town, build_town

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
SCALE = 0.34
SEED = 1


@pytest.fixture(scope="session")
def town() -> Town:
    return build_town(SEED, scale=SCALE)


@pytest.fixture(scope="package")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A town with 400 appeals up to NOW. The tests need the `django_db` mark besides."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert connection.settings_dict["NAME"].startswith("test"), "The test database is not set up."
        services.seed(towns=1, appeals=400, seed=SEED, now=NOW, progress=lambda line: None, scale=SCALE)
        yield
        transaction.set_rollback(True)
