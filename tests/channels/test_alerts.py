"""Area alerts: asked for by account or address, matched by public place, topic and moment, ended."""

import json
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import connection
from django.test import Client, override_settings

from accounts.models import Membership
from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Appeal, Event
from appeals.services import moderation
from appeals.services.work import delegate
from appeals.types import Action, Privacy, State, Visibility
from channels.errors import (
    NotYourOrganisation,
    TooManyAlerts,
    UnknownAddress,
    UnknownArea,
    UnknownTopics,
    WrongAddress,
    WrongPolygon,
    WrongRadius,
)
from channels.models import Notice, Preference, Subscription
from channels.queries.matching import subscribers
from channels.services.digesting import gather
from channels.services.spreading import spread
from channels.services.subscribing import MOST, confirm, end, forget_unconfirmed, subscribe
from channels.types import Medium, NoticeState, Pace, Shape, Wish, Wording
from geo import sql
from geo.types import LonLat
from tests.builders import (
    NOON,
    TOWN,
    box,
    make_appeal,
    make_area,
    make_house,
    make_organisation,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)
from tests.channels.conftest import Mailbox, text_of
from tests.channels.working import took, work

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"
HERE = {"lon": TOWN.lon, "lat": TOWN.lat}
FAR = LonLat(TOWN.lon + 0.1, TOWN.lat)


def _around(actor: Viewer, radius_m: float = 500, **fields: object) -> Subscription:
    wish = Wish(**{"pace": Pace.AT_ONCE, **HERE, "radius_m": radius_m, **fields})
    alert = subscribe(actor=actor, wish=wish, now=NOON)
    assert alert is not None
    return alert


def _square(half: float) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [list(map(list, _corners(half)))]})


def _corners(half: float) -> tuple[tuple[float, ...], ...]:
    polygon: Polygon = box(TOWN.lon - half, TOWN.lat - half, TOWN.lon + half, TOWN.lat + half)
    return polygon.coords[0]


def _matched(appeal: Appeal, *, handed_to: int | None = None) -> set[int | None]:
    return {one.subscription_id for one in subscribers(appeal, handed_to=handed_to)}


def _published(**fields: object) -> Appeal:
    """Through moderation, so that its event is one of publication."""
    appeal = make_appeal(state=State.MODERATION, visibility=Visibility.PRIVATE, **fields)
    return moderation.accept(actor=moderator(), number=appeal.number, visibility=Visibility.PUBLIC, now=NOON)


def test_a_circle_is_measured_in_metres_on_the_ground() -> None:
    """At 60° N a degree of longitude is half as long: 0.012° is 670 m, 0.008° is 446 m."""
    alert = _around(resident(), 500)
    assert _matched(make_appeal(at=LonLat(TOWN.lon + 0.008, TOWN.lat))) == {alert.pk}
    assert _matched(make_appeal(at=LonLat(TOWN.lon + 0.012, TOWN.lat))) == set()
    assert _matched(make_appeal(at=LonLat(TOWN.lon, TOWN.lat + 0.008))) == set()
    # In the corner of the square that the index knows, outside the circle.
    assert _matched(make_appeal(at=LonLat(TOWN.lon + 0.0085, TOWN.lat + 0.0042))) == set()


def test_a_polygon_and_a_district() -> None:
    area = make_area()
    drawn = subscribe(actor=resident(), wish=Wish(Pace.DAILY, polygon=_square(0.01)), now=NOON)
    whole = subscribe(actor=resident(), wish=Wish(Pace.DAILY, area_id=area.pk), now=NOON)
    assert drawn is not None
    assert whole is not None
    assert _matched(make_appeal(areas=[area])) == {drawn.pk, whole.pk}
    assert _matched(make_appeal(at=LonLat(TOWN.lon + 0.02, TOWN.lat), areas=[area])) == {whole.pk}


def test_topics_and_categories_narrow() -> None:
    pothole, lamp = make_topic("pothole"), make_topic("lamp", category="light")
    everything = _around(resident())
    by_topic = _around(resident(), topics=("pothole",))
    by_category = _around(resident(), categories=("light",))
    assert _matched(make_appeal(topic=pothole)) == {everything.pk, by_topic.pk}
    assert _matched(make_appeal(topic=lamp)) == {everything.pk, by_category.pk}


def test_only_the_public_place_of_a_home_counts() -> None:
    """An alert as small as a house must not tell where exactly somebody lives."""
    home = make_topic("leak", privacy=Privacy.HOME)
    appeal = make_appeal(topic=home)
    exact, shown = appeal.location, appeal.public_location
    assert exact != shown
    at_home = _around(resident(), 50, lon=exact.x, lat=exact.y)
    at_cell = _around(resident(), 50, lon=shown.x, lat=shown.y)
    assert _matched(appeal) == {at_cell.pk}
    assert at_home.pk != at_cell.pk


def test_a_hidden_area_tells_of_a_home_to_its_executor_alone() -> None:
    """Who watches a precinct must not learn that somebody's home lies in it."""
    small, whole = make_area("7", kind="precinct", collection="precincts"), make_area("Рощино")
    company = make_organisation()
    alerts = {}
    for area in (small, whole):
        for actor, organisation in ((resident(), None), (worker(company), company.pk)):
            wish = Wish(Pace.DAILY, area_id=area.pk, organisation_id=organisation)
            alert = subscribe(actor=actor, wish=wish, now=NOON)
            assert alert is not None
            alerts[area.kind, organisation is not None] = alert.pk
    home = make_appeal(topic=make_topic("leak", privacy=Privacy.HOME), areas=[small, whole], executor=company)
    street = make_appeal(areas=[small, whole], executor=company)
    assert _matched(home) == {alerts["district", False]}
    assert _matched(street) == {alerts["district", False], alerts["precinct", False]}
    assert _matched(home, handed_to=company.pk) == {alerts["district", True], alerts["precinct", True]}


def test_the_indexes_find_alerts_among_many() -> None:
    area = make_area()
    common = {"user": make_user(), "name": "x", "pace": Pace.DAILY, "asked_at": NOON, "confirmed_at": NOON}
    far = (box(40 + one / 100, 50, 40 + one / 100 + 0.01, 50.01) for one in range(500))
    Subscription.objects.bulk_create(
        Subscription(shape=Shape.POLYGON, polygon=polygon, **common) for polygon in far
    )
    alert = subscribe(actor=resident(), wish=Wish(Pace.DAILY, area_id=area.pk), now=NOON)
    assert alert is not None
    params = {
        **HERE,
        "area_ids": [area.pk],
        "topic": "pothole",
        "category": "roads",
        "organisation_id": None,
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE channels_subscription")
        cursor.execute("EXPLAIN " + sql.compose("channels", "matching_subscriptions", params))
        plan = str(cursor.fetchall())
    assert "subscription_polygon" in plan
    assert "subscription_area" in plan


def test_a_publication_reaches_the_subscriber_once_by_mail_and_bell(mailbox: Mailbox) -> None:
    user = make_user(ANNA, language="en")
    actor = Viewer(user.pk, frozenset({Role.RESIDENT}))
    _around(actor)
    _around(actor, 2000, pace=Pace.DAILY)
    appeal = _published()
    work(NOON)
    [letter] = mailbox.to(ANNA)
    assert "A new appeal in your area" in letter["Subject"]
    assert appeal.follow_token not in text_of(letter)
    assert Notice.objects.filter(user=user, medium=Medium.BELL, wording=Wording.PUBLISHED).count() == 1


def test_an_author_who_watches_by_the_same_address_is_told_as_the_author(mailbox: Mailbox) -> None:
    alert = subscribe(actor=PUBLIC, wish=Wish(Pace.AT_ONCE, **HERE), email=ANNA, now=NOON)
    assert alert is not None
    confirm(pk=alert.pk, now=NOON)
    work(NOON)
    mailbox.letters.clear()
    _published(author_email=ANNA)
    for event in Event.objects.all():
        spread(event.pk, now=NOON)
    # The alert ends while the letter is under way, which is the author's all the same.
    Subscription.objects.update(ended_at=NOON)
    work(NOON)
    assert [letter["To"] for letter in mailbox.letters] == [ANNA]
    assert Notice.objects.get().wording == Wording.ACCEPTED


def test_what_is_not_published_is_told_to_nobody(mailbox: Mailbox) -> None:
    _around(resident())
    appeal = make_appeal(state=State.MODERATION, visibility=Visibility.PRIVATE)
    moderation.accept(actor=moderator(), number=appeal.number, visibility=Visibility.PRIVATE, now=NOON)
    work(NOON)
    assert mailbox.letters == []


def test_a_daily_letter_names_the_page_of_choices_to_whoever_has_an_account(mailbox: Mailbox) -> None:
    subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email=ANNA, now=NOON)
    Subscription.objects.update(confirmed_at=NOON)
    user = make_user("boris@example.org")
    _around(Viewer(user.pk, frozenset({Role.RESIDENT})), pace=Pace.DAILY)
    _published()
    work(NOON)
    mailbox.letters.clear()
    gather(now=NOON + timedelta(days=1))
    work(NOON + timedelta(days=1))
    letters = {letter["To"]: letter for letter in mailbox.letters}
    for part in ("plain", "html"):
        assert "Все настройки" not in text_of(letters[ANNA], part)
        assert "Все настройки" in text_of(letters[user.email], part)


def test_what_was_hidden_again_is_dropped_from_the_daily_letter(mailbox: Mailbox) -> None:
    subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email=ANNA, now=NOON)
    Subscription.objects.update(confirmed_at=NOON)
    work(NOON)
    mailbox.letters.clear()
    appeal = _published()
    work(NOON)
    Appeal.objects.filter(pk=appeal.pk).update(visibility=Visibility.PRIVATE)
    gather(now=NOON + timedelta(days=1))
    work(NOON + timedelta(days=1))
    assert mailbox.letters == []
    assert Notice.objects.get(medium=Medium.EMAIL).state == NoticeState.DROPPED


def test_an_alert_makes_no_letter_slower(mailbox: Mailbox) -> None:
    """Who chose to be told at once of own appeals is, whatever the street's alert says of all others."""
    author = make_user(ANNA)
    _around(Viewer(author.pk, frozenset({Role.RESIDENT})), pace=Pace.DAILY)
    _published(author=author)
    work(NOON)
    assert [letter["To"] for letter in mailbox.letters] == [ANNA]
    assert Notice.objects.get(medium=Medium.EMAIL).wording == Wording.ACCEPTED


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.DAILY])
def test_the_click_below_a_contractors_letter_ends_what_sent_it(mailbox: Mailbox, pace: Pace) -> None:
    """Letters on work end with the first click; the alert then writes in its own name until it is ended as well."""
    company = make_organisation()
    hand = worker(company)
    alert = _around(hand, organisation_id=company.pk, pace=pace)
    reasons = []
    for day in range(3):
        today = NOON + timedelta(days=day)
        appeal = make_appeal(executor=company)
        event = took(appeal, Action.ASSIGN, State.ACCEPTED, after={"executor": company.pk})
        spread(event.pk, now=today)
        gather(now=today + timedelta(days=1))
        work(today + timedelta(days=1))
        if day < 2:
            letter = mailbox.letters[-1]
            reasons.append("Вы получили это письмо, потому что подписались" in text_of(letter))
            Client().post(letter["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000"))
    assert len(mailbox.letters) == 2
    alert.refresh_from_db()
    assert alert.ended_at is not None
    assert Preference.objects.get().work_email == Pace.NONE
    if pace == Pace.AT_ONCE:
        assert reasons == [False, True]


def test_a_contractor_hears_of_what_is_passed_on_in_the_own_place(mailbox: Mailbox) -> None:
    company, other = make_organisation(), make_organisation()
    hand = worker(company)
    assert hand.user_id is not None
    alert = _around(hand, organisation_id=company.pk)
    own, foreign = make_appeal(executor=company), make_appeal(executor=other)
    assert _matched(own, handed_to=company.pk) == {alert.pk}
    assert _matched(foreign, handed_to=other.pk) == set()
    assert _matched(own) == set()
    _published(executor=company)
    work(NOON)
    # The task of a worker comes once a day; this alert asks for it at once.
    assert [one.wording for one in Notice.objects.filter(user_id=hand.user_id, medium=Medium.EMAIL)] == [
        Wording.NEW_TASK
    ]
    assert len(mailbox.letters) == 1
    Membership.objects.filter(user_id=hand.user_id).update(since=NOON, until=NOON)
    assert _matched(own, handed_to=company.pk) == set()


def test_a_contractor_hears_of_what_is_delegated_in_the_own_place(mailbox: Mailbox) -> None:
    company, contractor = make_organisation(), make_organisation()
    contractor.parent = company
    contractor.save()
    hand = worker(contractor)
    alert = _around(hand, organisation_id=contractor.pk)
    # Of the place in general: what is no news to the public is none to whoever waits for a publication.
    _around(resident())
    near, far = (make_appeal(at=place, executor=company, state=State.IN_PROGRESS) for place in (TOWN, FAR))
    for appeal in (near, far):
        delegate(
            actor=worker(company), number=appeal.number, organisation_id=contractor.pk, comment="", now=NOON
        )
    work(NOON)
    told = Notice.objects.filter(medium=Medium.EMAIL).values_list("event__appeal", "user", "state", "because")
    # The work comes once a day; the alert asks for that of its place at once.
    assert set(told) == {
        (near.pk, hand.user_id, NoticeState.SENT, alert.pk),
        (far.pk, hand.user_id, NoticeState.GATHERED, None),
    }
    assert len(mailbox.letters) == 1
    delegate(actor=worker(company), number=near.number, organisation_id=None, comment="", now=NOON)
    work(NOON)
    assert len(mailbox.letters) == 1
    assert Notice.objects.filter(medium=Medium.EMAIL).count() == 2


def test_an_alert_on_the_work_of_an_organisation_is_for_those_who_work_there() -> None:
    with pytest.raises(NotYourOrganisation):
        _around(resident(), organisation_id=make_organisation().pk)


def test_an_address_is_confirmed_before_anything_is_written(mailbox: Mailbox) -> None:
    with override_settings(LANGUAGE_CODE="en"):
        subscribe(actor=PUBLIC, wish=Wish(Pace.AT_ONCE, **HERE), email=f" {ANNA.title()} ", now=NOON)
        _published()
        work(NOON)
    [asked] = mailbox.letters
    assert asked["To"] == ANNA
    assert asked["List-Unsubscribe"] is None
    link = next(word for word in text_of(asked).split() if "/alerts/confirm/" in word)
    path = link.removeprefix("http://127.0.0.1:8000")
    alert = Subscription.objects.get()
    Subscription.objects.update(asked_at=NOON)
    assert Client().get(path).status_code == 200
    alert.refresh_from_db()
    assert alert.confirmed_at is None
    confirm(pk=alert.pk, now=NOON)
    mailbox.letters.clear()
    _published()
    work(NOON)
    [letter] = mailbox.letters
    assert (letter["To"], letter["List-Unsubscribe-Post"]) == (ANNA, "List-Unsubscribe=One-Click")
    stop = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    Client().post(stop, {"List-Unsubscribe": "One-Click"})
    _published()
    work(NOON)
    assert len(mailbox.letters) == 1


def test_a_confirmation_comes_in_time_or_never() -> None:
    alert = subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email=ANNA, now=NOON)
    assert alert is not None
    late = NOON + timedelta(days=3, minutes=1)
    assert confirm(pk=alert.pk, now=late) is None
    assert forget_unconfirmed(now=late) == 1
    assert confirm(pk=alert.pk, now=NOON) is None


def test_one_address_gets_three_letters_a_day_and_nobody_learns_of_it() -> None:
    for _ in range(3):
        assert subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email=ANNA, now=NOON)
    assert subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email=ANNA, now=NOON) is None
    assert subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email="other@example.org", now=NOON)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (Wish(Pace.DAILY, area_id=0), UnknownArea),
        (Wish(Pace.DAILY, polygon="{}"), WrongPolygon),
        (Wish(Pace.DAILY, polygon="[1]"), WrongPolygon),
        (Wish(Pace.DAILY, polygon='{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}'), WrongPolygon),
        (
            Wish(Pace.DAILY, polygon='{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'),
            WrongPolygon,
        ),
        (
            Wish(Pace.DAILY, polygon='{"type": "Polygon", "coordinates": [[[0,0],[1,NaN],[1,0]]]}'),
            WrongPolygon,
        ),
        (Wish(Pace.DAILY, radius_m=20, **HERE), WrongRadius),
        (Wish(Pace.DAILY, radius_m=float("nan"), **HERE), WrongRadius),
        (Wish(Pace.DAILY, address="Нигде, 1"), UnknownAddress),
        (Wish(Pace.DAILY, topics=("none",), **HERE), UnknownTopics),
        (Wish(Pace.DAILY, categories=("none",), **HERE), UnknownTopics),
    ],
)
def test_wishes_that_cannot_be_kept(wish: Wish, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        subscribe(actor=resident(), wish=wish, now=NOON)


def test_an_address_of_a_house_becomes_a_circle() -> None:
    house = make_house("13")
    alert = subscribe(actor=resident(), wish=Wish(Pace.DAILY, address="Садовая улица, 13"), now=NOON)
    assert alert is not None
    assert alert.shape == Shape.CIRCLE
    assert alert.centre == Point(house.location.x, house.location.y, srid=4326)
    assert "13" in alert.name


def test_a_word_is_no_mail_address() -> None:
    with pytest.raises(WrongAddress):
        subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, **HERE), email="nobody", now=NOON)


def test_nobody_has_too_many_and_ends_only_the_own() -> None:
    actor = resident()
    for _ in range(MOST):
        _around(actor)
    with pytest.raises(TooManyAlerts):
        _around(actor)
    pk = Subscription.objects.latest("pk").pk
    assert not end(actor=resident(), pk=pk, now=NOON)
    assert not end(actor=PUBLIC, pk=pk, now=NOON)
    assert end(actor=actor, pk=pk, now=NOON)
    _around(actor)
