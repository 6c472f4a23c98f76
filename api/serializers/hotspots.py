"""Cells with what is significant about them, as a table and as hexagons; for the document, the views write them."""

from typing import Any

from rest_framework import serializers

from analytics.types import Course, Spot
from api.serializers.geojson import CollectionTypeField, FeatureTypeField
from api.serializers.heatmap import HEX_INDEX, HexagonField


class SpotFiguresSerializer(serializers.Serializer[Any]):
    """What is told of a cell; the last five with a series only."""

    count = serializers.IntegerField(min_value=0)
    around = serializers.FloatField(min_value=0)
    z = serializers.FloatField()
    p = serializers.FloatField(min_value=0, max_value=1)
    q = serializers.FloatField(min_value=0, max_value=1)
    level = serializers.FloatField(allow_null=True)
    words = serializers.CharField()
    course = serializers.ChoiceField([course.value for course in Course], required=False)
    course_words = serializers.CharField(required=False, allow_blank=True)
    trend = serializers.FloatField(required=False)
    hot = serializers.IntegerField(required=False, min_value=0)
    zs = serializers.ListField(child=serializers.FloatField(), required=False)

    def get_fields(self) -> dict[str, Any]:
        """`class` is a word of the language."""
        named = {"class": serializers.ChoiceField([spot.value for spot in Spot])}
        return super().get_fields() | named


class SpotCellSerializer(SpotFiguresSerializer):
    """A cell of the region, by its H3 index in hexadecimal digits: the number exceeds 2^53."""

    cell = serializers.RegexField(HEX_INDEX)


class SpotFeatureSerializer(serializers.Serializer[Any]):
    """A cell as a hexagon."""

    type = FeatureTypeField()
    id = serializers.RegexField(HEX_INDEX)
    geometry = HexagonField()
    properties = SpotFiguresSerializer()


class HotSpotsHeadSerializer(serializers.Serializer[Any]):
    """What was judged. periods: first days, and the day after the last; none without a series."""

    resolution = serializers.IntegerField()
    rings = serializers.IntegerField()
    cells_tested = serializers.IntegerField(min_value=0)
    enough = serializers.BooleanField()
    count = serializers.IntegerField(min_value=0)
    mean = serializers.FloatField(min_value=0)
    counted_at = serializers.DateTimeField()
    periods = serializers.ListField(child=serializers.DateField())


class HotSpotsSerializer(HotSpotsHeadSerializer):
    """Hot spots as a table."""

    cells = SpotCellSerializer(many=True)


class HotSpotsCollectionSerializer(HotSpotsHeadSerializer):
    """Hot spots as hexagons."""

    type = CollectionTypeField()
    features = SpotFeatureSerializer(many=True)
