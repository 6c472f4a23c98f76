"""Fixtures every test may use; the database is real PostGIS, rolled back per test."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from appeals.importing.catalogue import load_catalogue
from appeals.models import Topic

# Playwright's sync API runs an event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Generated examples are judged by what they find, never by how busy the machine is.
hypothesis_settings.register_profile("metka", deadline=None)
hypothesis_settings.load_profile("metka")

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


# Argon2 takes a quarter of a second and 100 MB for each person whom a test makes, which is what it is for.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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


@pytest.fixture(autouse=True)
def no_jobs_stay(request: pytest.FixtureRequest) -> Iterator[None]:
    """Takes the jobs of a committing test away: their tables are procrastinate's, Django's flush spares them."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def catalogue(db: None) -> dict[str, Topic]:
    """The shipped catalogue of topics, by code; reasons of refusal are loaded with it."""
    load_catalogue()
    return {topic.code: topic for topic in Topic.objects.select_related("category")}
