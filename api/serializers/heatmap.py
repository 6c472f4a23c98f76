"""Cells of a heat map, as a table and as hexagons; for the document, the views write them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from analytics.rules.classes import Method
from analytics.types import Aggregation, Lack, MeasureCode, Scale
from api.serializers.geojson import CollectionTypeField, FeatureTypeField, geometry_schema

HEX_INDEX = r"^[0-9a-f]{15,16}$"


class FiguresSerializer(serializers.Serializer[Any]):
    """Figures of a cell. `value` is the measure asked for, null with the reason `why`; `n`: of how many appeals it is.

    `before` stands where a period is compared with: the measure then, of a trend the number of appeals.
    """

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(min_value=0)
    why = serializers.ChoiceField([lack.value for lack in Lack], allow_null=True)
    before = serializers.FloatField(allow_null=True, required=False)
    count = serializers.IntegerField(min_value=0)
    open = serializers.IntegerField(min_value=0)
    supports = serializers.IntegerField(min_value=0)
    per_km2 = serializers.FloatField(min_value=0)


class CellSerializer(FiguresSerializer):
    """A cell that holds appeals, by its H3 index in hexadecimal digits: the number exceeds 2^53."""

    cell = serializers.RegexField(HEX_INDEX)


@extend_schema_field(geometry_schema("Polygon"))
class HexagonField(serializers.JSONField):
    """The outline of a cell."""


class CellFeatureSerializer(serializers.Serializer[Any]):
    """A cell as a hexagon."""

    type = FeatureTypeField()
    id = serializers.RegexField(HEX_INDEX)
    geometry = HexagonField()
    properties = FiguresSerializer()


class MeasureSerializer(serializers.Serializer[Any]):
    """A measure of the catalogue. `least`: of fewer appeals it tells no value. `decimals`: at most, when it is read."""

    code = serializers.ChoiceField([code.value for code in MeasureCode])
    name = serializers.CharField()
    unit = serializers.CharField()
    aggregation = serializers.ChoiceField([how.value for how in Aggregation])
    scale = serializers.ChoiceField([scale.value for scale in Scale])
    more_is_worse = serializers.BooleanField(allow_null=True)
    least = serializers.IntegerField(min_value=0)
    decimals = serializers.IntegerField(min_value=0)


class PeriodSerializer(serializers.Serializer[Any]):
    """A period, from `since` on and before `until`; null: without bound."""

    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)


class LegendSerializer(serializers.Serializer[Any]):
    """Lower bounds of classes, ascending; `sampled`: of evenly spread cells, since all were too many."""

    method = serializers.ChoiceField([method.value for method in Method])
    bounds = serializers.ListField(child=serializers.FloatField())
    values = serializers.IntegerField(min_value=0)
    least = serializers.FloatField(allow_null=True)
    greatest = serializers.FloatField(allow_null=True)
    sampled = serializers.BooleanField()


class ClassesSerializer(LegendSerializer):
    """Classes of a measure over the whole selection."""

    measure = MeasureSerializer()
    period = PeriodSerializer()
    before = PeriodSerializer(allow_null=True)
    resolution = serializers.IntegerField()


class HeatmapHeadSerializer(serializers.Serializer[Any]):
    """What the figures mean; the counts of all cells add up to numberMatched."""

    metric = serializers.ChoiceField([code.value for code in MeasureCode])
    measure = MeasureSerializer()
    period = PeriodSerializer()
    before = PeriodSerializer(allow_null=True)
    classes = LegendSerializer(required=False)
    resolution = serializers.IntegerField()
    numberMatched = serializers.IntegerField(min_value=0)


class HeatmapSerializer(HeatmapHeadSerializer):
    """A heat map as a table."""

    cells = CellSerializer(many=True)


class HeatmapCollectionSerializer(HeatmapHeadSerializer):
    """A heat map as hexagons."""

    type = CollectionTypeField()
    features = CellFeatureSerializer(many=True)
