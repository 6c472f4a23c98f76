"""The OpenAPI document and its page: complete, valid, and shown without a foreign host under the strict policy."""

import json
from typing import Any

import pytest
from django.conf import settings
from drf_spectacular.validation import validate_schema
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from rest_framework.test import APIClient

from api.views.docs import document


@pytest.fixture(params=["ru", "en"])
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(document(request.param))
    return content


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def test_document_is_valid_openapi(schema: dict[str, Any]) -> None:
    validate_schema(schema)


def test_generating_it_warns_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    document.cache_clear()
    document("en")
    assert "Warning" not in capsys.readouterr().err


def test_every_operation_says_what_it_is_and_how_it_fails(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        assert operation.get("summary"), f"{method} {path} has no summary"
        problem = operation["responses"]["400"]["content"]
        assert list(problem) == ["application/problem+json"], f"{method} {path}"
        for parameter in operation.get("parameters", []):
            assert parameter.get("schema"), f"{method} {path}: {parameter['name']}"


def test_schema_is_served_as_json(client: APIClient) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert json.loads(answer.content)["openapi"].startswith("3.1")


@pytest.mark.browser
def test_page_asks_no_foreign_host_and_breaks_no_policy(live_server: LiveServer, browser: Browser) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"{live_server.url}/api/v1/docs/")
    policy = answer.headers["content-security-policy"] if answer else ""
    page.wait_for_selector("#docs[data-docs=ready]")
    page.wait_for_selector(".opblock")
    page.click(".opblock-summary")
    page.wait_for_selector(".opblock-body .parameters")
    shown = page.locator(".opblock").count()
    page.close()
    assert "'unsafe-inline'" not in policy
    assert f"default-src {settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['default-src'][0]}" in policy
    assert complaints == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []
    assert shown >= 3
