"""Takes the pictures of the documentation from a running demo town; not a test.

    make screenshots            serves the demo itself
    scripts/screenshots.py http://127.0.0.1:8000

Phone (390 px) and desktop (1440 px) of each page go to docs/screenshots/ as compact PNG with 128 colours.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow

from config.local import database_url
from demo.sign_ins import DEMO_ACCOUNTS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
CHROMIUM = os.environ.get("METKA_CHROMIUM", "/usr/bin/chromium")
COLOURS = 128
WAIT_MS = 20_000


class Shot(NamedTuple):
    """A page. address: path with the map's place after #. account: demo sign-in, empty for the public.

    press: selector of what is pressed there first, to come to what has no address of its own in every demo town.
    """

    name: str
    address: str
    account: str = ""
    dark: bool = False
    press: str = ""


SHOTS = (
    Shot("map", "/?state=progress#13.6/54.3105/40.6147"),
    Shot("heat", "/?heat=1#13/54.309/40.617"),
    Shot("heat-page", "/heat/#12.6/54.309/40.617"),
    Shot("close", "/#15.6/54.3117/40.6205"),
    Shot("map-dark", "/#13.6/54.3105/40.6147", dark=True),
    Shot("report", "/report/"),
    Shot("list", "/appeals/"),
    Shot("statistics", "/statistics/"),
    Shot("districts", "/districts/?measure=per_1000"),
    Shot("district", "/districts/", account="analyst@metka.example", press=".districts__table tbody th a"),
    Shot("efficiency", "/efficiency/", account="analyst@metka.example"),
    Shot("executor", "/executors/1/"),
    Shot("solved", "/solved/"),
    Shot("moderation", "/moderation/", account="moderator@metka.example"),
    Shot(
        "moderation-appeal", "/moderation/", account="moderator@metka.example", press=".batch__row a, a.row"
    ),
    Shot("calls", "/calls/", account="operator@metka.example"),
    Shot("organisation", "/organisation/", account="waste@metka.example"),
    Shot("utility", "/utility/", account="company@metka.example"),
    Shot("precinct", "/precinct/", account="councillor@metka.example"),
    Shot("waste", "/waste/", account="waste@metka.example"),
    Shot("organisation-work", "/organisation/", account="company@metka.example", press="main .rows a"),
    Shot("cabinet", "/account/appeals/", account="resident@metka.example"),
    Shot("administration", "/administration/", account="administrator@metka.example"),
    Shot("matrix", "/administration/matrix/", account="administrator@metka.example"),
    Shot("zones", "/administration/zones/", account="administrator@metka.example"),
    Shot(
        "zone-drawing",
        "/administration/zones/",
        account="administrator@metka.example",
        press="form:has([name=zone]) button",
    ),
)
# Cookies of each account: nobody may sign in as often as there are pictures.
Signed = dict[str, list[Any]]
SCREENS = {"desktop": (1440, 900, 1), "phone": (390, 844, 1)}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    with nullcontext(given) if given else _served() as home, sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        signed: Signed = {}
        for screen, (width, height, density) in SCREENS.items():
            for shot in SHOTS:
                context = browser.new_context(
                    base_url=home,
                    viewport={"width": width, "height": height},
                    device_scale_factor=density,
                    color_scheme="dark" if shot.dark else "light",
                    locale="ru-RU",
                    timezone_id="Europe/Moscow",
                )
                _take(context, shot, signed, FOLDER / f"{shot.name}-{screen}.png")
                context.close()
        browser.close()
    return 0


@contextmanager
def _served() -> Iterator[str]:
    """The application on loopback with the database of `make run`."""
    # It imports the generator, which needs the settings named.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    serving = import_module("bench.server").serving
    url = os.environ.get("DATABASE_URL") or database_url(FOLDER.parent.parent / ".local") or ""
    with serving(url) as (host, port):
        yield f"http://{host}:{port}"


def _take(context: BrowserContext, shot: Shot, signed: Signed, path: Path) -> None:
    page = context.new_page()
    if shot.account:
        context.add_cookies(signed.get(shot.account, []))
        if shot.account not in signed:
            _sign_in(page, shot.account)
            signed[shot.account] = context.cookies()
    page.goto(shot.address)
    if shot.press:
        page.locator(shot.press).first.click()
        page.wait_for_load_state()
    try:
        page.wait_for_selector('[data-map="idle"], [data-map="none"]', state="attached", timeout=WAIT_MS)
    except TooSlow:
        sys.stderr.write(f"{shot.name}: no map, or it is not idle yet\n")
    page.wait_for_timeout(1_200)
    page.screenshot(path=path)
    _squeeze(path)
    sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} KB\n")


def _sign_in(page: Page, email: str) -> None:
    """Through the page itself, with the demo's password."""
    account = next(known for known in DEMO_ACCOUNTS if known.email == email)
    page.goto("/sign-in/")
    page.fill('input[name="login"]', account.email)
    page.fill('input[name="password"]', account.password)
    page.press('input[name="password"]', "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _squeeze(path: Path) -> None:
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
