"""What comes back from «У меня тоже»."""

from typing import Any

from rest_framework import serializers


class SupportedSerializer(serializers.Serializer[Any]):
    """How many support the appeal now; is_new: this request added one."""

    supports = serializers.IntegerField(min_value=0)
    is_new = serializers.BooleanField()
