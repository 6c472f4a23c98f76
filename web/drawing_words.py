"""What checks and histories of drawings find, in words and as GeoJSON; not the checks themselves."""

from typing import Any

import shapely
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from territories.drawn import GRAVE, Fault, Finding, Neighbour
from territories.history import Happened, Told
from territories.importing.findings import fault, size


def told(finding: Finding) -> str:
    """One finding as a sentence in the reader's language, with its size."""
    values = {"name": finding.name, "size": size(finding.size_m2)}
    match finding.fault:
        case Fault.EMPTY:
            return _("There is no polygon yet: a ring needs three vertices at least.")
        case Fault.INVALID:
            return _("The polygon is not sound: %(reason)s.") % {"reason": _reason(finding)}
        case Fault.EXCHANGED:
            return _(
                "The polygon lies outside the municipality, and inside it with longitude and latitude exchanged: paste "
                "it again with longitude first. It cannot be published like this."
            )
        case Fault.OUTSIDE:
            return _("%(size)s lie outside the area above or the municipality.") % values
        case Fault.OVERLAP if finding.drafted:
            return _("%(size)s overlap with your drawing “%(name)s”.") % values
        case Fault.OVERLAP:
            return _("%(size)s overlap with “%(name)s”.") % values
        case Fault.GAP:
            return _("A gap of %(size)s: none of this set covers it.") % values
        case Fault.LOST:
            return _("%(size)s of what it was are covered by none of this set now.") % values


def _reason(finding: Finding) -> str:
    """GEOS's words in the reader's language; its place to 10 cm rather than to the last bit."""
    words = finding.reason.partition("[")[0]
    place = finding.place
    return fault(f"{words}[{round(place.lon, 6)} {round(place.lat, 6)}]" if place else words)


def as_json(findings: list[Finding]) -> list[dict[str, Any]]:
    """Findings for the page's script: words, and what is drawn on the map."""
    return [
        {
            "fault": one.fault.value,
            "grave": one.fault in GRAVE,
            "text": told(one),
            "place": [one.place.lon, one.place.lat] if one.place else None,
            "shape": geojson(one.shape),
        }
        for one in findings
    ]


def geojson(shape: Any) -> dict[str, Any] | None:
    """Exact: a neighbour's vertex is taken over by its very numbers."""
    return None if shape is None else dict(shapely.geometry.mapping(shape))


def features(neighbours: list[Neighbour], **others: Any) -> dict[str, Any]:
    """Neighbours, and other polygons by their role (`before`, `ground`), as one FeatureCollection."""
    found = [
        {
            "type": "Feature",
            "properties": {"role": "draft" if one.drafted else "neighbour", "name": one.name},
            "geometry": geojson(one.geometry),
        }
        for one in neighbours
    ]
    found += [
        {"type": "Feature", "properties": {"role": role, "name": ""}, "geometry": geojson(shape)}
        for role, shape in others.items()
        if shape is not None
    ]
    return {"type": "FeatureCollection", "features": found}


def happened(events: list[Told]) -> list[dict[str, Any]]:
    """Events of a history with the names of who made them; a command has none."""
    users = {one.pk: str(one) for one in User.objects.filter(pk__in={e.user_id for e in events if e.user_id})}
    return [{"at": one.at, "who": users.get(one.user_id or 0, ""), "text": _sentence(one)} for one in events]


def _sentence(event: Told) -> str:
    values = {
        "name": event.name or _("zone without a name"),
        "day": date_format(event.on, "d.m.Y") if event.on else "",
    }
    match event.what:
        case Happened.BEGUN if event.on:
            return _("%(name)s: begins %(day)s") % values
        case Happened.BEGUN:
            return _("%(name)s: begun") % values
        case Happened.ENDED:
            return _("%(name)s: ends %(day)s") % values
        case Happened.CHANGED:
            return _("%(name)s: changed") % values
        case Happened.DELETED:
            return _("%(name)s: deleted") % values
        case Happened.STAGED:
            return _("%(name)s: staged, unseen yet") % values
        case Happened.PUBLISHED if event.on:
            return _("%(name)s: published from %(day)s") % values
        case Happened.PUBLISHED:
            return _("%(name)s: published") % values
        case Happened.DISCARDED:
            return _("%(name)s: discarded") % values
