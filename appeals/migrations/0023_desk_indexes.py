"""Indexes of what an executor has in hand and of what waits in a moderator's areas: neither grows with the past."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0022_executors_desk"),
        ("geo", "0004_likeness_by_gin"),
        ("territories", "0011_time_zones"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "assigned",
                            "in_progress",
                            "interim_answer",
                            "moderation",
                            "on_hold",
                            "registered",
                            "reopened",
                            "submitted",
                        ],
                    )
                ),
                fields=["executor", "due_at"],
                name="appeal_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(
                    ("state", "moderation"),
                    models.Q(("executor__isnull", True), ("state", "accepted")),
                    _connector="OR",
                ),
                fields=["area_ids", "hidden_area_ids"],
                name="appeal_queue_areas",
            ),
        ),
    ]
