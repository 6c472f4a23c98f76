"""The most supported appeals are a page of an index, not a sort of all of them (docs/adr/0041-statistics.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0029_declines")]

    operations = [
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(models.F("supports"), models.F("appeal"), name="mark_popularity"),
        ),
    ]
