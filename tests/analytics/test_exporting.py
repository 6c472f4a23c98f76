"""The heat map as one file: it asks nobody for anything, names its scripts by hash, shows no more than the map."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from django.utils import timezone

from accounts.types import PUBLIC
from analytics.exporting import sealing
from analytics.exporting.colours import COLOURS
from analytics.exporting.heat import BOTH_WAYS, UNTOLD, colours_of, heatmap_html
from analytics.measures import MEASURES, Measure
from analytics.queries.heatmap import Asked
from analytics.types import MeasureCode
from appeals.errors import AssetsNotBuilt
from appeals.types import Kind, Selection, Visibility
from geo.models import Source
from geo.types import LonLat
from tests.builders import NOON, TOWN, make_appeal, make_area, make_topic, moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vendor(tmp_path: Path) -> Iterator[None]:
    """Small stand-ins of the front end's files, with what is hard about the real ones."""
    folder = tmp_path / "web" / "dist" / "vendor"
    folder.mkdir(parents=True)
    leaflet = "var L={};var tricky='<style>not a style<\\/style>';\n//# sourceMappingURL=leaflet.js.map\n"
    (folder / "leaflet.js").write_text(leaflet, encoding="utf-8")
    css = ".a{background:url(images/layers.png)}.b{background:url('data:image/png;base64,AA')}"
    (folder / "leaflet.css").write_text(css, encoding="utf-8")
    (folder / "jquery.min.js").write_text("var $='<style';", encoding="utf-8")
    sealing._asset.cache_clear()
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATICFILES_DIRS=[tmp_path], STATICFILES_FINDERS=finders):
        yield
    sealing._asset.cache_clear()


def page(**options: object) -> str:
    return heatmap_html(PUBLIC, Selection(), 9, **options).html


def test_asks_nobody_for_anything() -> None:
    make_appeal()
    make_area()
    soup = BeautifulSoup(page(), "html.parser")
    assert soup.find_all(["link", "iframe", "object", "embed"]) == []
    assert [tag for tag in soup.find_all(True) if tag.get("src")] == []
    assert [tag for tag in soup.find_all(True) if str(tag.get("href", "#")) != "#"] == []
    for style in soup.find_all("style"):
        assert "@import" not in style.text
        assert re.findall(r"url\((?!['\"]?data:)", style.text) == []
    for script in soup.find_all("script"):
        assert "sourceMappingURL" not in script.text
    assert [tag for tag in soup.find_all(True) if tag.get("style")] == []


def test_its_classes_are_those_that_the_page_was_asked_for(client: Client) -> None:
    for number in range(12):
        make_appeal(at=LonLat(TOWN.lon + number // 4 * 0.05, TOWN.lat))

    def legend(query: str) -> list[str]:
        html = client.get(f"/api/v1/heatmap/?format=html&{query}", headers={"Accept-Language": "en"}).content
        return [line.get_text(strip=True) for line in BeautifulSoup(html, "html.parser").select(".sheet li")]

    assert legend("bounds=1;3") == ["below 3", "from 3"]
    for heat in ("", "?classes=natural", "?classes=manual&bounds=1+3"):
        page = BeautifulSoup(client.get(f"/heat/{heat}").content, "html.parser")
        [link] = page.select("a[href*='format=html']")
        told = client.get(link["href"])
        assert told.status_code == 200
        assert ("bounds=1.0%3B3.0" in link["href"]) == ("manual" in heat)
        assert ("classes=natural" in link["href"]) == ("natural" in heat)
    assert client.get("/api/v1/heatmap/?format=html&bounds=3;1").status_code == 400


def test_its_policy_names_each_script_and_style() -> None:
    make_appeal()
    soup = BeautifulSoup(page(), "html.parser")
    policy = str(soup.head.find("meta")["content"])
    assert policy.startswith("default-src 'none'; img-src data:; ")
    assert "unsafe" not in policy
    for tag in soup.find_all(["script", "style"]):
        digest = b64encode(sha256(tag.string.encode()).digest()).decode() if tag.string else None
        assert digest is None or f"'sha256-{digest}'" in policy


def test_shows_cells_legend_and_sources() -> None:
    Source.objects.create(slug="x", title="X", attribution="© Город <Метск>")
    make_area()
    for _ in range(3):
        make_appeal()
    html = page(language="en")
    assert '<html lang="en">' in html
    text = BeautifulSoup(html, "html.parser").find("section").text
    assert "3 appeals" in text
    assert "© Город <Метск>" in text
    assert '"value": 3' in html


def test_the_legend_says_what_the_filter_leaves() -> None:
    make_topic("lamp", name_ru="Фонарь", name_en="Lamp")
    html = heatmap_html(PUBLIC, Selection(topics=("lamp",), kinds=(Kind.PROBLEM,)), 9, "ru").html
    legend = BeautifulSoup(html, "html.parser").find("section")
    lines = [line.text for line in legend.find_all("p")]
    assert lines[1:3] == ["Тема: Фонарь", "Вид: Проблема"]


def test_imported_words_are_never_run_as_a_template() -> None:
    Source.objects.create(slug="x", title="X", attribution="{{ 7 * 7 }} {% raw %} {# note #}")
    make_appeal()
    text = BeautifulSoup(page(), "html.parser").find("section").text
    assert "{{ 7 * 7 }} {% raw %} {# note #}" in text


def test_counts_no_more_than_the_viewer_may_see() -> None:
    make_appeal(visibility=Visibility.PRIVATE)
    assert '"value"' not in page(language="en")
    assert '"value": 1' in heatmap_html(moderator(), Selection(), 9, "en").html


def test_too_many_cells_become_larger_ones_and_the_legend_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(6):
        make_appeal(at=LonLat(TOWN.lon + step / 50, TOWN.lat))
    whole = heatmap_html(PUBLIC, Selection(), 9, "en")
    assert (whole.resolution, whole.html.count('"value":')) == (9, 6)
    assert "larger than asked for" not in whole.html
    monkeypatch.setattr("analytics.queries.heatmap.MOST_CELLS", 5)
    coarse = heatmap_html(PUBLIC, Selection(), 9, "en")
    drawn = [int(value) for value in re.findall(r'"value": (\d+)', coarse.html)]
    assert coarse.resolution < 9
    assert sum(drawn) == 6
    assert len(drawn) <= 5
    text = BeautifulSoup(coarse.html, "html.parser").find("section").text
    assert f"resolution {coarse.resolution} instead of 9" in text
    assert "6 appeals" in text


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.code)
def test_every_measure_and_nothing_at_all(measure: Measure) -> None:
    asked = Asked(measure.needs, NOON, before=Selection(until=NOON))
    assert "<section" in page(measure=measure, asked=asked)
    make_appeal(at=TOWN, supports=2)
    assert "<section" in page(measure=measure, asked=asked)


def test_a_missing_front_end_is_told(tmp_path: Path) -> None:
    sealing._asset.cache_clear()
    with override_settings(STATICFILES_DIRS=[tmp_path / "nothing"]), pytest.raises(AssetsNotBuilt):
        page()


def test_few_classes_take_the_outer_colours_first() -> None:
    count, trend = MEASURES[MeasureCode.COUNT], MEASURES[MeasureCode.TREND]
    assert colours_of(count, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]) == list(COLOURS)
    assert colours_of(count, [0.0, 10.0]) == [COLOURS[0], COLOURS[5]]
    assert colours_of(trend, [-80.0, -40.0, -10.0, 0.0, 10.0, 40.0]) == list(BOTH_WAYS)
    assert colours_of(trend, [-80.0, 0.0]) == [BOTH_WAYS[0], BOTH_WAYS[-1]]
    assert colours_of(trend, []) == []


def test_the_strongest_colour_is_the_worst() -> None:
    in_time = MEASURES[MeasureCode.IN_TIME]
    assert colours_of(in_time, [0.0, 50.0, 90.0]) == [COLOURS[5], COLOURS[2], COLOURS[0]]


def test_it_speaks_the_readers_language_and_measures_in_kilometres() -> None:
    make_appeal()
    selection = Selection(since=NOON, until=datetime(2026, 3, 12, tzinfo=timezone.get_default_timezone()))
    in_time = MEASURES[MeasureCode.IN_TIME]
    html = heatmap_html(PUBLIC, selection, 9, "ru", in_time, Asked(in_time.needs)).html
    assert json.dumps("слишком мало обращений") in html
    assert "imperial: false" in html
    for english in ("Zoom in", "L.control.scale().addTo"):
        assert english not in html
    legend = BeautifulSoup(html, "html.parser").find("section").text
    assert "с 10 марта 2026" in legend.lower()
    assert "по 11 марта 2026" in legend


def test_cells_of_too_few_are_told_apart() -> None:
    make_appeal()
    html = page(language="en", measure=MEASURES[MeasureCode.REOPENED_SHARE])
    assert f'"fill": "{UNTOLD}"' in html
    text = BeautifulSoup(html, "html.parser").find("section").text
    assert "too few appeals" in text
