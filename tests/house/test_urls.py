"""Every address of the service stands in docs/api.md, and answers the public as it should."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

DOCUMENT = (Path(settings.BASE_DIR) / "docs/api.md").read_text(encoding="utf-8")
# Django's own parts, each a world of its own, and the nets under the APIs that catch unknown paths.
FOREIGN = ("admin/", "i18n/", "api/v1/^", "ogc/^")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Of the few addresses that are written as a regular expression.
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Routes of a resolver with `{name}` for each parameter."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif not route.startswith(FOREIGN):
            yield "/" + PARAMETER.sub(r"{\1}", GROUP.sub(r"{\1}", route).strip("^$"))


ROUTES = sorted(set(routes(get_resolver())))


def test_there_are_routes() -> None:
    assert "/api/v1/appeals/{number}/" in ROUTES


def test_no_address_is_mounted_twice() -> None:
    """The second one would never be asked, and its permission would stand for nothing."""
    mounted = list(routes(get_resolver()))
    assert sorted(route for route in ROUTES if mounted.count(route) > 1) == []


@pytest.mark.parametrize("route", ROUTES)
def test_address_is_documented(route: str) -> None:
    assert f"`{route}`" in DOCUMENT


def test_no_address_is_documented_that_does_not_exist() -> None:
    listed = DOCUMENT.partition("## All addresses of the service")[2]
    named = set(re.findall(r"`(/[^`?]*)`", listed))
    assert sorted(named - set(ROUTES)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in ROUTES if "{" not in route])
def test_address_answers_the_public(client: Client, route: str) -> None:
    """A page, a redirect to sign in, a complaint about missing parameters or a wrong method: never an error of ours."""
    answer = client.get(route)
    # No worker runs beside the tests, and this address is there to say so.
    allowed = {503} if route == "/health/worker/" else {200, 204, 302, 400, 403, 405}
    assert answer.status_code in allowed
    if route.startswith("/api/v1/") and answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
