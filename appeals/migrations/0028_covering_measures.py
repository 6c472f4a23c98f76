"""All that measures are computed from stands in the two covering indexes of marks (docs/adr/0051-measures.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0027_measured_marks"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="mark",
            name="mark_h3",
        ),
        migrations.RemoveIndex(
            model_name="mark",
            name="mark_mk",
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                fields=["mk"],
                include=(
                    "h3",
                    "appeal",
                    "submitted_at",
                    "category_id",
                    "topic_id",
                    "executor_id",
                    "qx",
                    "qy",
                    "supports",
                    "kind",
                    "state",
                    "visibility",
                    "number",
                    "area_ids",
                    "in_time",
                    "rating",
                    "reopened",
                    "answer_h",
                ),
                name="mark_mk",
            ),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                fields=["h3"],
                include=(
                    "appeal",
                    "submitted_at",
                    "category_id",
                    "topic_id",
                    "executor_id",
                    "qx",
                    "qy",
                    "supports",
                    "kind",
                    "state",
                    "visibility",
                    "number",
                    "area_ids",
                    "in_time",
                    "rating",
                    "reopened",
                    "answer_h",
                ),
                name="mark_h3",
            ),
        ),
    ]
