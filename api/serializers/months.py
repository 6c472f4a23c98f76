"""A heat map by months; for the document, the view writes it."""

from typing import Any

from rest_framework import serializers

from api.serializers.geojson import CollectionTypeField, FeatureTypeField
from api.serializers.heatmap import HEX_INDEX, HexagonField, MeasureSerializer


class MonthCellsSerializer(serializers.Serializer[Any]):
    """A month by its first day, and how many appeals are in it."""

    month = serializers.DateField()
    count = serializers.IntegerField(min_value=0)


class MonthsFeatureSerializer(serializers.Serializer[Any]):
    """A cell. `properties` has a value m0, m1 … for each month in which there is one."""

    type = FeatureTypeField()
    id = serializers.RegexField(HEX_INDEX)
    geometry = HexagonField()
    properties = serializers.DictField(child=serializers.FloatField())


class MonthsSerializer(serializers.Serializer[Any]):
    """All months of the period; `bounds`: lower ends of the classes of all months together."""

    type = CollectionTypeField()
    measure = MeasureSerializer()
    resolution = serializers.IntegerField()
    bounds = serializers.ListField(child=serializers.FloatField())
    months = MonthCellsSerializer(many=True)
    features = MonthsFeatureSerializer(many=True)
