"""What somebody types as the place to look around: an address, or longitude and latitude; not search while typing."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from geo.addresses.geocoding import geocode
from geo.errors import GeoError
from geo.types import LonLat
from web.home import home_bounds

LONGEST = 200
_PAIR = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,2}(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Near:
    """place: WGS84 lon/lat, None when it was not found. address: what was found, empty for a pair of numbers."""

    place: LonLat | None
    address: str = ""
    problem: str = ""


def near_of(text: str) -> Near:
    """The place of an address, or of «lon, lat» in degrees; `problem` says what to do when there is none."""
    pair = _PAIR.match(text)
    if pair:
        try:
            return Near(LonLat(float(pair[1]), float(pair[2])))
        except GeoError:
            return Near(None, problem=_("Longitude from −180 to 180, then latitude from −90 to 90."))
    found = geocode(text[:LONGEST], near=_middle()) if "\x00" not in text else None
    if found is None:
        return Near(
            None, problem=_("We do not know this address. Check the spelling, or name the street alone.")
        )
    return Near(found.location, found.address)


def _middle() -> LonLat | None:
    """Of where the map opens: a street without its town is looked for there first."""
    bounds = home_bounds()
    return bounds and LonLat((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
