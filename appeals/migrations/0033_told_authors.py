"""The language of authors without an account, extensions that reopening does not forget, reasons that owe a comment."""

from django.db import migrations, models

EXTENDED = "UPDATE appeals_appeal SET was_extended = true WHERE extended_days > 0"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0032_private_topics")]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=5),
        ),
        migrations.AddField(
            model_name="appeal",
            name="was_extended",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="refusalreason",
            name="needs_comment",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(EXTENDED, migrations.RunSQL.noop),
    ]
