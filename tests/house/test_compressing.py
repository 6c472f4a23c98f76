"""What is sent compressed to a browser, and what is not."""

import gzip

import pytest
from django.test import Client

from tests.builders import make_appeal

pytestmark = pytest.mark.django_db
ZIPPED = {"accept-encoding": "gzip"}


@pytest.mark.parametrize("path", ["/about/", "/", "/translations/ru.js", "/api/v1/appeals/"])
def test_texts_are_compressed_for_who_asks(client: Client, path: str) -> None:
    make_appeal()
    plain, packed = client.get(path), client.get(path, headers=ZIPPED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(packed.content)) == pytest.approx(len(plain.content), rel=0.05)
    assert "Accept-Encoding" in packed["Vary"]


def test_streams_and_other_kinds_stay_as_they_are(client: Client) -> None:
    export = client.get("/api/v1/heatmap/", {"format": "csv"}, headers=ZIPPED)
    assert export.status_code == 200
    assert "Content-Encoding" not in export
