"""What the steps of an appeal take and give back; whether a step is possible is decided by its service."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import FiniteField, IdField
from appeals.rules.deadlines import EXTENSION_MOST_DAYS
from appeals.services.photos import PHOTOS_MAX
from appeals.types import Region, State, Visibility

LONGEST_WORDS = 20_000
MOST_REGIONS = 50


class RegionSerializer(serializers.Serializer[Any]):
    """A part of a photo, as fractions of its width and height from the upper left corner."""

    x = FiniteField(min_value=0, max_value=1)
    y = FiniteField(min_value=0, max_value=1)
    width = FiniteField(min_value=0, max_value=1)
    height = FiniteField(min_value=0, max_value=1)


class SteppedSerializer(serializers.Serializer[Any]):
    """Where the appeal stands after the step; the state is null for whoever may not see it."""

    number = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in State], allow_null=True)


def words() -> serializers.Field[Any, Any, Any, Any]:
    """Text that the service may ask for."""
    return serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_WORDS, default="")


def number() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.RegexField(
        r"^[0-9A-Za-z-]*$", required=False, allow_blank=True, max_length=12, default=""
    )


def email() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.CharField(required=False, allow_blank=True, max_length=254, default="")


def secret() -> serializers.Field[Any, Any, Any, Any]:
    """In the body, never in an address: addresses are logged."""
    return serializers.RegexField(
        r"^[0-9A-Za-z_-]*$",
        required=False,
        allow_blank=True,
        max_length=43,
        default="",
        help_text=_("The secret of the author's link, for an appeal sent without an account."),
    )


def day() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.DateField()


def days() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.IntegerField(min_value=1, max_value=EXTENSION_MOST_DAYS)


def rating() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.IntegerField(min_value=1, max_value=5)


def code() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.SlugField(required=False, allow_blank=True, max_length=60, default="")


def visibility() -> serializers.Field[Any, Any, Any, Any]:
    return serializers.ChoiceField([word.value for word in Visibility])


def organisation() -> serializers.Field[Any, Any, Any, Any]:
    """An organisation, or null for none."""
    return IdField(allow_null=True)


def photo() -> serializers.Field[Any, Any, Any, Any]:
    return IdField()


def photos() -> serializers.Field[Any, Any, Any, Any]:
    """Which photos of the appeal."""
    return serializers.ListField(child=IdField(), required=False, max_length=100, default=list)


def uploads() -> serializers.Field[Any, Any, Any, Any]:
    """New photos, in a form."""
    return serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        required=False,
        max_length=PHOTOS_MAX,
        default=list,
    )


def regions() -> serializers.Field[Any, Any, Any, Any]:
    """Few enough for one picture; the service limits them as well."""
    return serializers.ListField(child=RegionSerializer(), max_length=MOST_REGIONS)


def read_regions(rows: list[dict[str, float]]) -> list[Region]:
    return [Region(**row) for row in rows]
