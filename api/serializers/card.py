"""One appeal with its history, photos and explanation; only what the viewer may see."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.types import Role
from api.serializers.appeals import FIELDS, AppealFeatureSerializer, MomentField
from api.serializers.assignment import ExplanationSerializer
from appeals.models import Appeal, Assignment, Event, Photo, RefusalReason
from appeals.rules.explanations import shown_explanation
from appeals.rules.lifecycle import parts_of
from appeals.rules.privacy import may_see_author, may_see_exact_place, may_see_full_text
from appeals.services.assigning import in_current_language
from appeals.types import EventType, Part, Privacy, State
from territories.models import Organisation

PHOTO_SIZES = ("image", "thumbnail")


class ExecutorSerializer(serializers.ModelSerializer[Organisation]):
    """The executor with its public contacts, empty where none is known."""

    email = serializers.CharField(allow_blank=True)

    class Meta:
        model = Organisation
        fields = ("id", "name", "kind", "email", "phone", "site")
        read_only_fields = fields


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


class CardSerializer(AppealFeatureSerializer):
    """An appeal as a feature. `exact` says whether the place is the pin itself or coarsened for the public.

    Needs `viewer` in the context, and the prefetched `shown_events`, `shown_photos`, `last_assignments`.
    """

    executor_details = ExecutorSerializer(source="executor", allow_null=True)
    explanation = serializers.SerializerMethodField()
    answer = serializers.CharField(allow_blank=True)
    rating = serializers.IntegerField(allow_null=True)
    refusal_reason = ReasonSerializer(allow_null=True)
    published_at = MomentField(allow_null=True)
    exact = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    photos = PhotoSerializer(source="shown_photos", many=True)
    history = EventSerializer(source="shown_events", many=True)

    class Meta(AppealFeatureSerializer.Meta):
        fields = (
            *FIELDS,
            *("executor_details", "explanation", "answer", "rating", "refusal_reason", "published_at"),
            *("exact", "author", "photos", "history", "public_location"),
        )

    def to_representation(self, instance: Appeal) -> dict[str, Any]:
        parts = self._parts(instance)
        # What the viewer may know replaces the public's version in this object alone; it is never saved.
        if may_see_exact_place(parts):
            instance.public_location, instance.public_address = instance.location, instance.address
        if may_see_full_text(parts):
            instance.public_text = instance.text
        shown: dict[str, Any] = super().to_representation(instance)
        return shown

    @extend_schema_field(ExplanationSerializer(allow_null=True))
    def get_explanation(self, appeal: Appeal) -> dict[str, Any] | None:
        """Why this executor; null while nobody was looked for."""
        rows: list[Assignment] = self._loaded(appeal, "last_assignments")
        if not rows:
            return None
        told = in_current_language(rows[-1].explanation)
        return shown_explanation(told, exact=self.get_exact(appeal))

    def get_exact(self, appeal: Appeal) -> bool:
        """Whether the place shown is the pin itself."""
        return appeal.topic.privacy == Privacy.STREET or may_see_exact_place(self._parts(appeal))

    @extend_schema_field(CardAuthorSerializer(allow_null=True))
    def get_author(self, appeal: Appeal) -> dict[str, str] | None:
        """Name and e-mail; null for whoever may not know them."""
        if not may_see_author(self._parts(appeal)):
            return None
        return {"name": appeal.author_name, "email": appeal.author_email}

    @staticmethod
    def _loaded(appeal: Appeal, name: str) -> Any:
        """What `views.card.card_of` hung on the appeal."""
        return getattr(appeal, name)

    def _parts(self, appeal: Appeal) -> frozenset[Part]:
        return parts_of(self.context["viewer"], author_id=appeal.author_id, executor_id=appeal.executor_id)
