"""What a resident sends and what comes back; the draft is checked by `appeals.services.submission`."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import IdField, LatField, LonField
from api.serializers.appeals import MomentField
from api.serializers.assignment import ExplanationSerializer, OrganisationRefSerializer, WarningSerializer
from appeals.rules.texts import TEXT_MAX
from appeals.services.photos import PHOTOS_MAX
from appeals.types import Channel, Draft, Kind, State, Track
from geo.types import LonLat


class DraftSerializer(serializers.Serializer[Any]):
    """An appeal to send: a place by lon and lat, by house or by address; name and e-mail are optional."""

    kind = serializers.ChoiceField([kind.value for kind in Kind], default=Kind.PROBLEM.value)
    topic = serializers.SlugField(max_length=60, help_text=_("Code of the topic."))
    text = serializers.CharField(help_text=format_lazy(_("At most {limit} characters."), limit=TEXT_MAX))
    client_key = serializers.UUIDField(
        help_text=_("Made by the client: the same key sent again gives the same appeal.")
    )
    lon = LonField(required=False, allow_null=True)
    lat = LatField(required=False, allow_null=True)
    address = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    house_id = IdField(required=False, allow_null=True, default=None)
    author_name = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    author_email = serializers.CharField(required=False, allow_blank=True, max_length=254, default="")
    proof = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=4000,
        default="",
        help_text=_("Solution of the challenge of a problem “proof_needed”."),
    )
    website = serializers.CharField(
        required=False, allow_blank=True, max_length=300, default="", help_text=_("Leave this empty.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for given, missing in (("lon", "lat"), ("lat", "lon")):
            if attrs.get(given) is not None and attrs.get(missing) is None:
                raise serializers.ValidationError({missing: [_("Give lon and lat together.")]})
        return attrs

    def draft(self) -> Draft:
        """The validated draft."""
        values = self.validated_data
        lon, lat = values.get("lon"), values.get("lat")
        return Draft(
            kind=Kind(values["kind"]),
            topic_code=values["topic"],
            text=values["text"],
            client_key=values["client_key"],
            location=None if lon is None or lat is None else LonLat(lon, lat),
            address=values["address"],
            house_id=values["house_id"],
            author_name=values["author_name"],
            author_email=values["author_email"],
            language=get_language() or "",
            channel=Channel.API,
        )


class DraftWithPhotosSerializer(DraftSerializer):
    """The same as a form with photos."""

    photos = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, max_length=PHOTOS_MAX
    )


class SubmittedSerializer(serializers.Serializer[Any]):
    """The appeal taken in. follow_url is private: whoever has it sees the appeal before it is published."""

    number = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in State])
    follow_url = serializers.CharField()
    executor = OrganisationRefSerializer(allow_null=True)
    explanation = ExplanationSerializer()
    track = serializers.ChoiceField([track.value for track in Track])
    due_on = serializers.DateField(allow_null=True)
    due_at = MomentField(allow_null=True)
    advice = serializers.CharField(allow_blank=True)
    warnings = WarningSerializer(many=True)
