"""Makes a folium page self-contained: Leaflet inside it, nothing linked, a content policy by hashes; not its map."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import folium
from django.contrib.staticfiles import finders

from appeals.errors import AssetsNotBuilt

VENDOR = "web/dist/vendor"
# Controls that the page does not show have pictures in files of their own.
PICTURES = re.compile(r"url\((?!['\"]?data:)[^)]*\)")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class OfflineMap(folium.Map):
    """A folium map whose page links nothing: `sealed` puts inside what it needs."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []


class _Blocks(HTMLParser):
    """Texts of inline scripts and styles. A parser, because scripts contain what looks like tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.texts:
            self._inside = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside][-1] += data


def sealed(page: str, *, language: str, style: str) -> str:
    """The page with Leaflet and a style of its own inside, and a policy that allows just what stands in it.

    Raises AssetsNotBuilt.
    """
    inside = f"<style>{_css()}</style><style>{style}</style><script>{_script('leaflet.js')}</script>"
    if "$(" in page:
        inside += f"<script>{_script('jquery.min.js')}</script>"
    head, _tag, rest = page.replace("<html>", f'<html lang="{language}">', 1).partition("<head>")
    whole = f"{head}<head>{inside}{rest}"
    return whole.replace("<head>", f"<head>{_policy(whole)}", 1)


def _policy(page: str) -> str:
    blocks = _Blocks()
    blocks.feed(page)
    sources = {
        tag: " ".join(dict.fromkeys(f"'sha256-{_hash(text)}'" for text in texts))
        for tag, texts in blocks.texts.items()
    }
    return (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f'script-src {sources["script"]}; style-src {sources["style"]}">'
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    path = finders.find(f"{VENDOR}/{name}")
    if not path:
        raise AssetsNotBuilt(name=name)
    return Path(str(path)).read_text(encoding="utf-8")


def _css() -> str:
    return PICTURES.sub("none", _asset("leaflet.css"))


def _script(name: str) -> str:
    return SOURCE_MAP.sub("", _asset(name))
