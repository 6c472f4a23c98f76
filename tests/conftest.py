"""Fixtures every test may use; the database is real PostGIS, rolled back per test."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from appeals.importing.catalogue import load_catalogue
from appeals.models import Topic
from tests import database
from tests.emptying import empty_tables

# Playwright's sync API runs an event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Thousands of tests and all of Django live until the end: the collector would look through them again and again.
gc.set_threshold(50_000, 20, 20)

# Generated examples are judged by what they find, never by how busy the machine is.
hypothesis_settings.register_profile("metka", deadline=None)
hypothesis_settings.load_profile("metka")

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


# Argon2 takes a quarter of a second and 100 MB for each person whom a test makes, which is what it is for.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_finish() -> None:
    """What is there when the tests begin is no rubbish."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One set for all tests: changing it for each would cost more than most tests do.

    Uploads go to a temporary folder; static files need no manifest, and are not all looked at by each client; passwords
    protect nobody; a test asks for a tile or a deadline right after the change that it should show,
    and fills in forms faster than anybody types.
    """
    with override_settings(
        STORAGES=PLAIN_STORAGES,
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=QUICK_HASHERS,
        TILE_VERSION_KEPT_S=0,
        CLOCK_BOOK_KEPT_S=0,
        LEAST_FILL_S=0,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def emptying() -> Iterator[None]:
    """After a test that commits, rows are deleted instead of tables truncated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """pytest-django's, with a copied database instead of a migrated one; its options mean what they meant."""
    name, real = connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        database.copy_template(name, keep=django_db_keepdb and not django_db_createdb)
        database.use(name)
    yield
    with django_db_blocker.unblock():
        database.use(real)
        if not django_db_keepdb:
            database.drop(name)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; nothing is downloaded. The sandbox is off because root runs the tests."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("METKA_CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(autouse=True)
def own_language() -> None:
    """No test inherits the language that another's request or command has left active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def catalogue(db: None) -> dict[str, Topic]:
    """The shipped catalogue of topics, by code; reasons of refusal are loaded with it."""
    load_catalogue()
    return {topic.code: topic for topic in Topic.objects.select_related("category")}
