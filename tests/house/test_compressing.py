"""What is sent compressed to a browser, and what is not."""

import gzip
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from config.compressing import TextCompression
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


def text_of(kind: str) -> HttpResponse:
    return HttpResponse("слово " * 1000, content_type=kind)


def as_sent(response: HttpResponseBase) -> Any:
    asked = RequestFactory().get("/", headers=ZIPPED)
    return TextCompression(lambda _request: response)(asked)


@pytest.mark.parametrize("kind", ["text/csv; charset=utf-8", "image/jpeg", "application/octet-stream"])
def test_other_kinds_stay_as_they_are(kind: str) -> None:
    sent = as_sent(text_of(kind))
    assert "Content-Encoding" not in sent
    assert sent.content == text_of(kind).content
    # By its kind alone: the same bytes of a page are compressed.
    assert as_sent(text_of("text/html"))["Content-Encoding"] == "gzip"


def test_streams_stay_streams() -> None:
    stream = StreamingHttpResponse(iter(["слово " * 1000]), content_type="application/json")
    sent = as_sent(stream)
    assert sent.streaming
    assert "Content-Encoding" not in sent


def test_an_export_is_sent_as_it_is(client: Client) -> None:
    make_appeal()
    export = client.get("/api/v1/heatmap/", {"format": "csv"}, headers=ZIPPED)
    assert (export.status_code, export["Content-Type"].split(";")[0]) == (200, "text/csv")
    assert "Content-Encoding" not in export
