"""The explanation of a choice of executor: whole for a dry run, without the place's traces for the public's card."""

from typing import Any

from rest_framework import serializers

from appeals.rules.deadlines import Unit
from territories.types import ManualReason, Rule


class OrganisationRefSerializer(serializers.Serializer[Any]):
    """An organisation by number and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AreaRefSerializer(serializers.Serializer[Any]):
    """An area that covers the place; border_m: metres from the place to its border."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    collection = serializers.CharField()
    border_m = serializers.FloatField(allow_null=True)


class ZoneRefSerializer(serializers.Serializer[Any]):
    """A zone of duty."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)


class VersionRefSerializer(serializers.Serializer[Any]):
    """The boundary version that the answer rests on."""

    id = serializers.IntegerField()
    collection = serializers.CharField()
    # The collection's name; explanations stored with older assignments lack it.
    title = serializers.CharField(required=False)
    number = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True)


class RunnerUpSerializer(OrganisationRefSerializer):
    """Who would answer beyond the nearest border."""

    rule = serializers.ChoiceField([rule.value for rule in Rule])
    place = serializers.CharField(allow_blank=True)
    border_m = serializers.FloatField(allow_null=True)


class ExplanationSerializer(serializers.Serializer[Any]):
    """Why this executor; `sentence` says it in the language asked for.

    On the card of a coarsened appeal the traces of its place (distances, house, zone) are null.
    """

    organisation = OrganisationRefSerializer(allow_null=True)
    rule = serializers.ChoiceField([rule.value for rule in Rule])
    manual_reason = serializers.ChoiceField([reason.value for reason in ManualReason], allow_null=True)
    area = AreaRefSerializer(allow_null=True)
    areas = AreaRefSerializer(many=True)
    zone = ZoneRefSerializer(allow_null=True)
    house_id = serializers.IntegerField(allow_null=True)
    boundary_version = VersionRefSerializer(allow_null=True)
    border_m = serializers.FloatField(allow_null=True)
    ambiguous = serializers.BooleanField(allow_null=True)
    runner_up = RunnerUpSerializer(allow_null=True)
    tied = OrganisationRefSerializer(many=True)
    neighbour = AreaRefSerializer(allow_null=True)
    sentence = serializers.CharField(allow_blank=True)
    sentences = serializers.ListField(child=serializers.CharField())


class WarningSerializer(serializers.Serializer[Any]):
    """What a person should know; none of them stops an appeal."""

    code = serializers.ChoiceField(["outside", "ambiguous", "manual"])
    detail = serializers.CharField()


class SpanSerializer(serializers.Serializer[Any]):
    """How long something may take."""

    number = serializers.IntegerField(min_value=1)
    unit = serializers.ChoiceField([unit.value for unit in Unit])


class AssignmentSerializer(serializers.Serializer[Any]):
    """Who would answer, why and by when: in how many hours or days of which kind after sending."""

    executor = OrganisationRefSerializer(allow_null=True)
    explanation = ExplanationSerializer()
    due_on = serializers.DateField(allow_null=True)
    deadline = SpanSerializer(allow_null=True)
    advice = serializers.CharField(allow_blank=True)
    warnings = WarningSerializer(many=True)
