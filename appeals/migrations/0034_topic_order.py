"""The newest appeals of a topic are a page of an index (docs/adr/0041-statistics.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0033_told_authors")]

    operations = [
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                models.F("topic_id"), models.F("submitted_at"), models.F("appeal"), name="mark_topic"
            ),
        ),
    ]
