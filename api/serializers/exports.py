"""Exports as the API tells of them; not how they are made."""

from typing import Any

from rest_framework import serializers

from analytics.types import ExportState


class ExportSerializer(serializers.Serializer[Any]):
    """How far an export is. done, total: appeals. file: its address once it is done. reason: why it failed."""

    state = serializers.ChoiceField([state.value for state in ExportState])
    done = serializers.IntegerField(min_value=0)
    total = serializers.IntegerField(min_value=0)
    reason = serializers.CharField(allow_blank=True)
    file = serializers.CharField(allow_null=True)
    size_bytes = serializers.IntegerField(min_value=0)
    expires_at = serializers.DateTimeField()
