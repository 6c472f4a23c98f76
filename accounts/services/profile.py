"""Changes what a person tells of themselves; the e-mail changes by its own confirmed way."""

from secrets import token_urlsafe

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User


def change_profile(
    *, user: User, full_name: str, phone: str, language: str, photo: bytes | None, drop_photo: bool = False
) -> None:
    """Save the profile and nothing else of the account, which another request may be changing.

    photo: a safe JPEG (appeals.services.photos), None keeps the one there is.
    """
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        kept.full_name, kept.phone, kept.language = full_name.strip(), phone.strip(), language
        if photo is not None or drop_photo:
            forget_photo(kept)
        if photo is not None:
            kept.photo.save(f"{token_urlsafe(16)}.jpg", ContentFile(photo), save=False)
        kept.save(update_fields=["full_name", "phone", "language", "photo"])


def forget_photo(user: User) -> None:
    """Take the photo out of the account; the caller saves it in a transaction, after which the file goes too."""
    if user.photo:
        storage, name = user.photo.storage, str(user.photo.name)
        transaction.on_commit(lambda: storage.delete(name))
    user.photo = ""
