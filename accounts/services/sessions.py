"""Ends the sessions of a person; a request's own is renewed by its view."""

from secrets import token_urlsafe

from accounts.models import User


def end_sessions(*, user: User) -> None:
    """End all sessions: each is checked against the salt. `update_session_auth_hash` keeps the one at hand."""
    user.session_salt = token_urlsafe(16)
    user.save(update_fields=["session_salt"])
