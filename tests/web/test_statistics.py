"""Statistics as a page: figures that lead to the same appeals, filters in the address, the table in its orders."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.cache import cache
from django.test import Client

from accounts.types import Role
from appeals.types import Kind, State, Visibility
from tests.builders import NOON, box, make_appeal, make_area, make_category, make_organisation, make_topic
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
NOBODY = "To be chosen by the administration"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def town() -> None:
    """Six public appeals in three months and two districts, and what nobody else may see."""
    here = make_area("Здесь", polygon=box())
    there = make_area("Там", polygon=box(30.2, 59.9, 31.4, 60.1))
    road = make_organisation("Дороги")
    lamp = make_topic("lamp", category=make_category("light", position=1).code)
    answered = {"state": State.CLOSED, "answered_at": NOON, "due_on": NOON.date()}
    make_appeal(executor=road, areas=[here], submitted_at=NOON - timedelta(days=40), rating=5, **answered)
    make_appeal(executor=road, areas=[here], submitted_at=NOON - timedelta(days=39), rating=4, **answered)
    late = {**answered, "due_on": date(2026, 1, 1)}
    make_appeal(executor=road, areas=[there], topic=lamp, **late)
    make_appeal(areas=[there], topic=lamp, state=State.ACCEPTED)
    make_appeal(areas=[there], topic=lamp, kind=Kind.GRATITUDE, supports=9)
    make_appeal(executor=make_organisation("Вода"), areas=[here], submitted_at=NOON - timedelta(days=400))
    make_appeal(areas=[here], visibility=Visibility.PRIVATE)
    make_appeal(areas=[here], state=State.MODERATION)


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def totals(page: BeautifulSoup) -> list[str]:
    return [dd.get_text(" ", strip=True) for dd in page.select(".totals dd")]


def lines(page: BeautifulSoup, name: str) -> dict[str, Tag]:
    rows = page.select(f"table[aria-labelledby=by-{name}] tbody tr")
    return {row.th.get_text(strip=True): row for row in rows if row.th}


def matched(client: Client, address: str) -> int:
    # The list has the map's parameters, which need scripts.
    page = soup(client, address.replace("/?", "/appeals/?", 1) if address.startswith("/?") else address)
    title = page.select_one("#list-title")
    assert title is not None
    return int(title.get_text().split()[0])


def numbers(page: BeautifulSoup) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.select(".appeals-table tbody th a")]


def test_totals_of_what_is_published(client: Client, town: None) -> None:
    page = soup(client, "/statistics/")
    assert totals(page) == ["6", "3", "67\u00a0% of 3 answers", "4.5 of 5 · 2 ratings"]
    assert page.select_one('nav a[href="/statistics/"][aria-current=page]') is not None


@pytest.mark.parametrize(
    "query",
    [
        "",
        "category=light",
        "state=solved",
        "state=open&kind=problem",
        "since=2026-01-30&until=2026-02-05",
        "executor=none",
        "area={there}",
        "text=яма&topic=lamp",
    ],
)
def test_every_figure_is_what_its_list_holds(client: Client, town: None, query: str) -> None:
    there = soup(client, "/statistics/").select_one("#filter-area option:-soup-contains('Там')")
    assert there is not None
    page = soup(client, f"/statistics/?{query.format(there=there['value'])}")
    links = page.select(".totals a, .breakdown td a")
    assert len(links) >= 4
    assert all(str(link["href"]).startswith("/?") for link in links)
    for link in links:
        assert matched(client, str(link["href"])) == int(link.get_text(strip=True)), link["href"]


def test_tables_of_every_dimension(client: Client, town: None) -> None:
    page = soup(client, "/statistics/")
    expected = {
        "state": ["New", "In progress", "Answered"],
        "kind": ["Problem", "Thanks"],
        "month": ["March 2026", "January 2026", "February 2025"],
        "category": ["Category light", "Category roads"],
        "area": ["Здесь", "Там"],
        "executor": ["Дороги", NOBODY, "Вода"],
    }
    assert {name: list(lines(page, name)) for name in expected} == expected
    road = [cell.get_text(strip=True) for cell in lines(page, "executor")["Дороги"].select("td")]
    assert road == ["3", "67\u00a0%", "4.5"]
    assert lines(page, "executor")["Дороги"].select_one('a[href^="/executors/"]') is not None


def test_the_longest_bar_is_full_and_the_others_in_proportion(client: Client, town: None) -> None:
    rows = lines(soup(client, "/statistics/"), "kind")
    widths = {name: row.rect["width"] for name, row in rows.items() if row.rect}
    assert widths == {"Problem": "100%", "Thanks": "20%"}


def test_long_tables_are_folded(client: Client) -> None:
    for number in range(14):
        make_appeal(executor=make_organisation(f"Компания {number:02}"))
    page = soup(client, "/statistics/")
    fold = page.select_one("section:has(> #by-executor) details")
    assert fold is not None
    assert len(fold.select("tbody tr")) == 4
    assert len(lines(page, "executor")) == 14


def test_with_an_area_chosen_the_others_lead_nowhere(client: Client, town: None) -> None:
    first = soup(client, "/statistics/").select_one("#filter-area option:-soup-contains('Там')")
    assert first is not None
    outer = make_area("Область", polygon=box(29, 59, 33, 61), kind="region")
    make_appeal(areas=[make_area("Дом", polygon=box(), collection="more"), outer])
    page = soup(client, f"/statistics/?area={outer.pk}")
    rows = lines(page, "area-1") | lines(page, "area-2")
    assert rows["Дом"].select_one("td a") is None
    assert rows["Область"].select_one("td a") is not None


def test_areas_stand_by_level(client: Client, town: None) -> None:
    """A sum over a table counts no appeal twice, and the page says why there are several."""
    outer = make_area("Область", polygon=box(29, 59, 33, 61), kind="МО «Город»", collection="regions")
    districts = [make_area(name, polygon=box(), collection="more") for name in ("Бор", "Яр")]
    for district in districts:
        make_appeal(areas=[district, outer])
    page = soup(client, "/statistics/")
    assert [list(lines(page, f"area-{number}")) for number in (1, 2)] == [
        ["Область"],
        ["Здесь", "Там", "Бор", "Яр"],
    ]
    assert "do not add up" in page.get_text()
    assert [title.get_text() for title in page.select("h2[id^=by-area]")] == [
        "By area: МО «Город»",
        "By area: district",
    ]
    groups = {
        str(group["label"]): [option.get_text() for option in group.select("option")]
        for group in page.select("#filter-area optgroup")
    }
    assert groups == {"МО «Город»": ["Область"], "District": ["Бор", "Здесь", "Там", "Яр"]}
    one = soup(client, "/statistics/?category=light")
    assert one.select_one("#by-area") is not None
    assert one.select_one("#filter-area optgroup") is None


def test_the_table_names_executor_or_whose_choice_it_is(client: Client, town: None) -> None:
    page = soup(client, "/statistics/?category=light")
    cells = [row.select("td")[1].get_text(strip=True) for row in page.select(".appeals-table tbody tr")]
    assert sorted(cells) == [NOBODY, NOBODY, "Дороги"]


def test_the_table_is_ordered_by_its_columns(client: Client, town: None) -> None:
    by_date = numbers(soup(client, "/statistics/"))
    page = soup(client, "/statistics/?ordering=popularity")
    assert set(numbers(page)) == set(by_date)
    first = page.select_one(".appeals-table tbody tr td:last-child")
    assert first is not None
    assert first.get_text() == "9"
    sorted_by = page.select("th[aria-sort]")
    assert [header.get_text(strip=True) for header in sorted_by] == ["Supporters"]
    heads = page.select(".appeals-table thead th")
    assert [[link.get_text(strip=True) for link in head.select("a")] for head in heads] == [
        ["Number", "Day"],
        ["Topic", "Category"],
        ["Executor"],
        [],
        ["Supporters"],
    ]
    categories = soup(client, "/statistics/?ordering=category").select(
        ".appeals-table tbody td:nth-child(2) span"
    )
    assert [cell.get_text() for cell in categories] == ["Category roads"] * 3 + ["Category light"] * 3


@pytest.mark.parametrize("ordering", ["date", "category", "popularity", "topic", "executor", "number"])
def test_pages_of_the_table_follow_without_gaps(
    client: Client, town: None, ordering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = numbers(soup(client, f"/statistics/?ordering={ordering}&kind=problem"))
    monkeypatch.setattr("web.views.statistics.PAGE_SIZE", 2)
    seen, address = [], f"/statistics/?ordering={ordering}&kind=problem"
    while address:
        page = soup(client, address)
        seen += numbers(page)
        following = page.select_one("a[rel=next]")
        address = f"/statistics/{following['href']}" if following else ""
    assert seen == expected
    assert len(seen) == 5


def test_the_table_is_ordered_by_number_topic_and_executor(client: Client, town: None) -> None:
    assert numbers(soup(client, "/statistics/?ordering=number")) == sorted(
        numbers(soup(client, "/statistics/"))
    )
    page = soup(client, "/statistics/?ordering=executor")
    cells = [row.select("td")[1].get_text(strip=True) for row in page.select(".appeals-table tbody tr")]
    assert cells == sorted(cells, key=lambda name: (name == NOBODY, name))
    [current] = page.select("th[aria-sort=ascending] a[aria-current]")
    assert current.get_text(strip=True) == "Executor"
    [csv] = page.select("a[download][href*='.csv']")
    assert "ordering=executor" in str(csv["href"])


@pytest.mark.parametrize("word", ["price", "distance"])
def test_an_order_that_the_table_has_not_is_said(client: Client, town: None, word: str) -> None:
    response = client.get(f"/statistics/?ordering={word}")
    assert response.status_code == 400
    assert BeautifulSoup(response.content, "html.parser").select_one("[role=alert]") is not None
    assert client.get(f"/statistics/appeals.csv?ordering={word}").status_code == 400


def test_a_later_page_shows_the_table_alone(
    client: Client, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.statistics.PAGE_SIZE", 2)
    following = soup(client, "/statistics/?kind=problem").select_one("a[rel=next]")
    assert following is not None
    assert parse_qs(urlsplit(str(following["href"])).query)["kind"] == ["problem"]
    page = soup(client, f"/statistics/{following['href']}")
    assert not page.select(".breakdown")
    assert page.find("a", string="Back to the figures") is not None


def test_a_filter_that_cannot_be_read_is_said_and_kept(client: Client) -> None:
    response = client.get("/statistics/?since=вчера&executor=12")
    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[role=alert]") is not None


def test_nothing_found_is_said(client: Client, town: None) -> None:
    assert soup(client, "/statistics/?text=жираф").find("h2", string="Nothing found") is not None


def test_the_filter_is_kept_on_the_way_to_map_and_list(client: Client, town: None) -> None:
    page = soup(client, "/statistics/?category=light&text=яма&bbox=30,59,32,61")
    for address in ("/?", "/appeals/?"):
        link = page.select_one(f'.statistics__body > p a[href^="{address}"]')
        assert link is not None
        assert parse_qs(urlsplit(str(link["href"])).query) == {
            "category": ["light"],
            "text": ["яма"],
            "bbox": ["30,59,32,61"],
        }
    assert {field["name"] for field in page.select("form[data-list-form] input[type=hidden]")} == {
        "text",
        "bbox",
    }


def test_a_worker_counts_the_own_private_ones_too(client: Client, sign_in: SignIn) -> None:
    company = make_organisation("Компания")
    make_appeal(executor=company)
    make_appeal(executor=company, visibility=Visibility.PRIVATE)
    make_appeal(executor=make_organisation(), visibility=Visibility.PRIVATE)
    assert totals(soup(client, "/statistics/"))[0] == "1"
    assert totals(soup(sign_in(Role.WORKER, company), "/statistics/"))[0] == "2"


def test_russian_words(town: None) -> None:
    page = soup(Client(headers={"Accept-Language": "ru"}), "/statistics/")
    assert totals(page) == ["6", "3", "67\u00a0% из 3 ответов", "4,5 из 5 · 2 оценки"]
    assert "Выбор администрации по адресу" in lines(page, "executor")
    assert "Март 2026" in lines(page, "month")


def test_what_was_chosen_stays_chosen_though_no_figure_names_it(client: Client, town: None) -> None:
    precinct = make_area("Участок 5", kind="precinct", collection="precincts")
    idle, other = make_organisation("Без дела"), make_organisation("Ещё одна")
    for name, code, told in (
        ("area", str(precinct.pk), "Участок 5"),
        ("area", precinct.code, "Участок 5"),
        ("executor", str(idle.pk), "Без дела"),
        ("executor", f"{idle.pk},{other.pk}", "Без дела, Ещё одна"),
        ("executor", "none", NOBODY),
    ):
        query = {name: code, "text": "нигде такого нет"}
        page = BeautifulSoup(client.get("/statistics/", query).content, "html.parser")
        chosen = page.select_one(f"select[name={name}] option[selected]")
        assert chosen is not None, code
        assert (chosen["value"], chosen.get_text()) == (code, told)
