"""Cells of a heat map, as a table and as hexagons; for the document, the views write them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.geojson import CollectionTypeField, FeatureTypeField, geometry_schema
from appeals.types import Metric

HEX_INDEX = r"^[0-9a-f]{15,16}$"


class FiguresSerializer(serializers.Serializer[Any]):
    """Figures of a cell; `value` is the metric asked for."""

    value = serializers.FloatField()
    count = serializers.IntegerField(min_value=1)
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


class HeatmapHeadSerializer(serializers.Serializer[Any]):
    """What the figures mean; the counts of all cells add up to numberMatched."""

    metric = serializers.ChoiceField([metric.value for metric in Metric])
    resolution = serializers.IntegerField()
    numberMatched = serializers.IntegerField(min_value=0)


class HeatmapSerializer(HeatmapHeadSerializer):
    """A heat map as a table."""

    cells = CellSerializer(many=True)


class HeatmapCollectionSerializer(HeatmapHeadSerializer):
    """A heat map as hexagons."""

    type = CollectionTypeField()
    features = CellFeatureSerializer(many=True)
