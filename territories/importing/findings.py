"""Repairs, overlaps and gaps of a boundary version in words; not the checks themselves (coverage)."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Lines of each check that a person reads; programs get them all.
SHOWN = 20
SQUARE_KM = 1_000_000.0
# What GEOS says of a polygon that is none, before the place in brackets.
FAULTS: dict[str, Any] = {
    "Self-intersection": gettext_lazy("it crosses itself"),
    "Ring Self-intersection": gettext_lazy("its ring touches itself"),
    "Hole lies outside shell": gettext_lazy("a hole lies outside"),
    "Holes are nested": gettext_lazy("a hole lies in a hole"),
    "Nested shells": gettext_lazy("a part lies in another part"),
    "Interior is disconnected": gettext_lazy("its holes cut it apart"),
    "Duplicate Rings": gettext_lazy("a ring stands twice"),
    "Too few points in geometry component": gettext_lazy("a ring has too few points"),
    "Invalid Coordinate": gettext_lazy("a coordinate is no number"),
    "Ring is not closed": gettext_lazy("a ring is not closed"),
}


def describe_checks(found: dict[str, Any]) -> Iterator[str]:
    """The largest repairs, overlaps and gaps as sentences, with what is left out counted."""
    for repair in found["repairs"][:SHOWN]:
        yield _("“%(name)s” was repaired: %(reason)s; its size changed by %(size)s.") % {
            "name": repair["name"],
            "reason": fault(repair["reason"]),
            "size": size(repair["change_m2"]),
        }
    for overlap in _largest(found["overlaps"]):
        yield _("“%(first)s” and “%(second)s” overlap by %(size)s.") % {
            "first": overlap["first"]["name"],
            "second": overlap["second"]["name"],
            "size": size(overlap["size_m2"]),
        }
    for gap in _largest(found["gaps"]):
        names = [_("“%(name)s”") % {"name": area["name"]} for area in gap["between"]]
        told = (
            _("A gap of %(size)s at %(lon)s, %(lat)s between %(names)s.")
            if len(names) > 1
            else _("A hole of %(size)s at %(lon)s, %(lat)s inside %(names)s.")
        )
        yield told % {
            "size": size(gap["size_m2"]),
            "lon": gap["lon"],
            "lat": gap["lat"],
            "names": ", ".join(names),
        }
    left = sum(max(len(found[noun]) - SHOWN, 0) for noun in ("repairs", "overlaps", "gaps"))
    if left:
        yield _("%(count)s more findings are in the version's report.") % {"count": left}


def fault(reason: str) -> str:
    """What GEOS found wrong, in the reader's language, with its place: «…: 30.15 60.05»."""
    words, bracket, place = reason.partition("[")
    text = str(FAULTS.get(words.strip(), words.strip()))
    return f"{text} ({re.sub(r'[^0-9. -]', '', place)})" if bracket else text


def size(size_m2: float) -> str:
    """Square metres as people read them: 32.8 m², 26 573 m², 379.79 km²."""
    if size_m2 >= SQUARE_KM:
        number = number_format(round(size_m2 / SQUARE_KM, 2), decimal_pos=2, force_grouping=True)
        return _("%(number)s km²") % {"number": number}
    places = 0 if size_m2 >= 100 else 1
    number = number_format(round(size_m2, places), decimal_pos=places, force_grouping=True)
    return _("%(number)s m²") % {"number": number}


def _largest(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda finding: -float(finding["size_m2"]))[:SHOWN]
