"""No template, style or script of ours asks a foreign host for anything."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = ["web/templates", "web/static", "web/frontend", "api/templates", "api/static", "tiles"]
KINDS = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".webmanifest", ".txt", ".xml"}
# Names, not addresses: nothing is fetched from them.
NAMESPACES = {"www.w3.org", "json-schema.org", "www.inkscape.org", "purl.org"}
ADDRESS = re.compile(r"(?:https?:)?//(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
# A link that a person follows is not a request of the page; nor is a comment that names a source.
HARMLESS = [
    re.compile(r"<a\b[^>]*>", re.IGNORECASE | re.DOTALL),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"{#.*?#}", re.DOTALL),
    re.compile(r"/\*.*?\*/", re.DOTALL),
    re.compile(r"^\s*//.*$", re.MULTILINE),
    re.compile(r"^\s*\* .*$", re.MULTILINE),
]


def foreign_hosts(text: str) -> set[str]:
    """Hosts that a source names outside links and comments."""
    for harmless in HARMLESS:
        text = harmless.sub(" ", text)
    return {match["host"].lower() for match in ADDRESS.finditer(text)} - NAMESPACES


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS]
    return sorted(path for path in found if not {"dist", "node_modules", "tests"} & set(path.parts))


def test_there_are_sources() -> None:
    assert len(sources()) >= 3


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_source_names_no_foreign_host(path: Path) -> None:
    assert foreign_hosts(path.read_text(encoding="utf-8")) == set()


def test_the_search_finds_what_it_should() -> None:
    assert foreign_hosts('<script src="//cdn.example.com/a.js"></script>') == {"cdn.example.com"}
    assert foreign_hosts('<a href="https://www.openstreetmap.org/copyright">') == set()
    assert foreign_hosts('fetch("https://tiles.example.org/1.png")') == {"tiles.example.org"}
