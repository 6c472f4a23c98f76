"""What the top bar needs: how many notices are unread, asked only when a page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.guards import viewer_in
from accounts.models import User
from channels.queries.bell import COUNTED, unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread`: a number, above 99 «99+»; nothing for whoever is not signed in. Queries only when it is read."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"unread": SimpleLazyObject(lambda: _shown(request))}


def _shown(request: HttpRequest) -> str:
    count = unread_count(viewer_in(request))
    if count > COUNTED:
        return f"{COUNTED}+"
    return str(count) if count else ""
