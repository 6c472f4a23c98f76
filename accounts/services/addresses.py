"""Changes the address of an account by an administrator's hand; a person's own change is allauth's, by a letter."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.errors import AddressTaken
from accounts.models import User, confirm_address
from accounts.queries import address_taken


def set_address(*, user: User, email: str) -> None:
    """Make this the only address of the account, in lower case and taken as confirmed: no visitor typed it.

    The addresses before it neither sign in nor get a new password any more. Raises AddressTaken.
    """
    email = email.strip().lower()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if address_taken(email, but=user):
            raise AddressTaken(field="email")
        user.email = email
        user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=user).exclude(email=email).delete()
        confirm_address(user)
