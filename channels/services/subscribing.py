"""Area alerts: asked for, confirmed by whoever has no account, ended; which appeals meet them is a query's."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from accounts.types import Viewer
from appeals.models import Category, Topic
from appeals.queries.listing import circle_box
from channels.errors import (
    NoPlace,
    NotYourOrganisation,
    TooManyAlerts,
    UnknownAddress,
    UnknownArea,
    UnknownTopics,
    WrongAddress,
    WrongPolygon,
)
from channels.models import Subscription
from channels.rules.places import MOST_CORNERS, ring_of, usable_radius_m
from channels.types import Shape, Wish
from geo.addresses.queries import geocode
from geo.types import LonLat
from territories.models import Area, Boundary

CONFIRMING = "channels.confirm"
MOST = 20
# Asked for and not confirmed: so many letters go to one address in a day, whoever asks.
MOST_UNCONFIRMED = 3
CONFIRMED_WITHIN = timedelta(days=3)
# Less sure than this, an address is a guess.
_SURE = 0.5


def subscribe(
    *, actor: Viewer, wish: Wish, email: str = "", language: str = "", now: datetime
) -> Subscription | None:
    """Keep a wish: of the person who signed in at once, else once the address is confirmed.

    None: the address has had enough unconfirmed letters today, or has enough alerts; whoever asks is not told which.
    Raises the `ChannelError` family.
    """
    place = _place(wish, on=timezone.localdate(now))
    _check_topics(wish)
    if wish.organisation_id is not None and wish.organisation_id not in actor.organisation_ids:
        raise NotYourOrganisation
    values = {
        **place,
        "topics": list(wish.topics),
        "categories": list(wish.categories),
        "organisation_id": wish.organisation_id,
        "pace": wish.pace,
        "asked_at": now,
    }
    if actor.user_id is not None:
        own = Subscription.objects.filter(user_id=actor.user_id, ended_at__isnull=True)
        if own.count() >= MOST:
            raise TooManyAlerts(most=MOST)
        return Subscription.objects.create(user_id=actor.user_id, confirmed_at=now, **values)
    return _ask(_usable_email(email), language, values, now)


def confirm(*, pk: int, now: datetime) -> Subscription | None:
    """Begin an alert whose address is confirmed; None: it is gone, ended or too old. Again it changes nothing."""
    with transaction.atomic():
        asked = Subscription.objects.select_for_update().filter(pk=pk, ended_at__isnull=True)
        alert: Subscription | None = asked.first()
        if alert is None or alert.confirmed_at is not None:
            return alert
        if now - alert.asked_at > CONFIRMED_WITHIN:
            return None
        alert.confirmed_at = now
        alert.save(update_fields=["confirmed_at"])
    return alert


def end(*, actor: Viewer, pk: int, now: datetime) -> bool:
    """End one's own alert; False when there is none."""
    if actor.user_id is None:
        return False
    own = Subscription.objects.filter(pk=pk, user_id=actor.user_id, ended_at__isnull=True)
    return bool(own.update(ended_at=now))


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete addresses that nobody confirmed in time; answers how many."""
    asked = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - CONFIRMED_WITHIN)
    return asked.delete()[0]


def _ask(email: str, language: str, values: dict[str, Any], now: datetime) -> Subscription | None:
    of_address = Subscription.objects.filter(email=email, ended_at__isnull=True)
    today = of_address.filter(confirmed_at__isnull=True, asked_at__gt=now - timedelta(days=1))
    if today.count() >= MOST_UNCONFIRMED or of_address.count() >= MOST:
        return None
    with transaction.atomic():
        alert = Subscription.objects.create(email=email, language=language, **values)
        jobs.configure_task(CONFIRMING).defer(subscription_id=alert.pk)
    return alert


def _usable_email(email: str) -> str:
    email = email.strip().casefold()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise WrongAddress from problem
    return email


def _place(wish: Wish, *, on: date) -> dict[str, Any]:
    """Columns of the place, with the name by which people know the alert on a local day."""
    if wish.area_id is not None:
        area = Area.objects.filter(pk=wish.area_id).first()
        if area is None:
            raise UnknownArea
        today = Boundary.objects.begun(on).filter(area=area).values_list("name", flat=True).first()
        return {"shape": Shape.AREA, "area": area, "name": today or area.name}
    if wish.polygon.strip():
        polygon = Polygon(ring_of(wish.polygon), srid=4326)
        if not polygon.valid or not polygon.area:
            raise WrongPolygon(most=MOST_CORNERS)
        return {"shape": Shape.POLYGON, "polygon": polygon, "name": _("Drawn area")}
    return _circle(wish)


def _circle(wish: Wish) -> dict[str, Any]:
    radius_m = usable_radius_m(wish.radius_m)
    if wish.lon is not None and wish.lat is not None:
        centre, name = LonLat(wish.lon, wish.lat), wish.address.strip()
    elif wish.address.strip():
        match = geocode(wish.address)
        if match is None or match.confidence < _SURE:
            raise UnknownAddress(address=wish.address.strip())
        centre, name = match.location, match.address
    else:
        raise NoPlace
    words = _("%(radius)d m around %(place)s") if name else _("%(radius)d m around a point on the map")
    told = words % {"radius": radius_m, "place": name}
    return {
        "shape": Shape.CIRCLE,
        "centre": Point(centre.lon, centre.lat, srid=4326),
        "radius_m": radius_m,
        "polygon": square_around(centre, radius_m),
        "name": told[:300],
    }


def square_around(centre: LonLat, radius_m: float) -> Polygon:
    """A square in degrees that holds the circle, for the index; the circle itself is measured in metres."""
    # One metre in a hundred more: the box takes a degree for 111 km everywhere.
    box = circle_box(centre, radius_m * 1.01)
    if box is None:
        raise NoPlace
    square = Polygon.from_bbox(box.as_tuple())
    square.srid = 4326
    return square


def _check_topics(wish: Wish) -> None:
    known = Topic.objects.filter(code__in=wish.topics).count()
    if known != len(set(wish.topics)):
        raise UnknownTopics
    if Category.objects.filter(code__in=wish.categories).count() != len(set(wish.categories)):
        raise UnknownTopics
