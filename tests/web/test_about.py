"""The about page: every source is credited, once for each kind of credit, as text."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from geo.models import Source

pytestmark = pytest.mark.django_db


def test_sources_with_the_same_credit_stand_together(client: Client) -> None:
    for title in ("north", "south"):
        Source.objects.create(slug=title, title=title, attribution="© Somebody", licence="ODbL 1.0")
    Source.objects.create(slug="own", title="Own <b>data</b>")
    page = BeautifulSoup(client.get("/about/").content, "html.parser")
    told = {term.get_text(): term.find_next("dd").get_text() for term in page.select("dl dt")}
    assert told == {"Own <b>data</b>": "", "© Somebody · ODbL 1.0": "north, south"}
