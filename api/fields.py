"""Fields that take what the outside sends, such as finite degrees; not the meaning of a parameter."""

from datetime import date
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from appeals.selecting import OPEN_WORD, PASSED_WORD
from appeals.types import Kind, State, StateGroup
from geo.types import BBox

MAX_ID = 2**63 - 1
MAX_WORDS = 4000
_NUMBER = r"-?[0-9]{1,3}(\.[0-9]{1,12})?"
BBOX_PATTERN = rf"^{_NUMBER}(,{_NUMBER}){{3}}$"


class FiniteField(serializers.FloatField):
    """A float that is a number: DRF's own lets NaN pass every limit."""

    default_error_messages = {"not_finite": _("A finite number is needed.")}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        try:
            value = super().to_internal_value(data)
        except OverflowError:
            self.fail("not_finite")
        if not isfinite(value):
            self.fail("not_finite")
        return value


class LonField(FiniteField):
    """Longitude in WGS84 degrees, -180…180."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Longitude in WGS84 degrees."))
        super().__init__(min_value=-180, max_value=180, **kwargs)


class LatField(FiniteField):
    """Latitude in WGS84 degrees, -90…90."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Latitude in WGS84 degrees."))
        super().__init__(min_value=-90, max_value=90, **kwargs)


class IdField(serializers.IntegerField):
    """A row's number as PostgreSQL keeps it (a positive bigint)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class DayField(serializers.DateField):
    """A day between 1900 and 2199: further away a time zone's arithmetic leaves the calendar."""

    default_error_messages = {"absurd": _("The date must lie between the years 1900 and 2199.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not 1900 <= day.year <= 2199:
            self.fail("absurd")
        return day


@extend_schema_field({"type": "string", "pattern": BBOX_PATTERN, "examples": ["30.1,59.8,30.6,60.1"]})
class BBoxField(serializers.Field[BBox, str, str, Any]):
    """A box written `west,south,east,north` in WGS84 degrees."""

    default_error_messages = {"invalid": _("Four numbers are needed: west,south,east,north in degrees.")}

    def to_internal_value(self, data: Any) -> BBox:
        try:
            west, south, east, north = (float(part) for part in str(data).split(","))
            return BBox(west, south, east, north)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: BBox) -> str:
        return ",".join(str(part) for part in value.as_tuple())


class WordsField(serializers.ListField):
    """Values that may be repeated or comma-separated; `appeals.selecting` splits and checks them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("child", serializers.CharField(max_length=MAX_WORDS, allow_blank=True))
        super().__init__(required=False, max_length=200, **kwargs)


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": [kind.value for kind in Kind]}})
class KindsField(WordsField):
    """Kinds of appeals."""


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "string",
            "enum": [OPEN_WORD, PASSED_WORD, *(one.value for one in (*StateGroup, *State))],
        },
    }
)
class StatesField(WordsField):
    """States, groups of states, or `open`."""
