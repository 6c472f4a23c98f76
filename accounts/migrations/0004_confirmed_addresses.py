"""Takes the addresses of the accounts there are as confirmed: an administrator made them, no visitor did."""

from django.db import migrations


def confirm(apps, schema_editor):
    addresses = apps.get_model("account", "EmailAddress")._default_manager
    for user in apps.get_model("accounts", "User")._default_manager.iterator():
        addresses.get_or_create(
            user_id=user.pk, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_memberships_in_time"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
