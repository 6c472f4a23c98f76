"""/topics/: the catalogue in both languages, kept by clients through its ETag."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from appeals.models import Topic
from tests.builders import make_topic

pytestmark = pytest.mark.django_db


def test_both_languages_and_order(client: APIClient) -> None:
    make_topic("pothole", category="roads", position=2)
    make_topic("marking", category="roads", position=1)
    [category] = client.get("/api/v1/topics/").json()["categories"]
    assert category["code"] == "roads"
    assert [topic["code"] for topic in category["topics"]] == ["marking", "pothole"]
    assert category["topics"][1]["name_ru"] == "Тема pothole"
    assert category["topics"][1]["name_en"] == "Topic pothole"


def test_etag_holds_until_the_catalogue_changes(client: APIClient) -> None:
    make_topic()
    first = client.get("/api/v1/topics/")
    etag = first.headers["ETag"]
    again = client.get("/api/v1/topics/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    Topic.objects.update(name_ru="Яма")
    changed = client.get("/api/v1/topics/", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_three_queries_whatever_the_size(client: APIClient) -> None:
    counts = []
    for number in (1, 3):
        for index in range(number):
            make_topic(f"t{index}", category=f"c{index}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/topics/")
        counts.append(len(queries))
    assert counts == [3, 3]
