"""Marks know whether the answer came in time and how it was rated; indexes of an executor's answers and of the gallery."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = """
UPDATE appeals_mark AS mark
SET
    in_time = appeal.answered_at < appeal.due_at,
    rating = appeal.rating
FROM appeals_appeal AS appeal
WHERE appeal.id = mark.appeal_id AND (appeal.answered_at IS NOT NULL OR appeal.rating IS NOT NULL)
"""


def fill(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What services and imports write from now on, for the appeals that there are."""
    editor.execute(_FILL)


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0020_reminding_events"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="mark",
            name="mark_mk",
        ),
        migrations.AddField(
            model_name="mark",
            name="in_time",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="rating",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        # The table of Django's cache "figures", as its createcachetable makes it. What is lost is counted anew.
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE appeals_kept_figures"
            " (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)",
            "DROP TABLE appeals_kept_figures",
        ),
        migrations.RunSQL(
            "CREATE INDEX kept_figures_expires ON appeals_kept_figures (expires)", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="appeal",
            name="executor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="territories.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["executor", "answered_at"], name="appeal_executor"),
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
                ),
                name="mark_mk",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("is_public", True), ("stage", "after")),
                fields=["id"],
                name="photo_after",
            ),
        ),
    ]
