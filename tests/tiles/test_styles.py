"""Styles: built by the front end, served with this site's absolute addresses."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from geo.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder of static files with the two styles as the front end's build leaves them."""
    folder = tmp_path / "web" / "dist" / "styles"
    folder.mkdir(parents=True)
    for name in ("light", "dark"):
        style = {
            "version": 8,
            "name": f"metka-{name}",
            "font-faces": {"noto": [{"url": "../fonts/noto.woff2", "unicode-range": ["U+0000-00FF"]}]},
            "sources": {"basemap": {"type": "vector", "tiles": ["/tiles/basemap/{z}/{x}/{y}.mvt"]}},
            "layers": [{"id": "background", "type": "background"}],
        }
        (folder / f"{name}.json").write_text(json.dumps(style), encoding="utf-8")
    return tmp_path


def get(client: Client, folder: Path, name: str) -> Any:
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATICFILES_DIRS=[folder], STATICFILES_FINDERS=finders):
        return client.get(f"/tiles/style/{name}.json")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_style_has_absolute_addresses(client: Client, built: Path, name: str) -> None:
    Source.objects.create(slug="osm", title="OSM", attribution="© участники OpenStreetMap")
    style = get(client, built, name).json()
    assert style["name"] == f"metka-{name}"
    basemap = style["sources"]["basemap"]
    assert basemap["tiles"] == ["http://testserver/tiles/basemap/{z}/{x}/{y}.mvt"]
    assert basemap["attribution"] == "© участники OpenStreetMap"
    assert style["font-faces"]["noto"][0]["url"] == "http://testserver/static/web/dist/fonts/noto.woff2"


def test_imported_attribution_brings_no_markup(client: Client, built: Path) -> None:
    """Maps set attributions as HTML, on other people's pages too."""
    Source.objects.create(slug="evil", title="Evil", attribution="<img src=x onerror=alert(1)>")
    shown = "&lt;img src=x onerror=alert(1)&gt;"
    assert get(client, built, "light").json()["sources"]["basemap"]["attribution"] == shown
    assert client.get("/tiles/areas.json").json()["attribution"] == shown


def test_a_style_that_is_not_built_says_so(client: Client, tmp_path: Path) -> None:
    answer = get(client, tmp_path, "light")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"


def test_an_unknown_style_is_404(client: Client, built: Path) -> None:
    assert get(client, built, "../../secret").status_code == 404
    assert get(client, built, "pink").status_code == 404
