"""Errors are told with their place and kind; what residents wrote, where they live and their links are not."""

import json
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.logs import Discreet, formatter

NAME = "Anna"


def broken(_request: object, token: str) -> None:
    try:
        int(NAME)
    except ValueError as cause:
        raise IntegrityError(f"DETAIL: Failing row contains ({NAME})") from cause


def refused(_request: object, token: str) -> None:
    if token == "plainly":
        raise PermissionDenied
    try:
        int(NAME)
    except ValueError as cause:
        raise PermissionDenied from cause


def handler403(_request: object, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=403)


urlpatterns = [path("follow/<str:token>/", broken), path("refused/<str:token>/", refused)]


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_reaches_the_log_without_data(caplog: pytest.LogCaptureFixture) -> None:
    Client(raise_request_exception=False).get("/follow/secret-token/")
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    text = Discreet("%(levelname)s %(message)s").format(record)
    assert "Internal Server Error: /follow/…/" in text
    assert "builtins.ValueError" in text
    assert "IntegrityError" in text
    assert "in broken" in text
    assert NAME not in text
    assert "secret-token" not in text


@override_settings(ROOT_URLCONF=__name__)
def test_a_line_of_json_holds_an_error_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    Client(raise_request_exception=False).get("/follow/secret-token/")
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    text = formatter("json").format(record)
    line = json.loads(text)
    assert "\n" not in text
    assert (line["level"], line["logger"]) == ("ERROR", "django.request")
    assert line["message"].startswith("Internal Server Error: /follow/…/\n")
    assert "in broken" in line["message"]
    assert NAME not in text
    assert "secret-token" not in text


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_refused_page_is_one_line(caplog: pytest.LogCaptureFixture, form: str) -> None:
    """Who is refused has made no error of the server; an error that lies behind the refusal is still told."""
    for token in ("plainly", "broken"):
        assert Client().get(f"/refused/{token}/").status_code == 403
    plain, broken = (
        formatter(form).format(record) for record in caplog.records if record.name == "django.request"
    )
    assert "Forbidden (Permission denied): /refused/plainly/" in plain
    assert "in refused" not in plain
    assert "\n" not in plain
    assert "in refused" in broken
    assert "ValueError" in broken


def test_a_refusal_that_was_no_page_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    try:
        refused(None, "plainly")
    except PermissionDenied:
        logging.getLogger("channels").exception("The job failed")
    assert "in refused" in formatter("text").format(caplog.records[-1])


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="METKA_LOG_FORMAT"):
        formatter("xml")


def test_errors_are_written_without_debugging() -> None:
    assert not settings.DEBUG
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Discreet)]
    assert len(handlers) == 1


@pytest.mark.parametrize(
    "line",
    ["log_min_duration_statement = -1", "log_min_error_statement = panic", "log_error_verbosity = terse"],
)
def test_the_private_cluster_writes_no_statements(line: str) -> None:
    script = (Path(settings.BASE_DIR) / "scripts/cluster.sh").read_text(encoding="utf-8")
    assert f"\n{line}\n" in script
