"""Declines are found without reading all events of a period's appeals (docs/adr/0057-districts-and-executors.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0028_covering_measures")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["appeal"], name="event_decline", condition=models.Q(new__action="decline")
            ),
        ),
    ]
