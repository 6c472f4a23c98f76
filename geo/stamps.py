"""Whether a row is still what somebody looked at: two people may edit the same; not who changed it (pghistory)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model

from geo.errors import ChangedMeanwhile


def stamp(row: Model, *, many: Sequence[str] = ()) -> str:
    """A short digest of all columns of a row, and of the rows that `many` names; the same values, the same stamp."""
    values: list[Any] = [
        (field.attname, _plain(getattr(row, field.attname))) for field in row._meta.concrete_fields
    ]
    values += [(name, sorted(one.pk for one in getattr(row, name).all())) for name in many]
    return sha256(repr(values).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """A geometry's own text names its place in memory."""
    return value.ewkt if isinstance(value, GEOSGeometry) else value


def require_unchanged(row: Model, seen: str, *, many: Sequence[str] = ()) -> None:
    """Raises ChangedMeanwhile when the row is not what `seen` was taken of. The row should be locked."""
    now = stamp(row, many=many)
    if seen != now:
        raise ChangedMeanwhile(stamp=now)
