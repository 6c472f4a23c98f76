"""Container sites as features with their figures; for the document and for the answer alike."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.geojson import CollectionTypeField, FeatureTypeField, geometry_schema


class SiteFiguresSerializer(serializers.Serializer[Any]):
    """A site and what complaints about it amount to.

    violations, early and unknown add up to the complaints "not collected". stands_out: worse than the others, not by
    chance. sparse: its route comes more seldom than what is allowed at the end of the days asked.
    """

    code = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    operator = serializers.CharField()
    containers = serializers.IntegerField(allow_null=True)
    route_days: Any = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7))
    complaints = serializers.IntegerField(min_value=0)
    violations = serializers.IntegerField(min_value=0)
    early = serializers.IntegerField(min_value=0)
    unknown = serializers.IntegerField(min_value=0)
    repeats = serializers.IntegerField(min_value=0)
    stands_out = serializers.BooleanField()
    sparse = serializers.BooleanField()


@extend_schema_field(geometry_schema("Point"))
class PlaceField(serializers.JSONField):
    """Where the site is, lon/lat."""


class SiteFeatureSerializer(serializers.Serializer[Any]):
    """A site as a feature."""

    type = FeatureTypeField()
    id = serializers.IntegerField()
    geometry = PlaceField()
    properties = SiteFiguresSerializer()


class SiteCollectionSerializer(serializers.Serializer[Any]):
    """All sites that the viewer may see, most complained about first."""

    type = CollectionTypeField()
    since = serializers.DateField()
    until = serializers.DateField()
    features = SiteFeatureSerializer(many=True)
