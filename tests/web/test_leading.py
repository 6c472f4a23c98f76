"""An address that only takes forms leads whoever opens it to the page above."""

from inspect import getclosurevars
from types import FunctionType
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import resolve

from accounts.rules import TABLE
from appeals.types import State
from tests.builders import make_appeal, make_user
from tests.permissions.addresses import Address, addresses, decisions
from tests.permissions.test_walk import PARAMETER
from web.leading import above

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/appeals/123/own/rate/", "/appeals/123/"),
        ("/appeals/123/comment/", "/appeals/123/"),
        ("/organisation/123/take/", "/organisation/123/"),
        ("/theme/", "/"),
        ("/", "/"),
    ],
)
def test_the_page_above(path: str, page: str) -> None:
    assert above(path) == page


@pytest.mark.parametrize("path", ["/theme/", "/i18n/setlang/"])
def test_nobody_is_shown_a_bare_refusal(client: Client, path: str) -> None:
    opened = client.get(path, follow=True)
    assert (opened.status_code, opened.redirect_chain[0][1]) == (200, 302)


def test_the_language_of_a_refused_page_is_chosen_on_the_page_that_holds_its_form() -> None:
    author = make_user()
    appeal = make_appeal(author=author, state=State.ANSWERED, answer="Готово")
    browser = Client(headers={"Accept-Language": "ru"})
    browser.force_login(author)
    refused = browser.post(f"/appeals/{appeal.number}/own/rate/", {})
    assert refused.status_code == 422
    form = BeautifulSoup(refused.content, "html.parser").select_one("form:has([name=language])")
    assert form is not None
    wanted = {"language": "en", "next": form.select_one("[name=next]")["value"]}
    shown = browser.post(form["action"], wanted, follow=True)
    assert (shown.status_code, shown.request["PATH_INFO"]) == (200, f"/appeals/{appeal.number}/")
    assert '<html lang="en"' in shown.content.decode()


def only_takes_forms(view: Any) -> bool:
    """Whether require_POST stands around a view, under or over what else does."""
    while view is not None:
        if getclosurevars(view).nonlocals.get("request_method_list") == ["POST"]:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


FORMS = [
    address
    for address in addresses()
    if not address.name.startswith("api:") and isinstance(address.view, FunctionType)
    if only_takes_forms(address.view)
]


def test_there_are_such_addresses() -> None:
    assert len(FORMS) > 20


@pytest.mark.parametrize("address", FORMS, ids=lambda address: address.name)
def test_whoever_may_send_a_form_may_open_the_page_above(address: Address) -> None:
    page = resolve(above("/" + PARAMETER.sub("1", address.route))).func
    opening, sending = decisions(page), decisions(address.view)
    assert opening is not None
    assert sending is not None
    may_open, may_send = TABLE[opening["GET"]], TABLE[sending["POST"]]
    assert may_open is None or (may_send is not None and may_send <= may_open)
