"""The one row of the sweep: events that were there before are nobody's to tell of."""

from django.db import migrations
from django.db.models import Max


def begin(apps, schema_editor):
    last = apps.get_model("appeals", "Event").objects.aggregate(last=Max("pk"))["last"]
    apps.get_model("channels", "Sweep").objects.create(event_id=last or 0)


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
