"""Fixtures every test may use; the database is real PostGIS, rolled back per test."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from appeals.importing.catalogue import load_catalogue
from appeals.models import Topic

# Generated examples are judged by what they find, never by how busy the machine is.
hypothesis_settings.register_profile("metka", deadline=None)
hypothesis_settings.load_profile("metka")

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def plain_storages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads go to a temporary folder and static files need no manifest."""
    with override_settings(STORAGES=PLAIN_STORAGES, MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def own_language() -> None:
    """No test inherits the language that another's request or command has left active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def catalogue(db: None) -> dict[str, Topic]:
    """The shipped catalogue of topics, by code; reasons of refusal are loaded with it."""
    load_catalogue()
    return {topic.code: topic for topic in Topic.objects.select_related("category")}
