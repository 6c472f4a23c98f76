"""Topics whose appeals are not published unless a moderator decides so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0031_kept_assignments")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="is_private",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="not published unless a moderator decides so"
            ),
        ),
    ]
