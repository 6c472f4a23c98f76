"""The catalogue as programs need it: categories with their topics, in both languages."""

from rest_framework import serializers

from appeals.models import Category, Topic


class TopicSerializer(serializers.ModelSerializer[Topic]):
    """A topic with what a form must know before sending."""

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
            "answer_days",
            "working_days",
            "duplicate_radius_m",
            "duplicate_age_days",
            "is_waste",
            "is_emergency",
            "is_common",
        )
        read_only_fields = fields


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
