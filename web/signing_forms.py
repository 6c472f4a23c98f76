"""The forms of both sign-ins, the pages' and the admin's, with a rate per address; who may enter is Django's part."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visits import address_of
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt


class _Limited(AuthenticationForm):
    """Counts the attempt before the password is looked at: above the rate even the right one tells nothing."""

    def clean(self) -> dict[str, Any]:
        if self.request is not None:
            try:
                count_attempt(Limited.SIGN_IN, address=address_of(self.request), now=timezone.now())
            except TooMany as problem:
                words = _("Too many attempts to sign in from this address. Try again in %(minutes)d min.")
                minutes = -(-problem.wait // 60)
                raise forms.ValidationError(words % {"minutes": minutes}, code="too_many") from problem
        return super().clean()


class SignInForm(_Limited):
    """Of /sign-in/."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy(
            "E-mail or password do not fit. Check the keyboard layout and Caps Lock."
        ),
    }


class AdminSignInForm(_Limited, AdminAuthenticationForm):
    """Of the admin, which would be the way around the limit otherwise."""
