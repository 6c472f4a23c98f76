"""One appeal with its history, photos and explanation; only what the viewer may see."""

from typing import Any

from django.contrib.gis.geos import Point
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.types import Role
from api.serializers.appeals import FIELDS, AppealFeatureSerializer, MomentField
from api.serializers.assignment import ExplanationSerializer
from appeals.models import Appeal, Event, Photo, RefusalReason
from appeals.queries.card import Card
from appeals.rules.privacy import may_see_author
from appeals.types import EventType, State, Track
from territories.models import Organisation

PHOTO_SIZES = ("image", "thumbnail")


class ExecutorSerializer(serializers.ModelSerializer[Organisation]):
    """The executor with its contacts: empty where none is known, and for readers who have not signed in."""

    email = serializers.CharField(allow_blank=True)

    class Meta:
        model = Organisation
        fields = ("id", "name", "kind", "email", "phone", "site")
        read_only_fields = fields

    def to_representation(self, instance: Organisation) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not self.context.get("contacts"):
            shown |= {"email": "", "phone": ""}
        return shown


class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """A photo by the addresses of its picture and its thumbnail."""

    image = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields = ("key", "width_px", "height_px", "is_public", "image", "thumbnail")
        read_only_fields = fields

    def get_image(self, photo: Photo) -> str:
        """Address of the picture on this server."""
        return reverse("api:photo", args=[photo.key, "image"])

    def get_thumbnail(self, photo: Photo) -> str:
        """Address of the thumbnail on this server."""
        return reverse("api:photo", args=[photo.key, "thumbnail"])


class EventSerializer(serializers.ModelSerializer[Event]):
    """A step of the history: what happened, when, and in which role; never who."""

    type = serializers.ChoiceField([event.value for event in EventType])
    at = MomentField()
    actor_role = serializers.ChoiceField([role.value for role in Role])
    state = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ("type", "at", "actor_role", "state", "comment")
        read_only_fields = fields

    def get_state(self, event: Event) -> str | None:
        """The state that the step led to; null when it changed none."""
        state = event.new.get("state")
        return str(state) if state in set(State) else None


class ReasonSerializer(serializers.ModelSerializer[RefusalReason]):
    """Why the appeal was refused."""

    text = serializers.CharField(read_only=True)

    class Meta:
        model = RefusalReason
        fields = ("code", "text")
        read_only_fields = fields


class CardAuthorSerializer(serializers.Serializer[Any]):
    """The author, for those who may know."""

    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class CardSerializer(AppealFeatureSerializer):
    """An appeal as a feature. `exact` says whether the place is the pin itself or coarsened for the public.

    Needs in the context the `card` as the viewer may know it.
    """

    area = serializers.SerializerMethodField()
    executor_details = ExecutorSerializer(source="executor", allow_null=True)
    explanation = serializers.SerializerMethodField()
    answer = serializers.CharField(allow_blank=True)
    rating = serializers.IntegerField(allow_null=True)
    refusal_reason = ReasonSerializer(allow_null=True)
    published_at = MomentField(allow_null=True)
    track = serializers.ChoiceField([track.value for track in Track])
    due_at = MomentField(allow_null=True)
    merged_into = serializers.SerializerMethodField()
    exact = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    photos = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()

    class Meta(AppealFeatureSerializer.Meta):
        fields = (
            *FIELDS,
            *("executor_details", "explanation", "answer", "rating", "refusal_reason", "published_at"),
            *("track", "due_at", "merged_into"),
            *("exact", "author", "photos", "history", "public_location"),
        )

    def to_representation(self, instance: Appeal) -> dict[str, Any]:
        card = self._card
        # What the viewer may know replaces the public's version in this object alone; it is never saved.
        instance.public_location = Point(card.location.lon, card.location.lat, srid=4326)
        instance.public_address, instance.public_text, instance.answer = card.address, card.text, card.answer
        shown: dict[str, Any] = super().to_representation(instance)
        return shown

    def get_area(self, appeal: Appeal) -> str | None:
        """What the area is called today."""
        return self._card.area

    @extend_schema_field(ExplanationSerializer(allow_null=True))
    def get_explanation(self, appeal: Appeal) -> dict[str, Any] | None:
        """Why this executor; null while nobody was looked for."""
        return self._card.explanation

    def get_merged_into(self, appeal: Appeal) -> str | None:
        """Number of the appeal that answers for this one as well; null where there is none to be known."""
        return self._card.twin.number if self._card.twin else None

    def get_exact(self, appeal: Appeal) -> bool:
        """Whether the place shown is the pin itself."""
        return self._card.exact

    @extend_schema_field(CardAuthorSerializer(allow_null=True))
    def get_author(self, appeal: Appeal) -> dict[str, str] | None:
        """Name, e-mail and phone; null for whoever may not know them."""
        if not may_see_author(self._card.parts):
            return None
        return {"name": appeal.author_name, "email": appeal.author_email, "phone": appeal.author_phone}

    @extend_schema_field(PhotoSerializer(many=True))
    def get_photos(self, appeal: Appeal) -> Any:
        """Photos in order, those that the viewer may see."""
        return PhotoSerializer(self._card.photos, many=True).data

    @extend_schema_field(EventSerializer(many=True))
    def get_history(self, appeal: Appeal) -> Any:
        """Steps in order, those that the viewer may see."""
        return EventSerializer(self._card.events, many=True).data

    @property
    def _card(self) -> Card:
        card: Card = self.context["card"]
        return card
