"""Query parameters of each resource: their types, limits and help; not their meaning."""

from difflib import get_close_matches
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from analytics.queries.heatmap import COARSEST, FINEST, MOST_CELLS, ORDINARY, Metric
from analytics.queries.hotspots import FEWEST_PERIODS, MOST_PERIODS, ORDINARY_PERIODS
from analytics.queries.region import MOST_CELLS as MOST_TESTED
from analytics.rules import classes
from analytics.rules.classes import Method
from analytics.types import MeasureCode, Period
from api.fields import (
    BBoxField,
    DayField,
    FiniteField,
    IdField,
    KindsField,
    LatField,
    LonField,
    StatesField,
    WordsField,
)
from appeals.queries.nearby import MOST_FEATURES, MOST_RADIUS_M
from appeals.types import Ordering, Track
from geo.types import LonLat

MAX_TEXT = 200


class Params(serializers.Serializer[Any]):
    """Base of all: an unknown parameter is an error, because a misspelled filter would silently show everything."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """Validated values by name, absent ones left out or defaulted. Raises ValidationError naming each."""
        params = cls(data=request.query_params)
        unknown = set(request.query_params) - set(params.fields)
        if unknown:
            known = sorted(params.fields)
            raise serializers.ValidationError({name: [_unknown(name, known)] for name in sorted(unknown)})
        params.is_valid(raise_exception=True)
        return dict(params.validated_data)


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    if close:
        return gettext("There is no such parameter; did you mean “%(name)s”?") % {"name": close[0]}
    return gettext("There is no such parameter here.")


class NoParams(Params):
    """Resources that take none."""


class PointParams(Params):
    """A place, longitude and latitude."""

    lon = LonField()
    lat = LatField()


class NearParams(Params):
    """An optional place: both or none."""

    lon = LonField(required=False)
    lat = LatField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for given, missing in (("lon", "lat"), ("lat", "lon")):
            if given in attrs and missing not in attrs:
                raise serializers.ValidationError({missing: [gettext("Give lon and lat together.")]})
        return attrs


def point_of(values: dict[str, Any]) -> LonLat | None:
    """The point among validated values, or None."""
    return LonLat(values["lon"], values["lat"]) if "lon" in values else None


class SuggestParams(NearParams):
    """Typing an address."""

    text = serializers.CharField(max_length=MAX_TEXT, help_text=_("What has been typed so far."))
    limit = serializers.IntegerField(min_value=1, max_value=20, default=8)


class GeocodeParams(NearParams):
    """An address to find."""

    text = serializers.CharField(max_length=MAX_TEXT, help_text=_("An address in any usual spelling."))


class ReverseParams(PointParams):
    """The house at a place."""

    radius_m = FiniteField(
        min_value=1, max_value=1000, default=100.0, help_text=_("How far to look, in metres on the ground.")
    )


class AreaParams(NearParams):
    """Areas in force on a day."""

    kind = serializers.CharField(
        required=False, max_length=40, help_text=_("Kind of area, such as district.")
    )
    collection = serializers.CharField(required=False, max_length=80, help_text=_("Code of a collection."))
    parent: Any = IdField(required=False, help_text=_("Number of the area directly above."))
    bbox = BBoxField(
        required=False, help_text=_("Areas that touch the box west,south,east,north, in WGS84 degrees.")
    )
    on = DayField(required=False, help_text=_("The day whose boundaries are asked; today by default."))
    geometry = serializers.ChoiceField(
        ["none", "simplified", "full"], default="none", help_text=_("Which polygon to send along.")
    )
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=200)
    cursor = IdField(required=False, help_text=_("Where the next page starts: from links.next."))


class AreaDetailParams(Params):
    """One area on a day."""

    on = DayField(required=False, help_text=_("The day whose boundaries are asked; today by default."))
    geometry = serializers.ChoiceField(["none", "simplified", "full"], default="full")


class AssignmentParams(PointParams):
    """Who would answer."""

    topic = serializers.SlugField(max_length=60, required=False, help_text=_("Code of the topic."))
    on = DayField(required=False, help_text=_("Local date; today by default."))
    house = IdField(required=False, help_text=_("Number of the house that was chosen as the address."))
    address = serializers.CharField(
        required=False, max_length=300, help_text=_("The address, if no house was chosen.")
    )
    track = serializers.ChoiceField(
        [track.value for track in Track],
        required=False,
        help_text=_("By which rules the answer is due: of messages by default, or of formal appeals."),
    )


class SelectionParams(Params):
    """The filter of appeals, for the document; `appeals.selecting` reads it, so every map answer agrees."""

    bbox = BBoxField(required=False, help_text=_("Box west,south,east,north in WGS84 degrees."))
    area = WordsField(
        help_text=_("Areas by number or code, comma-separated or repeated: appeals in any of them.")
    )
    category = WordsField(help_text=_("Codes of categories."))
    topic = WordsField(help_text=_("Codes of topics."))
    kind = KindsField(help_text=_("Kinds: problem, suggestion, gratitude."))
    state = StatesField(help_text=_("States, groups of states (new, progress, solved, neutral), or open."))
    executor = WordsField(help_text=_("Numbers of organisations, or none: nobody was chosen yet."))
    workplace = WordsField(
        help_text=_(
            "Numbers of organisations: what they answer for, and of your own also what others gave them to do."
        )
    )
    since = serializers.CharField(
        required=False, max_length=40, help_text=_("From this day or time on, ISO 8601, local time.")
    )
    until = serializers.CharField(
        required=False, max_length=40, help_text=_("Until this time (exclusive) or to the end of this day.")
    )
    text = serializers.CharField(
        required=False, max_length=MAX_TEXT, allow_blank=True, help_text=_("Words in text and address.")
    )
    polygon = WordsField(
        help_text=_(
            "Corners lon,lat,lon,lat… of a polygon, at most 100: appeals whose public place is in it."
        )
    )
    cell = WordsField(help_text=_("A cell of the heat map: appeals whose public place is in it."))


class ListParams(SelectionParams, NearParams):
    """A page of appeals."""

    ordering = serializers.ChoiceField(
        [ordering.value for ordering in Ordering],
        default=Ordering.DATE.value,
        help_text=_(
            "Newest, most supported, or nearest to lon and lat first; by category in the order of the catalogue; "
            "by name of topic or executor; by number."
        ),
    )
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=100)
    cursor = serializers.CharField(
        required=False, max_length=200, help_text=_("Where the next page starts: from links.next.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if attrs["ordering"] == Ordering.DISTANCE.value and "lon" not in attrs:
            raise serializers.ValidationError(
                {name: [gettext("An order by distance needs lon and lat.")] for name in ("lon", "lat")}
            )
        return attrs


class NearbyParams(PointParams):
    """What is already reported here."""

    radius_m = FiniteField(
        min_value=1, max_value=MOST_RADIUS_M, default=500.0, help_text=_("How far to look, in metres.")
    )
    limit = serializers.IntegerField(min_value=1, max_value=MOST_FEATURES, default=20)
    topic = serializers.SlugField(max_length=60, required=False, help_text=_("Only this topic, by code."))
    open = serializers.BooleanField(
        default=True, help_text=_("Only those that wait for an answer; false: closed ones too.")
    )


class MeasureField(serializers.ChoiceField):
    """A measure of the catalogue."""

    def __init__(self) -> None:
        told = _("What a value tells, as the catalogue of measures has it; count by default.")
        super().__init__([code.value for code in MeasureCode], required=False, help_text=told)


class CompareField(serializers.CharField):
    """A period to compare with."""

    def __init__(self) -> None:
        told = _(
            "With which period: previous (of equal length; whole months as many months), or another one such as"
            " 2025-01-01/2025-03-31."
        )
        super().__init__(required=False, max_length=100, help_text=told)


class HeatmapParams(SelectionParams):
    """A heat map of a selection."""

    measure: Any = MeasureField()
    metric = serializers.ChoiceField(
        [metric.value for metric in Metric],
        required=False,
        help_text=_("The measure by its former name; measure goes before it."),
    )
    compare: Any = CompareField()
    classes = serializers.ChoiceField(
        [method.value for method in Method],
        required=False,
        help_text=_(
            "Send the legend's classes along: by quantiles or natural breaks of the whole selection; html always has"
            " them."
        ),
    )
    bounds = serializers.CharField(
        required=False,
        max_length=200,
        help_text=_("Of html: lower ends of the classes by hand, ascending, such as 1;5;10."),
    )
    resolution = serializers.IntegerField(
        required=False,
        min_value=COARSEST,
        max_value=FINEST,
        help_text=format_lazy(
            _(
                "Resolution of the H3 grid; {ordinary} by default, or the finest coarser one with no more than"
                " {most} cells. One with more is an error that names the finest that fits; only html takes"
                " that one and says so."
            ),
            ordinary=ORDINARY,
            most=MOST_CELLS,
        ),
    )
    format = serializers.ChoiceField(["json", "geojson", "csv", "html"], default="json")


class CellsParams(SelectionParams):
    """A selection with the measure of its cells and how fine they may be."""

    measure: Any = MeasureField()
    resolution = serializers.IntegerField(
        required=False,
        min_value=COARSEST,
        max_value=FINEST,
        help_text=_("Resolution of the H3 grid at most; a coarser one where there are too many cells."),
    )


class ExportParams(CellsParams):
    """A GeoPackage of a selection; with any of what is beside the filter it has a layer of cells."""

    compare: Any = CompareField()


class HotSpotsParams(SelectionParams):
    """Hot spots of a selection."""

    resolution = serializers.IntegerField(
        required=False,
        min_value=COARSEST,
        max_value=FINEST,
        help_text=format_lazy(
            _(
                "Resolution of the H3 grid; {ordinary} by default, or the finest coarser one whose region has no more"
                " than {most} cells."
            ),
            ordinary=ORDINARY,
            most=MOST_TESTED,
        ),
    )
    rings = serializers.IntegerField(
        min_value=1, max_value=2, default=1, help_text=_("Rings of neighbours that a cell is judged with.")
    )
    over = serializers.ChoiceField(
        [step.value for step in Period],
        required=False,
        help_text=_(
            "Judge each whole month or quarter as well, and say since when it is so; not with since."
        ),
    )
    periods = serializers.IntegerField(
        min_value=FEWEST_PERIODS,
        max_value=MOST_PERIODS,
        default=ORDINARY_PERIODS,
        help_text=_("How many months or quarters, the latest that are over."),
    )
    significant = serializers.BooleanField(
        default=False, help_text=_("Only cells that differ; false: all that were judged.")
    )
    format = serializers.ChoiceField(["json", "geojson", "csv"], default="json")


class ClassesParams(SelectionParams):
    """Classes of a legend for a selection; its box is left out, so that they stay while the map is moved."""

    measure: Any = MeasureField()
    compare: Any = CompareField()
    resolution = serializers.IntegerField(
        min_value=COARSEST, max_value=FINEST, default=ORDINARY, help_text=_("Resolution of the H3 grid.")
    )
    method = serializers.ChoiceField(
        [method.value for method in Method],
        default=Method.QUANTILES.value,
        help_text=_("How the values are divided."),
    )
    number = serializers.IntegerField(
        min_value=classes.FEWEST,
        max_value=classes.MOST,
        default=classes.ORDINARY,
        help_text=_("How many classes at most."),
    )
    frames = serializers.ChoiceField(
        ["month"],
        required=False,
        help_text=_("month: one set of classes for all months from since on, to be played through."),
    )


class MonthsParams(CellsParams):
    """A heat map by months; the box is left out, so that cells and classes stay while the map is moved."""

    method = serializers.ChoiceField(
        [method.value for method in Method],
        default=Method.QUANTILES.value,
        help_text=_("How the values are divided."),
    )


class FiguresParams(SelectionParams):
    """Figures of a drawn polygon, a cell, an area, or of everything."""

    compare: Any = CompareField()


class PhotoParams(Params):
    """Who asks for a photo."""

    token = serializers.CharField(
        required=False, max_length=60, help_text=_("Token of the author's follow link.")
    )


class WasteParams(Params):
    """Container sites: of an operator, with figures of some days."""

    since = DayField(
        required=False, help_text=_("First day of the complaints; 90 days up to `until` by default.")
    )
    until = DayField(required=False, help_text=_("Last day of the complaints; today by default."))
    operator: Any = IdField(required=False, help_text=_("Number of an organisation: only its sites."))
