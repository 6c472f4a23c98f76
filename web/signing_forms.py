"""The forms of signing in and up, with a rate per address; who may enter is allauth's part."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from allauth.core import context
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visits import address_of
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt


def _count() -> None:
    """Count an attempt of the request at hand. Raises ValidationError above the rate."""
    try:
        count_attempt(Limited.SIGN_IN, address=address_of(context.request), now=timezone.now())
    except TooMany as problem:
        words = _("Too many attempts to sign in from this address. Try again in %(minutes)d min.")
        minutes = -(-problem.wait // 60)
        raise forms.ValidationError(words % {"minutes": minutes}, code="too_many") from problem


class SignInForm(LoginForm):
    """Counts the attempt before the password is looked at: above the rate even the right one tells nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "login", "password")

    def clean(self) -> dict[str, Any]:
        _count()
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class SignUpForm(SignupForm):
    """An account by e-mail and password; nothing else is asked before it is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "email", "password1")

    def clean(self) -> dict[str, Any]:
        _count()
        cleaned: dict[str, Any] = super().clean()
        return cleaned


def _plain(form: forms.Form, email: str, password: str) -> None:
    """Labels above the fields and nothing in them."""
    form.fields[email].label, form.fields[password].label = _("E-mail"), _("Password")
    for name in (email, password):
        form.fields[name].widget.attrs.pop("placeholder", None)
        form.fields[name].help_text = ""
