"""A real Chromium against the live server; every page is watched for foreign hosts, CSP reports and script errors.

The pages need the front-end build and compiled translations (`make test` makes both).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from accounts.models import User
from tests.browser.towns import Town, make_town

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
# No graphics card draws the maps here, and a quarter of the pixels costs two thirds; the layout is the same.
SCALED = {"device_scale_factor": 0.5}
AXE = Axe().axe_script
# As in a browser whose graphics are shut off: pages show what they show there, and no map costs seconds of a processor.
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return String(kind).startsWith("webgl") ? null : real.call(this, kind, ...rest);
};
"""
DIST = Path(settings.BASE_DIR) / "web" / "static" / "web" / "dist"
# Tells about a blocked resource even where the browser's console is silent.
REPORTER = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP " + event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """Says plainly what is missing instead of failing every test for another reason."""
    assert (DIST / "base.js").exists(), "The front end is not built: run `npm run build`."
    compiled = Path(settings.BASE_DIR) / "web" / "locale" / "ru" / "LC_MESSAGES" / "django.mo"
    assert compiled.exists(), "Translations are not compiled: run `manage.py compilemessages`."


class Watch:
    """What a page must never do: ask a foreign host, break the CSP, throw."""

    def __init__(self, home: str) -> None:
        self.home = urlsplit(home).netloc
        self.foreign: list[str] = []
        self.faults: list[str] = []
        # Substrings of console errors a test provokes on purpose.
        self.expected: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

    def verdict(self) -> None:
        assert not self.foreign, self.foreign
        faults = [fault for fault in self.faults if not any(word in fault for word in self.expected)]
        assert not faults, faults


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    """Follows every page of the test and judges at its end."""
    watching = Watch(live_server.url)
    yield watching
    watching.verdict()


@pytest.fixture
def open_page(live_server: Any, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`open_page("/path", language="ru", phone=False, user=None, drawn=True, **context)` → a watched Page.

    user: of tests.builders, signed in already: the form leads to the map, the dearest of all pages.
    drawn: whether the browser can draw maps; False where the map is not what the test is about.
    """
    contexts: list[BrowserContext] = []

    def opened(
        path: str,
        *,
        language: str = "ru",
        phone: bool = False,
        user: User | None = None,
        drawn: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="light",
            reduced_motion="reduce",
            locale="ru-RU" if language == "ru" else "en-GB",
            timezone_id="Europe/Moscow",
            **{**SCALED, **options},
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        context.add_init_script(REPORTER)
        if not drawn:
            context.add_init_script(NO_WEBGL)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch.follow(page)
        page.goto(path)
        return page

    # Letters lead to the public address, which is the live server's here.
    with override_settings(PUBLIC_URL=live_server.url):
        yield opened
    for context in contexts:
        context.close()


def session_of(user: User) -> str:
    """The key of a new session."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def idle(page: Page) -> None:
    """Waits until the map has drawn everything it asked for."""
    page.wait_for_selector('[data-map="idle"]', state="attached")


# Language and whether a phone: each form and each language once, every page of them in both themes. Where a page has a
# map, the phone draws it, and the other look is that of a browser that cannot.
LOOKS = [("ru", True), ("en", False)]
look = pytest.mark.parametrize(("language", "phone"), LOOKS)


def assert_within_the_screen(page: Page, selector: str) -> None:
    """Whatever of these is shown ends before the right edge, with all of its text."""
    ends = page.locator(selector).evaluate_all(
        "(found) => found.map((one) => one.getBoundingClientRect()).filter((box) => box.width).map((box) => box.right)"
    )
    assert ends
    assert max(ends) <= 390 - 16


def assert_accessible(page: Page, *, phone: bool | None = None, within: str | None = None) -> None:
    """No violation of axe's rules (WCAG 2.2 A and AA, best practices) in both themes, which differ in colours alone.

    phone: of a page that is held in both looks, whose contrasts are most of the work: one theme in each.
    """
    if phone is not False:
        page.emulate_media(color_scheme="dark")
        _assert_none(page, within, {"runOnly": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
    _assert_none(page, within, {"rules": {"color-contrast": {"enabled": False}}} if phone else {})


def _assert_none(page: Page, within: str | None, options: dict[str, Any]) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # What passed need be neither described nor handed over.
    violations = page.evaluate(
        "async ([within, options]) => (await axe.run(within ?? document, options)).violations",
        [within, {**options, "resultTypes": ["violations"]}],
    )
    told = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes']][:4]}"
        for violation in violations
    ]
    assert not told, "\n".join(told)


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """Tiles and the place the map opens at are kept for minutes; each test has its own town."""
    cache.clear()
    caches["tiles"].clear()


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Appeals around tests.builders.TOWN."""
    return make_town()


@pytest.fixture
def sign_in() -> Callable[[Page, User], Page]:
    """Signs a user of tests.builders in through the form of the page given."""

    def signed_in(page: Page, user: User) -> Page:
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill("correct horse battery")
        page.locator("main form button").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    return signed_in
