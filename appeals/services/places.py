"""Finds where an appeal is from what the author gave: a point, a chosen house, an address; writes nothing."""

from contextlib import suppress
from datetime import date

from django.conf import settings
from django.contrib.gis.geos import Point

from appeals.errors import AxesSwapped, NoCoordinates, NoPlace, UnknownAddress, UnknownHouse
from appeals.models import Topic
from appeals.rules.privacy import public_address
from appeals.rules.texts import usable_address
from appeals.types import Privacy, ResolvedPlace
from geo.addresses.queries import geocode, reverse
from geo.errors import OutOfWorld
from geo.metric import distance_m
from geo.models import House
from geo.types import LonLat
from territories.models import Area
from territories.queries import areas_covering
from territories.types import TopicScope

# Beyond METKA_HOUSE_RADIUS_M a pin is not at a house any more; up to here its street is worth naming.
STREET_RADIUS_M = 150.0
# A chosen house or a typed address names the pin's house only this near: people move the pin to where the matter is.
SAME_PLACE_M = 300.0
# As good as zero: 11 cm.
ZERO_DEG = 1e-6
_TOO_COARSE = {"settlement"}
# Less sure than this, an answer of geocoding is a guess: the street of that name in another town, for one.
_SURE_ENOUGH = 0.5


def resolve(topic: Topic, *, location: LonLat | None, address: str, house_id: int | None) -> ResolvedPlace:
    """The place of an appeal. A chosen house goes before a typed address, the pin before both.

    A house farther than SAME_PLACE_M from the pin is left aside, whether it was chosen or typed.
    Raises NoPlace, UnknownHouse, UnknownAddress (also when the best answer is only a guess; an address found as a
    whole settlement is enough only for topics about an area), AddressTooLong.
    """
    address = usable_address(address)
    chosen = None if house_id is None else _at_house(house_id, location)
    if chosen is not None:
        return chosen
    if location is not None:
        return _at_pin(location, address)
    if address:
        return _at_address(topic, address)
    raise NoPlace


def refuse_mistaken(location: LonLat, *, on: date) -> None:
    """Of a point outside every area on a local day: refuse what is surely a mistake; whatever else is taken.

    Raises AxesSwapped when an area covers its swap, NoCoordinates when one of its numbers is zero and areas are known.
    """
    if min(abs(location.lon), abs(location.lat)) < ZERO_DEG and Area.objects.in_force(on).exists():
        raise NoCoordinates
    with suppress(OutOfWorld):
        if areas_covering(LonLat(location.lat, location.lon), on=on):
            raise AxesSwapped


def point_of(place: LonLat) -> Point:
    """GeoDjango's point of a place, EPSG:4326."""
    return Point(place.lon, place.lat, srid=4326)


def _at_house(house_id: int, location: LonLat | None) -> ResolvedPlace | None:
    """The chosen house, at the pin when there is one; None: the pin lies elsewhere."""
    house = House.objects.filter(pk=house_id).first()
    if house is None:
        raise UnknownHouse
    place = LonLat(house.location.x, house.location.y)
    if location is not None and distance_m(place, location) > SAME_PLACE_M:
        return None
    return ResolvedPlace(location or place, house.address, house.pk)


def _at_pin(location: LonLat, address: str) -> ResolvedPlace:
    if not address:
        return ResolvedPlace(location, _address_at(location), None)
    match = geocode(address, near=location)
    near = match is not None and match.house_id is not None
    if near and match is not None and distance_m(match.location, location) <= SAME_PLACE_M:
        return ResolvedPlace(location, match.address, match.house_id)
    return ResolvedPlace(location, address, None)


def _at_address(topic: Topic, address: str) -> ResolvedPlace:
    match = geocode(address, near=None)
    if match is None or match.confidence < _SURE_ENOUGH:
        raise UnknownAddress(address=address)
    if match.level in _TOO_COARSE and topic.scope != TopicScope.AREA:
        raise UnknownAddress(address=address)
    return ResolvedPlace(match.location, match.address, match.house_id)


def _address_at(location: LonLat) -> str:
    """The house's address at the pin, near it only its street, else nothing."""
    hit = reverse(location, radius_m=STREET_RADIUS_M)
    if hit is None:
        return ""
    at_house = hit.distance_m <= settings.HOUSE_RADIUS_M
    return hit.address if at_house else public_address(hit.address, Privacy.HOME)
