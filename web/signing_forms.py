"""The forms that take a password or a code, with a rate per address or account; who may enter is allauth's part."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.consents import set_consent
from accounts.texts import consent_text
from accounts.types import ConsentKind
from accounts.visits import address_of, note_wait
from appeals.errors import TooMany
from appeals.services.throttling import Limited, count_attempt, spend

# Seconds for which allauth refuses an e-mail whose password was guessed too often.
_GUESSED_WAIT_S = 300


def count_entry(words: str) -> None:
    """Count a form that anybody may send from the request's address. Raises ValidationError above the rate.

    words: what to say then, with %(minutes)d.
    """
    _count(address_of(context.request), words)


def count_password(user: User) -> None:
    """Count a password given for an account that is signed in: whoever found it open must not guess on from anywhere.

    Raises ValidationError above the rate.
    """
    _count(f"password of {user.pk}", _("Too many attempts. Try again in %(minutes)d min."))


def count_code(user: User) -> None:
    """Count a code given for an account, whatever process it reaches: there are but a million codes.

    Raises ValidationError above the rate.
    """
    _count(f"second step of {user.pk}", _("Too many attempts. Try again in %(minutes)d min."))


def use_up(code: str, authenticator: Authenticator) -> None:
    """Let a code of the app open one door: allauth remembers it too, but in the memory of one process.

    Recovery codes are crossed out in the database. Raises ValidationError for a code that was given before.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return
    now, period = timezone.now(), app_settings.TOTP_PERIOD
    # Until the app shows the next one.
    until = datetime.fromtimestamp((now.timestamp() // period + 1) * period, UTC)
    digits = "".join(filter(str.isdigit, code))
    if not spend(f"code of {authenticator.user_id}: {digits}", until=until, now=now):
        raise get_adapter().validation_error("incorrect_code")


def _count(whose: str, words: str) -> None:
    try:
        count_attempt(Limited.SIGN_IN, address=whose, now=timezone.now())
    except TooMany as problem:
        note_wait(context.request, problem.wait)
        minutes = -(-problem.wait // 60)
        raise forms.ValidationError(words % {"minutes": minutes}, code="too_many") from problem


@contextmanager
def _allauths_limit() -> Iterator[None]:
    """Notes what allauth refuses by its own count of wrong guesses."""
    try:
        yield
    except forms.ValidationError as problem:
        if getattr(problem, "code", "") == "too_many_login_attempts":
            note_wait(context.request, _GUESSED_WAIT_S)
        raise


class SignInForm(LoginForm):
    """Counts the attempt before the password is looked at: above the rate even the right one tells nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "login", "password")

    def clean(self) -> dict[str, Any]:
        count_entry(_("Too many attempts to sign in from this address. Try again in %(minutes)d min."))
        with _allauths_limit():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class SecondStepForm(AuthenticateForm):
    """Counts the guess before the code is looked at."""

    def clean_code(self) -> str:
        count_code(self.user)
        with _allauths_limit():
            code: str = super().clean_code()
        use_up(code, self.authenticator)
        return code


class PasswordAgainForm(ReauthenticateForm):
    """Of somebody signed in, before a change that matters."""

    def clean_password(self) -> str:
        count_password(self.user)
        password: str = super().clean_password()
        return password


class SecondStepAgainForm(CodeAgainForm):
    """The same by a code."""

    def clean_code(self) -> str:
        count_code(self.user)
        with _allauths_limit():
            code: str = super().clean_code()
        use_up(code, self.authenticator)
        return code


class PasswordForm(ChangePasswordForm):
    """Another password, beside the one there is."""

    def clean_oldpassword(self) -> str:
        count_password(self.user)
        password: str = super().clean_oldpassword()
        return password


class SignUpForm(SignupForm):
    """An account by e-mail and password, with the consent to keep them; nothing else is asked before it is needed."""

    consent = forms.BooleanField()
    field_order = ("email", "password1", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, "email", "password1")
        self.fields["password1"].help_text = _(
            "At least 10 characters, not a common password and not like your e-mail."
        )
        self.fields["consent"].label = consent_text(ConsentKind.PROCESSING, _language())

    def clean(self) -> dict[str, Any]:
        count_entry(
            _(
                "Too many attempts to sign up or to sign in came from this address. "
                "No account was made: send the form again in %(minutes)d min."
            )
        )
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        kind, now = ConsentKind.PROCESSING, timezone.now()
        set_consent(user=user, kind=kind, agrees=True, language=_language(), now=now)
        return user


class ForgottenForm(ResetPasswordForm):
    """Asks for a letter with a link to another password; counted before anybody is looked for."""

    def clean(self) -> dict[str, Any]:
        count_entry(
            _(
                "Too many attempts to sign in or to get a new password came from this address. "
                "No letter was sent: send it again in %(minutes)d min."
            )
        )
        return dict(super().clean() or {})


def _language() -> str:
    return get_language() or "ru"


def _plain(form: forms.Form, email: str, password: str) -> None:
    """Labels above the fields and nothing in them."""
    form.fields[email].label, form.fields[password].label = _("E-mail"), _("Password")
    for name in (email, password):
        form.fields[name].widget.attrs.pop("placeholder", None)
        form.fields[name].help_text = ""
