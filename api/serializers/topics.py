"""The catalogue as programs need it: categories with their topics, in both languages."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.assignment import SpanSerializer
from appeals.models import Category, Topic
from appeals.rules.clockbook import Case
from appeals.rules.deadlines import Stage
from appeals.types import Track


class TopicSerializer(serializers.ModelSerializer[Topic]):
    """A topic with what a form must know before sending. Needs the `book` of deadlines and the time `now`."""

    deadline = serializers.SerializerMethodField()

    class Meta:
        model = Topic
        fields = (
            "code",
            "name_ru",
            "name_en",
            "keywords",
            "kinds",
            "scope",
            "privacy",
            "is_private",
            "deadline",
            "duplicate_radius_m",
            "duplicate_age_days",
            "is_waste",
            "is_emergency",
            "is_common",
        )
        read_only_fields = fields

    @extend_schema_field(SpanSerializer)
    def get_deadline(self, topic: Topic) -> dict[str, Any]:
        """How long the answer to a message may take, where no municipality says otherwise."""
        now, book = self.context["now"], self.context["book"]
        case = Case(Track.MESSAGE, topic.pk, topic.category_id, (), submitted_at=now, counted_from=now)
        span, _row_id = book.span(Stage.ANSWER, case, book.ground(()), start=now)
        shown: dict[str, Any] = SpanSerializer(span).data
        return shown


class CategorySerializer(serializers.ModelSerializer[Category]):
    """A category and its topics in the order people see them."""

    topics = TopicSerializer(many=True, read_only=True)

    class Meta:
        model = Category
        fields = ("code", "name_ru", "name_en", "icon", "topics")
        read_only_fields = fields


class CatalogueSerializer(serializers.Serializer[Category]):
    """All categories."""

    categories = CategorySerializer(many=True)
