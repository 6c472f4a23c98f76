"""GeoJSON as DRF-GIS writes it and as the OpenAPI document states it (every member required, geometry may be null)."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import build_object_type
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

_POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
_RING = {"type": "array", "items": _POSITION, "minItems": 4}
_COORDINATES: dict[str, dict[str, Any]] = {
    "Point": _POSITION,
    "Polygon": {"type": "array", "items": _RING},
    "MultiPolygon": {"type": "array", "items": {"type": "array", "items": _RING}},
}


def geometry_schema(*kinds: str, nullable: bool = False) -> dict[str, Any]:
    """Schema of a GeoJSON geometry of one of the kinds named."""
    choices: list[dict[str, Any]] = [
        {
            "type": "object",
            "properties": {"type": {"type": "string", "enum": [kind]}, "coordinates": _COORDINATES[kind]},
            "required": ["type", "coordinates"],
        }
        for kind in kinds
    ]
    if nullable:
        choices.append({"type": "null"})
    return choices[0] if len(choices) == 1 else {"oneOf": choices}


@extend_schema_field(geometry_schema("Point"))
class PointShape(GeometryField):
    """A point, lon/lat."""


@extend_schema_field(geometry_schema("Polygon", "MultiPolygon", nullable=True))
class PolygonShape(GeometryField):
    """Polygons, or null when no geometry was asked for."""


class FeatureSerializer(GeoFeatureModelSerializer):
    """A feature; many of them are a plain array, because the collection around them carries counts and links."""

    class Meta:
        list_serializer_class = serializers.ListSerializer


class FeatureExtension(OpenApiSerializerExtension):
    """Says what DRF-GIS writes, with every member required (drf-spectacular's own says none is)."""

    target_class = FeatureSerializer
    match_subclasses = True
    priority = 1

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        meta = self.target.Meta
        inner = schema["properties"]
        shape = inner.pop(meta.geo_field)
        identity = inner.pop(meta.id_field)
        members = [name for name in schema.get("required", []) if name in inner]
        return build_object_type(
            properties={
                "type": {"type": "string", "const": "Feature"},
                "id": identity,
                "geometry": shape,
                "properties": build_object_type(properties=inner, required=members),
            },
            required=["type", "id", "geometry", "properties"],
            description=schema.get("description"),
        )


@extend_schema_field({"type": "string", "const": "FeatureCollection"})
class CollectionTypeField(serializers.CharField):
    """The word that makes an object a collection of features."""


@extend_schema_field({"type": "string", "const": "Feature"})
class FeatureTypeField(serializers.CharField):
    """The word that makes an object a feature."""


class LinksSerializer(serializers.Serializer[Any]):
    """Where to go from here; `next` is null on the last page."""

    next = serializers.CharField(allow_null=True)


class CollectionSerializer(serializers.Serializer[Any]):
    """What every collection says of itself; the features are its subclass's."""

    type = CollectionTypeField()
    numberReturned = serializers.IntegerField(min_value=0)
    links = LinksSerializer()


class CountedCollectionSerializer(CollectionSerializer):
    """A page of a collection that also says how many there are in all."""

    numberMatched = serializers.IntegerField(min_value=0)
