"""Marks know how long the answer took and whether it was sent back."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = """
UPDATE appeals_mark AS mark
SET
    -- Of nothing and 0 the greatest is 0.
    answer_h = CASE
        WHEN appeal.answered_at IS NOT NULL
            THEN greatest(floor(extract(EPOCH FROM appeal.answered_at - appeal.submitted_at) / 3600), 0)::integer
    END,
    reopened = appeal.reopenings > 0
FROM appeals_appeal AS appeal
WHERE appeal.id = mark.appeal_id AND (appeal.answered_at IS NOT NULL OR appeal.reopenings > 0)
"""


def fill(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What services and imports write from now on, for the appeals that there are."""
    editor.execute(_FILL)


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0026_topics_changed_here"),
    ]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="answer_h",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="reopened",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
