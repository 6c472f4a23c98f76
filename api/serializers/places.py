"""Addresses found: by typing, by text, by place."""

from typing import Any

from rest_framework import serializers

from geo.types import LonLat


class PlaceSerializer(serializers.Serializer[Any]):
    """A place by lon and lat in WGS84 degrees."""

    lon = serializers.SerializerMethodField()
    lat = serializers.SerializerMethodField()

    def get_lon(self, row: Any) -> float:
        location: LonLat = row.location
        return round(location.lon, 7)

    def get_lat(self, row: Any) -> float:
        location: LonLat = row.location
        return round(location.lat, 7)


class SuggestionSerializer(PlaceSerializer):
    """A way to complete what was typed; `level` says what it is."""

    text = serializers.CharField()
    level = serializers.ChoiceField(["house", "street", "settlement"])
    house_id = serializers.IntegerField(allow_null=True)
    distance_m = serializers.FloatField(allow_null=True)


class SuggestionsSerializer(serializers.Serializer[Any]):
    """Suggestions, best first."""

    suggestions = SuggestionSerializer(many=True)


class MatchSerializer(PlaceSerializer):
    """Where the address is; `level` says how far it was understood, `confidence` (0…1) how surely."""

    level = serializers.ChoiceField(["house", "street", "settlement"])
    confidence = serializers.FloatField(min_value=0, max_value=1)
    house_id = serializers.IntegerField(allow_null=True)
    address = serializers.CharField()


class GeocodeSerializer(serializers.Serializer[Any]):
    """The match, null when nothing fits."""

    match = MatchSerializer(allow_null=True)


class HouseSerializer(PlaceSerializer):
    """A house and how far it is, in metres on the ground."""

    house_id = serializers.IntegerField()
    address = serializers.CharField()
    distance_m = serializers.FloatField(min_value=0)


class ReverseSerializer(serializers.Serializer[Any]):
    """The nearest house, null when none is within the radius."""

    house = HouseSerializer(allow_null=True)
