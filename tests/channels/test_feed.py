"""The feed: the list's filters as Atom, the same to everybody, for the public's eyes."""

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from accounts.types import Role
from appeals.types import Privacy, State, Visibility
from tests.builders import make_appeal, make_category, make_topic, make_user

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
POINT = "{http://www.georss.org/georss}point"


def _entries(client: Client, query: str = "") -> list[Element]:
    answer = client.get(f"/feed/{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return list(fromstring(answer.content).iter(f"{ATOM}entry"))


def _links(entries: list[Element]) -> set[str]:
    return {entry.find(f"{ATOM}link").get("href").split("/")[-2] for entry in entries}


def test_the_newest_published_appeals() -> None:
    shown = make_appeal(text="Яма")
    make_appeal(visibility=Visibility.PRIVATE)
    make_appeal(state=State.MODERATION)
    [entry] = _entries(Client(headers={"Accept-Language": "ru"}))
    assert entry.find(f"{ATOM}title").text == f"№ {shown.number}: Тема pothole"
    assert entry.find(f"{ATOM}id").text == f"http://127.0.0.1:8000/appeals/{shown.number}/"
    assert "Яма" in str(entry.find(f"{ATOM}summary").text)


def test_nobody_sees_more_by_signing_in() -> None:
    client = Client()
    client.force_login(make_user(role=Role.MODERATOR))
    make_appeal(visibility=Visibility.PRIVATE)
    assert _entries(client) == []


def test_filters_of_the_list() -> None:
    roads = make_appeal()
    make_category("light")
    light = make_appeal(topic=make_topic("lamp", category="light"))
    client = Client()
    assert _links(_entries(client, "?category=light")) == {light.number}
    assert _links(_entries(client, "?topic=pothole&state=open")) == {roads.number}
    assert client.get("/feed/?state=nonsense").status_code == 400


def test_the_title_says_which_filter_it_is() -> None:
    make_appeal()
    client = Client(headers={"Accept-Language": "ru"})
    titles = {
        query: fromstring(client.get(f"/feed/{query}").content).find(f"{ATOM}title").text
        for query in ("", "?topic=pothole&state=open", "?text=%D1%8F%D0%BC%D0%B0%01")
    }
    assert list(titles.values()) == [
        "Метка: обращения",
        "Метка: обращения · Тема: Тема pothole · Состояние: ждут ответа",
        "Метка: обращения · Слова: яма",
    ]


def test_a_home_has_its_public_place_only() -> None:
    appeal = make_appeal(topic=make_topic("leak", privacy=Privacy.HOME))
    [entry] = _entries(Client())
    lat, lon = map(float, entry.find(POINT).text.split())
    assert (lon, lat) == pytest.approx((appeal.public_location.x, appeal.public_location.y), abs=1e-6)
    assert (lon, lat) != pytest.approx((appeal.location.x, appeal.location.y), abs=1e-6)


def test_what_people_write_stays_text_and_what_no_xml_may_hold_is_left_out() -> None:
    make_appeal(text="Яма\x0b & <b>")
    [entry] = _entries(Client())
    assert "Яма &amp; &lt;b&gt;" in str(entry.find(f"{ATOM}summary").text)


def test_a_feed_that_has_not_changed_is_not_sent_again() -> None:
    make_appeal()
    client = Client()
    first = client.get("/feed/")
    assert "max-age=300" in first["Cache-Control"]
    again = client.get("/feed/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_appeal()
    assert client.get("/feed/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_list_names_its_feed() -> None:
    make_category("light")
    text = Client().get("/appeals/?category=light&state=&bbox=30,59,31,61").content.decode()
    assert 'href="/feed/?bbox=30%2C59%2C31%2C61&amp;category=light"' in text
