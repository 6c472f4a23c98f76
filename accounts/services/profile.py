"""Changes what a person tells of themselves; the e-mail changes by its own confirmed way."""

from secrets import token_urlsafe

from django.core.files.base import ContentFile

from accounts.models import User


def change_profile(
    *, user: User, full_name: str, phone: str, language: str, photo: bytes | None, drop_photo: bool = False
) -> None:
    """Save the profile. photo: a safe JPEG (appeals.services.photos), None keeps the one there is."""
    user.full_name, user.phone, user.language = full_name.strip(), phone.strip(), language
    if photo is not None or drop_photo:
        if user.photo:
            user.photo.delete(save=False)
        if photo is not None:
            user.photo.save(f"{token_urlsafe(16)}.jpg", ContentFile(photo), save=False)
    user.save()
