"""Pages of area alerts: a wish of an account or an address is taken, limited, and refused in the form."""

import pytest
from django.test import Client, override_settings

from accounts.types import PUBLIC
from channels.models import Subscription
from channels.services.subscribing import subscribe
from channels.tokens import Purpose, Token
from channels.types import Pace, Wish
from tests.builders import (
    NOON,
    TOWN,
    make_area,
    make_user,
)
from tests.proofs import challenge_in, solved

pytestmark = pytest.mark.django_db
HERE = {"lon": TOWN.lon, "lat": TOWN.lat}
ANNA = "anna@example.org"


def _form(**fields: object) -> dict[str, object]:
    return {"shape": "circle", "pace": "daily", "radius_m": 300, **HERE, **fields}


def test_the_page_takes_a_wish_of_an_account_and_ends_it(catalogue: dict[str, object]) -> None:
    user = make_user()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    assert client.post("/alerts/", _form(about=["category:roads", "topic:pothole"])).status_code == 302
    alert = Subscription.objects.get(user=user)
    assert (alert.topics, alert.categories) == (["pothole"], ["roads"])
    text = client.get("/alerts/").content.decode()
    assert "300 m around a point on the map" in text
    assert client.post(f"/alerts/{alert.pk}/end/").status_code == 302
    assert client.post(f"/alerts/{alert.pk}/end/").status_code == 404


def test_the_page_takes_a_wish_of_an_address() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert client.post("/alerts/", _form()).status_code == 422
    answer = client.post("/alerts/", _form(email=ANNA), follow=True)
    assert "We have sent you a letter" in answer.content.decode()
    alert = Subscription.objects.get()
    assert (alert.email, alert.language, alert.confirmed_at) == (ANNA, "en", None)
    path = f"/alerts/confirm/{Token(Purpose.CONFIRM, alert.pk).encode()}/"
    assert client.get(path)["Referrer-Policy"] == "strict-origin"
    assert "The area alert begins" in client.post(path).content.decode()
    assert client.post(f"/alerts/confirm/{Token(Purpose.END, alert.pk).encode()}/").status_code == 404


def test_a_link_that_is_too_old_says_so() -> None:
    alert = subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, lon=30.3, lat=60.0), email=ANNA, now=NOON)
    assert alert is not None
    path = f"/alerts/confirm/{Token(Purpose.CONFIRM, alert.pk).encode()}/"
    late = Client(headers={"Accept-Language": "en"}).post(path)
    assert late.status_code == 410
    assert "too old" in late.content.decode()


@override_settings(ALERT_RATE="1/hour")
def test_the_page_is_limited_per_network_address() -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.post("/alerts/", _form(email=ANNA))
    refused = client.post("/alerts/", _form(email="other@example.org"))
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert Subscription.objects.count() == 1


def test_a_filled_trap_takes_nothing_without_a_proof() -> None:
    client, sent = Client(headers={"Accept-Language": "en"}), _form(email=ANNA, website="x")
    refused = client.post("/alerts/", sent)
    page = refused.content.decode()
    assert (refused.status_code, Subscription.objects.count()) == (422, 0)
    assert "as if a program had filled in the form" in page
    proof = solved(challenge_in(page))
    assert client.post("/alerts/", {**sent, "proof": proof}).status_code == 302
    assert Subscription.objects.count() == 1
    again = client.post("/alerts/", {**sent, "email": "other@example.org", "proof": proof})
    assert "proof-challenge" in again.content.decode()


@pytest.mark.parametrize(
    "fields", [{"shape": "area"}, {"shape": "polygon", "polygon": "x"}, {"radius_m": 5}, {"shape": "none"}]
)
def test_a_wrong_wish_is_said_in_the_form(fields: dict[str, object]) -> None:
    client = Client()
    client.force_login(make_user())
    answer = client.post("/alerts/", _form(**fields))
    assert answer.status_code == 422


def test_districts_may_be_chosen() -> None:
    area = make_area("Рощино")
    make_area("7", kind="precinct", collection="precincts")
    make_area("7", kind="electoral-district", collection="votes")
    client = Client()
    client.force_login(make_user())
    text = client.get("/alerts/").content.decode()
    assert f'<option value="{area.pk}">Рощино</option>' in text
    assert ">7</option>" not in text
    assert client.post("/alerts/", _form(shape="area", area=area.pk)).status_code == 302
