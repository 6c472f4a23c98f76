"""Joins appeals to the account of their author, and parts them from an author who leaves; no other change of them."""

from collections.abc import Collection
from datetime import datetime
from secrets import randbelow
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Erasure, User
from appeals.models import Appeal, Photo
from appeals.services.submission import new_token


def claimable(user: User) -> QuerySet[Any]:
    """Appeals sent without an account under an address that this person has confirmed."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    wanted = {email.lower() for email in confirmed}
    found = Appeal.objects.filter(author=None, author_email__in=sorted(wanted | _spellings(wanted)))
    return found.select_related("topic").order_by("-submitted_at")


def _spellings(emails: Collection[str]) -> set[str]:
    """As people type their own address on a phone: with a capital letter at its beginning."""
    return {email[:1].upper() + email[1:] for email in emails}


def claim(*, user: User, numbers: Collection[str]) -> int:
    """Make the person the author of those of their appeals that were chosen; answers how many."""
    with transaction.atomic():
        return claimable(user).filter(number__in=numbers).order_by().update(author=user)


def erase(*, user: User, now: datetime) -> Erasure:
    """Take the person out of everything and leave an act.

    Appeals stay with place, topic, times and the text that the public reads; name, address of the letterbox, exact
    text and photos that nobody passed go. The account becomes an empty shell, so that the histories stay whole.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        appeals = list(Appeal.objects.select_for_update(of=("self",)).filter(author=user))
        hidden = list(Photo.objects.filter(appeal__author=user, is_public=False))
        for appeal in appeals:
            appeal.author, appeal.author_name, appeal.author_email = None, "", ""
            appeal.text, appeal.address = appeal.public_text, appeal.public_address
            # The old private link shows nothing any more.
            appeal.follow_token = new_token()
            appeal.save()
        Photo.objects.filter(pk__in=[photo.pk for photo in hidden]).delete()
        picture = (user.photo.name or "") if user.photo else ""
        _empty(user, now=now)
        act = Erasure.objects.create(
            number=str(10**11 + randbelow(9 * 10**11)),
            user=user,
            at=now,
            appeals=len(appeals),
            photos=len(hidden),
        )
        transaction.on_commit(lambda: _remove(hidden, user, picture))
    return act


def _empty(user: User, *, now: datetime) -> None:
    user.memberships.filter(until=None, since__lte=now).update(until=now)
    user.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email, user.full_name, user.phone, user.photo = f"erased-{user.pk}@erased.invalid", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def _remove(photos: Collection[Photo], user: User, picture: str) -> None:
    """Files go when the rows are gone for good."""
    for photo in photos:
        photo.image.delete(save=False)
        photo.thumbnail.delete(save=False)
    if picture:
        user.photo.storage.delete(picture)
