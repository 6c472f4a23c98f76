"""Appeals as features of a list. The list itself is built in SQL; this is the same shape by DRF-GIS."""

from datetime import UTC
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from api.serializers.geojson import (
    CollectionSerializer,
    CountedCollectionSerializer,
    FeatureSerializer,
    PointShape,
)
from appeals.models import Appeal
from appeals.types import STATE_GROUPS, Kind, State

FIELDS = (
    *("id", "number", "kind", "topic", "topic_name", "category", "category_name", "icon", "text", "address"),
    *(
        "area",
        "executor",
        "executor_id",
        "state",
        "group",
        "supports",
        "submitted_at",
        "answered_at",
        "due_on",
    ),
)


class MomentField(serializers.DateTimeField):
    """A moment in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class NamedField(serializers.CharField):
    """The name of a topic or a category in the language of the request."""

    def get_attribute(self, instance: Any) -> Any:
        language = "en" if get_language() == "en" else "ru"
        for attribute in self.source_attrs:
            instance = getattr(instance, attribute)
        return getattr(instance, f"name_{language}")


class AppealFeatureSerializer(FeatureSerializer):
    """An appeal at its public place, with its public text and address, whoever looks."""

    id = serializers.CharField(source="number")
    number = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    topic = serializers.CharField(source="topic.code")
    topic_name = NamedField(source="topic")
    category = serializers.CharField(source="topic.category.code")
    category_name = NamedField(source="topic.category")
    icon = serializers.CharField(source="topic.category.icon")
    text = serializers.CharField(source="public_text")
    address = serializers.CharField(source="public_address")
    area: Any = serializers.CharField(source="area.name", default=None, allow_null=True)
    executor = serializers.CharField(source="executor.name", default=None, allow_null=True)
    executor_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField([state.value for state in State])
    group = serializers.SerializerMethodField()
    supports = serializers.IntegerField(min_value=0)
    submitted_at = MomentField()
    answered_at = MomentField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    public_location = PointShape(precision=6)

    class Meta(FeatureSerializer.Meta):
        model = Appeal
        geo_field = "public_location"
        id_field = "id"
        fields: tuple[str, ...] = (*FIELDS, "public_location")

    def get_group(self, appeal: Appeal) -> str:
        """How a map draws the state: new, progress, solved or neutral."""
        return STATE_GROUPS[State(appeal.state)].value


class ListedAppealSerializer(AppealFeatureSerializer):
    """An appeal of a list or of the neighbourhood: with its first public photo and its distance, where asked."""

    photo = serializers.SerializerMethodField()
    distance_m = serializers.SerializerMethodField()

    class Meta(AppealFeatureSerializer.Meta):
        fields = (*FIELDS, "photo", "distance_m", "public_location")

    def get_photo(self, appeal: Appeal) -> str | None:
        """Key of the first photo that the public may see."""
        shown = [photo.key for photo in appeal.photos.all() if photo.is_public]
        return shown[0] if shown else None

    def get_distance_m(self, appeal: Appeal) -> float | None:
        """Metres on the ground from the place asked; null without one."""
        return getattr(appeal, "distance_m", None)


class AppealCollectionSerializer(CountedCollectionSerializer):
    """A page of appeals."""

    features: Any = ListedAppealSerializer(many=True)


class NearbyCollectionSerializer(CollectionSerializer):
    """Appeals near a place, nearest first; there is no next page."""

    features: Any = ListedAppealSerializer(many=True)
