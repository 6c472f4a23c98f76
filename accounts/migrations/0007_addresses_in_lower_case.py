"""Writes every address in lower case, as allauth looks them up: whoever was given capitals could not sign in."""

from django.db import migrations
from django.db.models.functions import Lower


def lower(apps, schema_editor):
    _lower_users(apps.get_model("accounts", "User")._default_manager)
    _lower_addresses(apps.get_model("account", "EmailAddress")._default_manager)


def _lower_users(users):
    for user in users.exclude(email=Lower("email")):
        twin = users.filter(email=user.email.lower()).first()
        if twin:
            # Which of them stays is for a person to say; no address stands in a log.
            keys = f"{twin.pk} and {user.pk}"
            raise RuntimeError(
                f"Accounts {keys} differ in capitals only: change the e-mail of one, then migrate again."
            )
        users.filter(pk=user.pk).update(email=user.email.lower())


def _lower_addresses(addresses):
    """Of twins the one in lower case stays, which allauth has used; a foreign confirmation is not taken over."""
    for address in addresses.exclude(email=Lower("email")).order_by("-verified", "pk"):
        email = address.email.lower()
        twin = addresses.filter(user_id=address.user_id, email=email).first()
        confirmed = addresses.filter(email=email, verified=True)
        verified = address.verified and not confirmed.exclude(user_id=address.user_id).exists()
        if twin is None:
            addresses.filter(pk=address.pk).update(email=email, verified=verified)
            continue
        addresses.filter(pk=address.pk).delete()
        primary = twin.primary or address.primary
        addresses.filter(pk=twin.pk).update(verified=twin.verified or verified, primary=primary)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_sessions"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
