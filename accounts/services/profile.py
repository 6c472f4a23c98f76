"""Changes what a person tells of themselves; the e-mail changes by its own confirmed way."""

from collections.abc import Sequence
from secrets import token_urlsafe

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.errors import ConsentMissing
from accounts.models import User
from accounts.queries import agreed, keeps_by_consent
from accounts.types import ConsentKind


def change_profile(
    *, user: User, full_name: str, phone: str, language: str, photo: bytes | None, drop_photo: bool = False
) -> None:
    """Save the profile and nothing else of the account, which another request may be changing.

    photo: a safe JPEG (appeals.services.photos), None keeps the one there is. Raises ConsentMissing for something new
    of a resident who does not agree that it is kept.
    """
    full_name, phone = full_name.strip(), phone.strip()
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        told = {
            "full_name": full_name not in {"", kept.full_name},
            "phone": phone not in {"", kept.phone},
            "photo": photo is not None,
        }
        _require_consent(kept, [field for field, is_new in told.items() if is_new])
        kept.full_name, kept.phone, kept.language = full_name, phone, language
        if photo is not None or drop_photo:
            forget_photo(kept)
        if photo is not None:
            kept.photo.save(f"{token_urlsafe(16)}.jpg", ContentFile(photo), save=False)
        kept.save(update_fields=["full_name", "phone", "language", "photo"])


def _require_consent(user: User, told: Sequence[str]) -> None:
    if told and keeps_by_consent(user) and not agreed(user, ConsentKind.PROCESSING):
        raise ConsentMissing(field=told[0])


def forget_profile(user: User) -> None:
    """Take name, phone and photo out of the account; the e-mail stays, by which its owner signs in and erases it."""
    with transaction.atomic():
        user.full_name = user.phone = ""
        forget_photo(user)
        user.save(update_fields=["full_name", "phone", "photo"])


def forget_photo(user: User) -> None:
    """Take the photo out of the account; the caller saves it in a transaction, after which the file goes too."""
    if user.photo:
        storage, name = user.photo.storage, str(user.photo.name)
        transaction.on_commit(lambda: storage.delete(name))
    user.photo = ""
