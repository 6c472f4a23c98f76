"""Moves the deadlines of topics into their table and gives the appeals that there are a moment beside the day."""

from django.conf import settings
from django.db import migrations, models

# Days, and whether they are working days.
GENERAL = (30, False)
# The end of the day in the zone by which all of them were counted.
MOMENTS = """
UPDATE appeals_appeal
SET
    due_at = ((due_on + 1)::timestamp AT TIME ZONE %(zone)s),
    counted_from = coalesce(
        (
            SELECT max(event.at)
            FROM appeals_event AS event
            WHERE reopenings > 0 AND event.appeal_id = appeals_appeal.id AND event.type = 'reopened'
        ),
        submitted_at
    ),
    moderate_by = CASE WHEN state = 'moderation' THEN submitted_at + interval '48 hours' END
WHERE due_on IS NOT NULL OR state = 'moderation';
"""


def move_deadlines(apps, schema_editor):
    """Topics whose time is not the general one; the general rows come with load_topics, as the new ones do."""
    Topic, Deadline = apps.get_model("appeals", "Topic"), apps.get_model("appeals", "Deadline")
    Deadline.objects.bulk_create(
        Deadline(
            stage="answer",
            track="message",
            topic=topic,
            number=topic.answer_days,
            unit="working_days" if topic.working_days else "calendar_days",
            source=topic.deadline_source or "As it was kept with the topic.",
        )
        for topic in Topic.objects.all()
        if (topic.answer_days, topic.working_days) != GENERAL
    )


def give_moments(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MOMENTS, {"zone": settings.CLOCK_ZONE})
        # The foreign keys of the rows just written are checked now: a table with waiting checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("appeals", "0018_clocks")]

    operations = [
        migrations.RunPython(move_deadlines, migrations.RunPython.noop),
        migrations.RunPython(give_moments, migrations.RunPython.noop),
        migrations.RemoveField(model_name="topic", name="answer_days"),
        migrations.RemoveField(model_name="topic", name="deadline_source"),
        migrations.RemoveField(model_name="topic", name="working_days"),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at", None), ("due_on", None)),
                    models.Q(("due_at__isnull", False), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_due_day_and_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extended_days", 0),
                    models.Q(("extended_days__lte", 30), ("track", "formal")),
                    _connector="OR",
                ),
                name="appeal_extended_once_by_law",
            ),
        ),
    ]
