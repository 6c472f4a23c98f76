"""What a role means to Django's own administration: administrators may all; signing in is not its business."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from accounts.queries import viewer_of
from accounts.rules import may_administer


class RoleBackend(BaseBackend):
    """Answers Django's questions about model permissions from the memberships of today."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return _administers(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return _administers(user_obj)


def _administers(user: Any) -> bool:
    """Asked dozens of times by one page: kept with the user, who is loaded anew for each request."""
    if not isinstance(user, User) or not user.is_active:
        return False
    known = user.__dict__.get("_administers")
    if known is None:
        known = user.__dict__["_administers"] = may_administer(viewer_of(user))
    return bool(known)
