"""Figures of one selection; for the document, the view writes them."""

from typing import Any

from rest_framework import serializers

from analytics.types import TALLIED, Lack
from api.serializers.heatmap import MeasureSerializer, PeriodSerializer


class TallySerializer(serializers.Serializer[Any]):
    """What can be added up: appeals, those waiting, answered, in time, ratings, sent back, and supports."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.IntegerField(min_value=0) for name in TALLIED}


class MeasuredSerializer(MeasureSerializer):
    """A measure with its value, null with the reason `why`."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(min_value=0)
    why = serializers.ChoiceField([lack.value for lack in Lack], required=False)
    residents_known = serializers.FloatField(min_value=0, max_value=1, required=False)


class MonthSerializer(TallySerializer):
    """A month of sending, by its first day, in the municipality's time zone."""

    def get_fields(self) -> dict[str, Any]:
        return {"month": serializers.DateField(), **super().get_fields()}


class TopSerializer(TallySerializer):
    """A topic (by its code) or an executor (by its number) among those with most appeals; null: nobody."""

    def get_fields(self) -> dict[str, Any]:
        head = {
            "id": serializers.IntegerField(allow_null=True),
            "code": serializers.CharField(allow_blank=True),
            "name": serializers.CharField(allow_blank=True),
        }
        return {**head, **super().get_fields()}


class SelectionFiguresSerializer(serializers.Serializer[Any]):
    """Figures of a selection. `appeals`: the address of the list of the same appeals."""

    numberMatched = serializers.IntegerField(min_value=0)
    appeals = serializers.URLField()
    period = PeriodSerializer()
    before = PeriodSerializer(allow_null=True)
    km2 = serializers.FloatField(allow_null=True)
    tally = TallySerializer()
    measures = MeasuredSerializer(many=True)
    months = MonthSerializer(many=True)
    topics = TopSerializer(many=True)
    executors = TopSerializer(many=True)
