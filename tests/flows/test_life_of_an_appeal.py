"""From the pin to the executor, told over the services: what each person sees at each step."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import cast
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Model

from accounts.types import PUBLIC, SYSTEM, Viewer
from appeals.models import Appeal, Assignment, Event, Mark, Topic
from appeals.queries.following import by_follow_token
from appeals.services.correction import Correction, correct
from appeals.services.moderation import accept, refuse
from appeals.services.submission import submit
from appeals.services.support import support
from appeals.types import Draft, Kind, State, Visibility
from geo.types import LonLat
from tests.builders import (
    TOWN,
    make_area,
    make_authority,
    make_contract,
    make_house,
    make_organisation,
    make_reason,
    moderator,
    worker,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# Whatever of this reaches the public is a leak.
SECRETS = ("ivan.petrov@example.org", "Иван Петров", "+7 921 123-45-67", "кв. 45")
SAID = "Холодно, звоните +7 921 123-45-67, кв. 45"


def seen(viewer: Viewer) -> set[str]:
    appeals = set(Appeal.objects.visible_to(viewer).values_list("number", flat=True))
    assert appeals == set(Mark.objects.visible_to(viewer).values_list("number", flat=True))
    return appeals


def pothole(**changes: object) -> Draft:
    plain = Draft(Kind.PROBLEM, "pothole", "Глубокая яма у дома", uuid4(), location=TOWN)
    return replace(plain, **changes)


@pytest.mark.django_db
def test_a_pin_finds_its_executor_and_everybody_sees_it(catalogue: dict[str, Topic]) -> None:
    administration, other = make_organisation("Администрация"), make_organisation("Другая")
    make_authority(administration, make_area("Речной"))
    appeal = submit(actor=PUBLIC, draft=pothole(), now=NOW)
    assert seen(PUBLIC) == seen(worker(administration)) == set()
    assert seen(moderator()) == seen(SYSTEM) == {appeal.number}
    assert by_follow_token(appeal.follow_token) == appeal

    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.executor) == (State.ASSIGNED, administration)
    assert seen(PUBLIC) == seen(worker(administration)) == seen(worker(other)) == {appeal.number}
    assert support(actor=PUBLIC, visitor_hash="v", number=appeal.number, now=NOW).count == 1
    assert [event.type for event in Event.objects.all()] == [
        "submitted",
        "assigned",
        "accepted",
        "state_changed",
        "supported",
    ]


@pytest.mark.django_db
def test_a_refused_appeal_is_known_to_its_author_only(catalogue: dict[str, Topic]) -> None:
    make_reason("no_facts")
    appeal = submit(actor=PUBLIC, draft=pothole(), now=NOW)
    refuse(actor=moderator(), number=appeal.number, reason="no_facts", comment="Где?", now=NOW)
    assert seen(PUBLIC) == set()
    followed = by_follow_token(appeal.follow_token)
    assert followed is not None
    assert followed.refusal_reason is not None
    assert followed.refusal_reason.code == "no_facts"


@pytest.mark.django_db
def test_the_moderator_s_correction_decides_who_sees_it(catalogue: dict[str, Topic]) -> None:
    first, second = make_organisation("УК Заря"), make_organisation("УК Полдень")
    house = make_house("13", at=TOWN)
    other_house = make_house("15", at=LonLat(TOWN.lon + 0.01, TOWN.lat))
    make_contract(house, first)
    make_contract(other_house, second)
    appeal = submit(actor=PUBLIC, draft=pothole(topic_code="entrance_light"), now=NOW)
    by = moderator()
    correct(actor=by, number=appeal.number, correction=Correction(house_id=other_house.pk), now=NOW)
    accept(actor=by, number=appeal.number, visibility=Visibility.PRIVATE, now=NOW)
    assert seen(worker(first)) == seen(PUBLIC) == set()
    assert seen(worker(second)) == {appeal.number}
    assert Assignment.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("published", [False, True])
def test_nothing_public_holds_a_secret(catalogue: dict[str, Topic], published: bool) -> None:
    house = make_house("13", at=TOWN)
    draft = pothole(
        topic_code="no_heating",
        text=SAID,
        house_id=house.pk,
        author_name="Иван Петров",
        author_email="ivan.petrov@example.org",
    )
    appeal = submit(actor=PUBLIC, draft=draft, now=NOW)
    assert all(secret in _everything(appeal) for secret in SECRETS)
    visibility = Visibility.PUBLIC if published else Visibility.PRIVATE
    accept(actor=moderator(), number=appeal.number, visibility=visibility, now=NOW)
    appeal.refresh_from_db()
    assert bool(seen(PUBLIC)) == published

    columns = (appeal.number, appeal.public_text, appeal.public_address, appeal.public_location.coords)
    public_events = [(event.old, event.new, event.comment) for event in Event.objects.filter(is_public=True)]
    told = str((columns, public_events, _everything(Mark.objects.get())))
    assert not [secret for secret in SECRETS if secret in told]
    assert "13" not in appeal.public_address
    assert appeal.public_location.coords != appeal.location.coords
    nearest = cast("Point", Mark.objects.get().geom_3857.transform(4326, clone=True)).coords
    assert nearest == pytest.approx(appeal.public_location.coords, abs=1e-6)
    assert nearest != pytest.approx(appeal.location.coords, abs=1e-4)


def _everything(row: Model) -> str:
    return str({field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_four_times_at_once_makes_one_appeal(catalogue: dict[str, Topic]) -> None:
    draft, start = pothole(), Barrier(4, timeout=20)

    def send(_again: int) -> str:
        try:
            start.wait()
            return submit(actor=PUBLIC, draft=draft, now=NOW).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as senders:
        numbers = set(senders.map(send, range(4), timeout=30))
    assert numbers == {Appeal.objects.get().number}
    assert (Mark.objects.count(), Assignment.objects.count(), Event.objects.count()) == (1, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_one_browser_that_supports_four_times_at_once_counts_once(catalogue: dict[str, Topic]) -> None:
    appeal = submit(actor=PUBLIC, draft=pothole(), now=NOW)
    accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    start = Barrier(4, timeout=20)

    def press() -> None:
        start.wait()
        support(actor=PUBLIC, visitor_hash="one", number=appeal.number, now=NOW)
        connection.close()

    threads = [Thread(target=press) for _again in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (Appeal.objects.get().supports, Mark.objects.get().supports) == (1, 1)
