"""What allauth asks of us: where a request comes from, how secrets are kept; its pages are templates of `web`."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.visits import address_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail, in lower case, in the language of the page where they are made."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-mail or password do not fit. Check the keyboard layout and Caps Lock."
        ),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our own limits count, behind METKA_PROXIES proxies."""
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters lead to METKA_PUBLIC_URL: the host of a request is whatever somebody sent with another's address."""
        whole = {key: _public(value) if key.endswith("_url") else value for key, value in context.items()}
        super().send_mail(template_prefix, email, {**whole, "site_url": settings.PUBLIC_URL})

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:  # allauth's own shape
        user.language = get_language() or ""
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved


def _public(url: str) -> str:
    """The same path of this service at its public address."""
    return f"{settings.PUBLIC_URL}{urlsplit(url).path}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept under the service's key: a copy of the database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()))
