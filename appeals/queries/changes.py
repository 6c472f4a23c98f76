"""Who changed which reference data, as the triggers of pghistory kept it; appeals have events of their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.db.models import ForeignKey, JSONField, Model, OuterRef, Subquery

from accounts.models import User

SHOWN = 100


# What programs keep beside what people write; a change of nothing else is told to nobody.
_UNTOLD = frozenset({"id", "name_key", "source_key", "checksum", "created_at", "area_m2"})
# Whoever else stands in a row and does not say which row it is.
_BESIDE = frozenset({"invited_by"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its value before (empty when the row is new) and after (empty when it is gone).

    label: the field's own name. Of what another row is named by, the name stands for the value.
    """

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept change. label: insert, update or delete. of: the model, such as `appeals.deadline`. row: what the
    changed row is called, or its day.

    who: None for what came past the desk, such as an import. differences: none of a change when nothing is known of
    before.
    """

    at: datetime
    label: str
    of: str
    what: str
    row: str | date
    who: User | None
    differences: tuple[Difference, ...]


def tracked() -> dict[str, type[Any]]:
    """Event models by the name of the model they follow, such as `appeals.deadline`."""
    found: dict[str, type[Any]] = {}
    for model in apps.get_models():
        followed: Any = getattr(model, "pgh_tracked_model", None)
        if issubclass(model, pghistory.models.Event) and followed is not None:
            found[followed._meta.label_lower] = model
    return dict(sorted(found.items()))


def changes(*, only: str = "") -> list[Kept]:
    """The latest changes, newest first; of one tracked model where it is named. Some three queries for each model."""
    models = tracked()
    chosen = [models[only]] if only in models else list(models.values())
    rows = list(chain.from_iterable(_latest(model) for model in chosen))
    rows.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    rows = rows[:SHOWN]
    people = User.objects.in_bulk({key for row, _before in rows if (key := _user(row))})
    names = _names(row for pair in rows for row in pair if row is not None)
    told = [(row, before, tuple(_differences(row, before, names))) for row, before in rows]
    return [
        Kept(
            at=row.pgh_created_at,
            label=row.pgh_label,
            of=type(row).pgh_tracked_model._meta.label_lower,
            what=str(type(row).pgh_tracked_model._meta.verbose_name),
            row=_called(row, names),
            who=people.get(_user(row) or 0),
            differences=differences,
        )
        for row, before, differences in told
        if differences or before is None or row.pgh_label != "update"
    ]


def _latest(model: type[Any]) -> list[tuple[Any, Any]]:
    """The last events of a model, each with the one before it of the same row."""
    events = model.objects.defer(*_unread(model))
    same = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    before = Subquery(same.order_by("-pgh_id").values("pgh_id")[:1])
    rows = list(events.select_related("pgh_context").annotate(before=before).order_by("-pgh_id")[:SHOWN])
    known = events.in_bulk({row.before for row in rows if row.before})
    return [(row, known.get(row.before)) for row in rows]


def _user(row: Any) -> int | None:
    context = row.pgh_context
    key = context.metadata.get("user") if context is not None else None
    return key if isinstance(key, int) else None


def _unread(model: Any) -> list[str]:
    """Fields that are large and say nothing to a reader of a list: polygons, reports of checks."""
    large = (GeometryField, JSONField)
    fields = (field for field in model._meta.concrete_fields if not field.name.startswith("pgh_"))
    return [field.name for field in fields if isinstance(field, large)]


def _fields(row: Any) -> list[Any]:
    skipped = {*_UNTOLD, *_unread(row)}
    return [
        field
        for field in row._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name not in skipped
    ]


def _called(row: Any, names: Mapping[type[Model], Mapping[Any, str]]) -> str | date:
    """Which row it was: its own name, else what it belongs to."""
    own: str | date = next(
        (value for word in ("name", "code", "day") if (value := getattr(row, word, ""))), ""
    )
    if own:
        return own
    fields = (field for field in _fields(row) if field.name not in _BESIDE)
    keys = (field for field in fields if isinstance(field, ForeignKey))
    known = (names.get(field.related_model, {}).get(getattr(row, field.attname), "") for field in keys)
    return ", ".join(filter(None, known))


def _names(rows: Iterable[Any]) -> dict[type[Model], dict[Any, str]]:
    """Names of what foreign keys point to. One query for each model."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for row in rows:
        for field in _fields(row):
            if isinstance(field, ForeignKey) and (key := getattr(row, field.attname)) is not None:
                wanted[field.related_model].add(key)
    return {
        model: {key: str(one) for key, one in model._default_manager.in_bulk(keys).items()}
        for model, keys in wanted.items()
    }


def _differences(
    row: Any, before: Any, names: Mapping[type[Model], Mapping[Any, str]]
) -> Iterable[Difference]:
    if before is None and row.pgh_label == "update":
        # The row is older than its history: what it was before is not known.
        return
    for field in _fields(row):
        new = getattr(row, field.attname)
        old = getattr(before, field.attname) if before is not None else None
        if row.pgh_label == "delete":
            old, new = new, None
        elif row.pgh_label == "insert":
            old = None
        if old != new:
            label = str(field.verbose_name)
            yield Difference(field.name, label, _named(field, old, names), _named(field, new, names))


def _named(field: Any, value: Any, names: Mapping[type[Model], Mapping[Any, str]]) -> Any:
    if value is None or value in ("", []):
        return ""
    if isinstance(field, ForeignKey):
        return names.get(field.related_model, {}).get(value, f"№ {value}")
    return value
