"""What every template gets: the chosen theme and the navigation; no data of a page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.guards import viewer_in
from accounts.models import User
from accounts.types import ORGANISATION_ROLES, Role
from web.views.preferences import THEME_COOKIE, THEMES


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


def _entries(request: HttpRequest) -> list[Entry]:
    names = [("web:map", _("Map"), "map"), ("web:list", _("List"), "list")]
    user = getattr(request, "user", None)
    if isinstance(user, User):
        roles = viewer_in(request).roles
        if roles & {Role.MODERATOR, Role.ADMINISTRATOR}:
            names.append(("web:moderation", _("Moderation"), "shield-check"))
        if roles & ORGANISATION_ROLES:
            names.append(("web:organisation", _("My organisation"), "building"))
        if Role.ADMINISTRATOR in roles:
            names.append(("staff", _("Staff"), "users"))
        names.append(("cabinet", _("My appeals"), "user"))
    entries = []
    for name, label, icon in names:
        url = reverse(name)
        current = request.path == url or (url != "/" and request.path.startswith(url))
        entries.append(Entry(label, url, icon, current))
    return entries


def page(request: HttpRequest) -> dict[str, Any]:
    """`theme` ("light", "dark" or "" for the system's) and `navigation`."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": theme if theme in THEMES else "", "navigation": _entries(request)}
