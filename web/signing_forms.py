"""The forms of signing in and up, with a rate per address; who may enter is allauth's part."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.consents import set_consent
from accounts.texts import consent_text
from accounts.types import ConsentKind
from accounts.visits import address_of
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt


def count_sign_in(whose: str = "") -> None:
    """Count an attempt to give a password or code, of the request's address or of `whose`.

    Raises ValidationError above the rate.
    """
    try:
        count_attempt(Limited.SIGN_IN, address=whose or address_of(context.request), now=timezone.now())
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
        count_sign_in()
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class SecondStepForm(AuthenticateForm):
    """Counts guesses of a code per account, whatever process they reach: there are but a million codes."""

    def clean_code(self) -> str:
        count_sign_in(f"second step of {self.user.pk}")
        code: str = super().clean_code()
        return code


class SignUpForm(SignupForm):
    """An account by e-mail and password, with the consent to keep them; nothing else is asked before it is needed."""

    consent = forms.BooleanField()
    field_order = ("email", "password1", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "email", "password1")
        self.fields["password1"].help_text = _("At least 10 characters, and not one of the common passwords.")
        self.fields["consent"].label = consent_text(ConsentKind.PROCESSING, _language())

    def clean(self) -> dict[str, Any]:
        count_sign_in()
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        kind, now = ConsentKind.PROCESSING, timezone.now()
        set_consent(user=user, kind=kind, agrees=True, language=_language(), now=now)
        return user


def _language() -> str:
    return get_language() or "ru"


def _plain(form: forms.Form, email: str, password: str) -> None:
    """Labels above the fields and nothing in them."""
    form.fields[email].label, form.fields[password].label = _("E-mail"), _("Password")
    for name in (email, password):
        form.fields[name].widget.attrs.pop("placeholder", None)
        form.fields[name].help_text = ""
