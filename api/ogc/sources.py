"""Features of each collection for a viewer: asked of the same queries as the API's own lists; not their coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from api.fields import MAX_ID
from api.ogc.asking import Asked
from api.serializers.areas import AreaFeatureSerializer
from api.views.areas import boundaries_on, narrow
from appeals.errors import InvalidFilter
from appeals.models import Mark
from appeals.queries.features import features_of
from appeals.queries.listing import list_page
from appeals.selecting import selection_from_params
from appeals.types import Ordering, Selection
from territories.models import Boundary
from territories.zonelist import shown_zones

Feature = dict[str, Any]
# The collection's names of filters that the list calls otherwise: there `executor` and `area` are names.
NAMES = {"executor_id": "executor", "area_id": "area", "q": "text"}


@dataclass(frozen=True, slots=True)
class Found:
    """A page: GeoJSON features (lon, lat degrees), how many there are in all, and the next page's cursor."""

    features: list[Feature]
    number_matched: int
    following: str | None


def appeals(viewer: Viewer, asked: Asked) -> Found:
    """The list of appeals, newest first. Raises InvalidFilter."""
    page = list_page(viewer, selection_of(asked), Ordering.DATE, None, asked.cursor, asked.limit)
    features = [_appeal(feature) for feature in orjson.loads(page.features)]
    return Found(features, page.number_matched or 0, page.next_cursor)


def appeal(viewer: Viewer, number: str) -> Feature | None:
    """One that the viewer may see, by its number."""
    seen = Mark.objects.visible_to(viewer)
    appeal_id = None if "\x00" in number else seen.filter(number=number).values_list("pk", flat=True).first()
    return None if appeal_id is None else _appeal(orjson.loads(features_of([appeal_id]))[0])


def selection_of(asked: Asked) -> Selection:
    """The list's filter. Raises InvalidFilter, by the name that the collection has for a parameter."""
    given = {NAMES.get(name, name): values for name, values in asked.properties.items()}
    try:
        selection = selection_from_params(given)
    except InvalidFilter as problem:
        problem.parameter = problem.field = next(
            (name for name, known in NAMES.items() if known == problem.parameter), problem.parameter
        )
        raise
    return replace(selection, bbox=asked.bbox, since=asked.since, until=asked.until)


def _appeal(feature: Feature) -> Feature:
    """Without the distance, which a list in order of place alone has."""
    feature["properties"].pop("distance_m")
    return feature


def areas(_viewer: Viewer, asked: Asked) -> Found:
    """Areas in force today with their whole polygons, by number. Raises InvalidFilter."""
    today = timezone.localdate()
    given: dict[str, Any] = {name: values[-1] for name, values in asked.properties.items()}
    if "parent" in given:
        given["parent"] = _number("parent", given["parent"])
    if asked.bbox:
        given["bbox"] = asked.bbox
    found = narrow(boundaries_on(today, "full"), _printable(given), today)
    page = list(found.filter(area_id__gt=_after(asked))[: asked.limit + 1])
    features = [_area(boundary) for boundary in page[: asked.limit]]
    return Found(features, found.count(), _following(features, len(page)))


def area(_viewer: Viewer, number: str) -> Feature | None:
    """One area in force today, by its number."""
    found = boundaries_on(timezone.localdate(), "full")
    boundary = found.filter(area_id=number).first() if _is_id(number) else None
    return None if boundary is None else _area(boundary)


def _area(boundary: Boundary) -> Feature:
    """The API's own feature, flat: tables of GIS programs know no objects in a cell."""
    feature: Feature = orjson.loads(orjson.dumps(AreaFeatureSerializer(boundary).data))
    properties = feature["properties"]
    version = properties.pop("version")
    properties.pop("label_point")
    properties |= {"version": version.pop("number"), **version}
    return feature


def zones(_viewer: Viewer, asked: Asked) -> Found:
    """Zones of duty in force today that have a shape, by number: what the map's tiles tell everybody. Raises
    InvalidFilter."""
    given: dict[str, Any] = _printable({name: values[-1] for name, values in asked.properties.items()})
    if "shared" in given:
        given["shared"] = _flag("shared", given["shared"])
    today, after_id = timezone.localdate(), _after(asked)
    found = shown_zones(on=today, limit=asked.limit + 1, after_id=after_id, bbox=asked.bbox, **given)
    features = [_zone(row) for row in found.rows[: asked.limit]]
    return Found(features, found.number_matched, _following(features, len(found.rows)))


def zone(_viewer: Viewer, number: str) -> Feature | None:
    """One zone in force today, by its number."""
    if not _is_id(number):
        return None
    found = shown_zones(on=timezone.localdate(), limit=1, zone_id=int(number))
    return _zone(found.rows[0]) if found.rows else None


def _zone(row: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": orjson.loads(row["geometry"]),
        "properties": {name: row[name] for name in ("name", "organisation", "kind", "shared")},
    }


def _following(features: list[Feature], read: int) -> str | None:
    return str(features[-1]["id"]) if read > len(features) else None


def _after(asked: Asked) -> int:
    return _number("cursor", asked.cursor) if asked.cursor else 0


def _number(name: str, text: str) -> int:
    if not _is_id(text):
        raise InvalidFilter(name, _("“%(value)s” is not a number."), value=text)
    return int(text)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= MAX_ID


def _flag(name: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidFilter(name, _("One of: %(known)s."), known="true, false")
    return text == "true"


def _printable(given: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in given.items():
        if isinstance(value, str) and "\x00" in value:
            raise InvalidFilter(name, _("The value holds a character that no text can have."))
    return dict(given)
