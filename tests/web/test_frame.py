"""What stands around every page: translations for scripts, theme, signing in, navigation, errors."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.types import Role
from tests.builders import make_organisation, make_user


@pytest.mark.parametrize("language", ["ru", "en"])
def test_catalogue_without_its_version_is_asked_again(client: Client, language: str) -> None:
    assert "no-cache" in client.get(f"/translations/{language}.js")["Cache-Control"]


def test_catalogue_of_an_unknown_language(client: Client) -> None:
    assert client.get("/translations/tlh.js").status_code == 404


@pytest.mark.django_db
def test_catalogue_address_in_the_page_is_immutable(client: Client) -> None:
    text = client.get("/about/").content.decode()
    address = text.split('src="/translations/')[1].split('"')[0]
    response = client.get(f"/translations/{address}")
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/javascript")


@pytest.mark.django_db
def test_theme_turns_and_returns_to_the_same_page(client: Client) -> None:
    response = client.post("/theme/", headers={"referer": "http://testserver/about/"})
    assert response["Location"] == "http://testserver/about/"
    assert 'data-theme="dark"' in client.get("/about/").content.decode()
    client.post("/theme/")
    assert 'data-theme="light"' in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_theme_never_redirects_elsewhere(client: Client) -> None:
    assert client.post("/theme/", headers={"referer": "https://evil.example/"})["Location"] == "/"


@pytest.mark.django_db
def test_theme_cookie_is_not_trusted(client: Client) -> None:
    client.cookies["metka_theme"] = '"><script>'
    assert "data-theme" not in client.get("/about/").content.decode().split("<head>")[0]


@pytest.mark.django_db
def test_signing_in_and_out(client: Client) -> None:
    make_user("anna@example.org", role=Role.MODERATOR)
    wrong = client.post("/sign-in/", {"login": "anna@example.org", "password": "no"})
    assert 'role="alert"' in wrong.content.decode()
    right = client.post("/sign-in/", {"login": "anna@example.org", "password": "correct horse battery"})
    assert right.status_code == 302
    text = client.get("/about/").content.decode()
    assert 'href="/moderation/"' in text
    assert 'href="/organisation/"' not in text
    client.post("/sign-out/")
    assert 'href="/moderation/"' not in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_a_worker_finds_the_own_organisation(client: Client) -> None:
    client.force_login(make_user(role=Role.WORKER, organisation=make_organisation()))
    text = client.get("/about/").content.decode()
    assert 'href="/organisation/"' in text
    assert 'href="/moderation/"' not in text


@pytest.mark.django_db
def test_errors_are_pages_of_ours(client: Client) -> None:
    page = client.get("/nowhere/", headers={"accept-language": "ru"})
    assert "Такой страницы нет" in page.content.decode()


@pytest.mark.django_db
def test_memberships_are_asked_once_per_page(client: Client) -> None:
    client.force_login(make_user(role=Role.MODERATOR))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/moderation/").status_code == 200
    assert len([one for one in queries if 'FROM "accounts_membership"' in one["sql"]]) == 1
