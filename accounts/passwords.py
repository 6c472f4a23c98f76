"""What a password may not be beside Django's own rules, which settings name; whom it lets in is allauth's part."""

from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.password_validation import (
    UserAttributeSimilarityValidator,
    exceeds_maximum_length_ratio,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class UnlikeItsOwner(UserAttributeSimilarityValidator):
    """Refuses the own address or name: whoever guesses tries them first. Django's words name the field alone."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "full_name"))

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        # Django compares whole addresses and single words: `anna.orlova` of anna.orlova@example.org is neither.
        mailbox = str(getattr(user, "email", "") or "").partition("@")[0].lower()
        if mailbox and self._alike(password.lower(), mailbox):
            raise ValidationError(self.get_error_message(), code="password_too_similar")

    def _alike(self, password: str, word: str) -> bool:
        # A long one is told from a short one without being read.
        if exceeds_maximum_length_ratio(password, self.max_similarity, word):
            return False
        return SequenceMatcher(a=password, b=word).quick_ratio() >= self.max_similarity

    def get_error_message(self) -> str:
        return _("The password is too much like your e-mail or name.")

    def get_help_text(self) -> str:
        return _("It must not be like your e-mail or name.")
