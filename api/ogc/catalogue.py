"""The catalogue of collections: data only. A collection is one entry here and two functions in `sources`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from api.ogc import sources
from api.ogc.asking import Asked
from api.ogc.sources import Feature, Found
from appeals.types import Kind, State, StateGroup
from tiles.types import LayerName

Columns = Mapping[str, dict[str, Any]]
TEXT, NUMBER, INTEGER, FLAG = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))
DAY, MOMENT = ({"type": "string", "format": form} for form in ("date", "date-time"))
KIND = {**TEXT, "enum": [kind.value for kind in Kind]}
STATE = {**TEXT, "enum": [state.value for state in State]}
GROUP = {**TEXT, "enum": [group.value for group in StateGroup]}


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features, whose name is its layer's of the tiles.

    columns: properties of a feature with their JSON schema. queryables: what it may be filtered by. shape: the JSON
    schema's name of its geometry. page: of features for a viewer. one: by its id.
    """

    name: LayerName
    title: Any
    description: Any
    columns: Columns
    queryables: Columns
    shape: str
    page: Callable[[Viewer, Asked], Found]
    one: Callable[[Viewer, str], Feature | None]


_APPEALS = Collection(
    LayerName.APPEALS,
    _("Appeals"),
    _("Appeals that you may see, at their public place; the text without personal data."),
    {
        "number": TEXT,
        "kind": KIND,
        "topic": TEXT,
        "topic_name": TEXT,
        "category": TEXT,
        "category_name": TEXT,
        "icon": TEXT,
        "text": TEXT,
        "address": TEXT,
        "area": TEXT,
        "executor": TEXT,
        "executor_id": INTEGER,
        "state": STATE,
        "group": GROUP,
        "supports": INTEGER,
        "submitted_at": MOMENT,
        "answered_at": MOMENT,
        "due_on": DAY,
        "photo": TEXT,
    },
    {
        "kind": KIND,
        "topic": TEXT,
        "category": TEXT,
        "state": STATE,
        "executor_id": TEXT,
        "area_id": {**TEXT, "title": _("Number or code of an area")},
        "q": {**TEXT, "title": _("Words in text and address")},
    },
    "point",
    sources.appeals,
    sources.appeal,
)
_AREAS = Collection(
    LayerName.AREAS,
    _("Areas"),
    _("Areas in force today with their boundaries."),
    {
        "code": TEXT,
        "oktmo": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "collection": TEXT,
        "parent": INTEGER,
        "area_m2": NUMBER,
        "version": INTEGER,
        "valid_from": DAY,
        "valid_to": DAY,
    },
    {"kind": TEXT, "collection": TEXT, "parent": INTEGER},
    "multipolygon",
    sources.areas,
    sources.area,
)
_ZONES = Collection(
    LayerName.ZONES,
    _("Service zones"),
    _("Where each organisation answers: zones in force today that have a shape."),
    {"name": TEXT, "organisation": TEXT, "kind": TEXT, "shared": FLAG},
    {"organisation": TEXT, "kind": TEXT, "shared": FLAG},
    "any",
    sources.zones,
    sources.zone,
)
COLLECTIONS: Mapping[str, Collection] = {
    str(collection.name): collection for collection in (_APPEALS, _AREAS, _ZONES)
}
