"""What was changed in reference data, in a reader's words: names of fields and values; who changed it is read below."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.labels import ROLES
from appeals.models import Category, Topic
from appeals.queries.changes import Difference, Kept
from territories.labels import ORGANISATION_KINDS, WASTE_KINDS, area_kind
from territories.types import VersionState
from web.admin_words import BASES, STAGES, TRACKS, UNITS

# Fields that their tables give no name that people read.
_FIELDS: Mapping[str, Any] = {
    "user": _("Person"),
    "organisation": _("Organisation"),
    "area": _("Area"),
    "house": _("House"),
    "collection": _("Collection"),
    "categories": _("Categories"),
    "topics": _("Topics"),
    "state": _("State"),
    "published_at": _("Published"),
    "basis": _("Basis"),
    "source": _("Source"),
}
_PARENTS: Mapping[str, Any] = {
    "territories.area": _("Area above"),
    "territories.organisation": _("Organisation above"),
}
_VALUES: Mapping[str, Mapping[Any, Any]] = {
    "role": ROLES,
    "stage": STAGES,
    "track": TRACKS,
    "unit": UNITS,
    "kinds": WASTE_KINDS,
    "route_days": {day + 1: name for day, name in WEEKDAYS.items()},
    "state": {
        VersionState.STAGED: _("staged, unseen yet"),
        VersionState.PUBLISHED: _("published"),
        VersionState.DISCARDED: _("discarded"),
    },
    "basis": BASES,
}
_CODES: Mapping[str, type[Category | Topic]] = {"categories": Category, "topics": Topic}


def in_words(kept: list[Kept]) -> list[list[dict[str, str]]]:
    """Of each change its fields: label, before, after; what is empty stays empty. A query for each kind of codes."""
    codes = {name: _names_of(name, kept) for name in _CODES}
    return [[_line(one.of, difference, codes) for difference in one.differences] for one in kept]


def _names_of(field: str, kept: list[Kept]) -> dict[str, str]:
    """Names of the categories or topics that lists of codes hold; no query when there are none."""
    found = (difference for one in kept for difference in one.differences if difference.field == field)
    wanted = {code for difference in found for code in (*difference.before, *difference.after)}
    return {row.code: row.name for row in _CODES[field].objects.filter(code__in=wanted)} if wanted else {}


def _line(of: str, difference: Difference, codes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    field = difference.field
    label = _PARENTS.get(of) if field == "parent" else _FIELDS.get(field)
    values = (difference.before, difference.after)
    words = codes.get(field) or _VALUES.get(field, {})
    if field == "kind":
        of_area = {kind: area_kind(kind) for kind in values}
        words = of_area if of == "territories.area" else ORGANISATION_KINDS
    before, after = (said(value, words) for value in values)
    return {"label": str(label or difference.label), "before": before, "after": after}


def said(value: Any, words: Mapping[Any, Any]) -> str:
    """A value as people write it; words: what single values are called."""
    if isinstance(value, list):
        return ", ".join(said(one, words) for one in value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return date_format(localtime(value), "d.m.Y H:i")
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    if isinstance(value, float):
        return number_format(value)
    return str(words.get(value, value))
