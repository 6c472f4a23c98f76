"""Areas as features: the unit's words and the boundary version they rest on."""

from typing import Any

from rest_framework import serializers

from api.serializers.geojson import CountedCollectionSerializer, FeatureSerializer, PointShape, PolygonShape
from territories.models import Boundary, BoundaryVersion


class VersionSerializer(serializers.ModelSerializer[BoundaryVersion]):
    """A boundary version: its number within the collection and when it is in force (valid_to exclusive)."""

    class Meta:
        model = BoundaryVersion
        fields = ("number", "valid_from", "valid_to")


class AreaFeatureSerializer(FeatureSerializer):
    """An area in the version in force on the day asked."""

    id = serializers.IntegerField(source="area_id")
    code = serializers.CharField(source="area.code")
    oktmo = serializers.CharField()
    name = serializers.SerializerMethodField()
    kind = serializers.CharField(source="area.kind")
    collection = serializers.CharField(source="area.collection.slug")
    parent = serializers.IntegerField(source="parent_id", allow_null=True)
    label_point = PointShape(precision=6)
    version = VersionSerializer()
    shape = PolygonShape(precision=6)

    class Meta(FeatureSerializer.Meta):
        model = Boundary
        geo_field = "shape"
        id_field = "id"
        fields = (
            "id",
            "code",
            "oktmo",
            "name",
            "kind",
            "collection",
            "parent",
            "area_m2",
            "label_point",
            "version",
            "shape",
        )

    def get_name(self, boundary: Boundary) -> str:
        """The name that the area had in this version."""
        return boundary.name or boundary.area.name


class AreaCollectionSerializer(CountedCollectionSerializer):
    """A page of areas."""

    features: Any = AreaFeatureSerializer(many=True)
