"""What every template gets: the chosen theme, the navigation, whether contacts are shown; no data of a page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.guards import viewer_in
from accounts.rules import may
from accounts.types import PUBLIC, Permission, Viewer
from web.views.preferences import THEME_COOKIE, THEMES

# The permission that opens the page, its name, label and icon.
_LINKS = (
    (Permission.READ, "web:map", _("Map"), "map"),
    (Permission.READ, "web:list", _("List"), "list"),
    (Permission.READ, "web:statistics", _("Statistics"), "chart-bar"),
    (Permission.MODERATE, "web:moderation", _("Moderation"), "shield-check"),
    (Permission.REGISTER_CALL, "web:calls", _("Calls"), "phone"),
    (Permission.WORK, "web:organisation", _("My organisation"), "building"),
    (Permission.COUNCIL, "web:precinct", _("My precincts"), "building"),
    (Permission.ADMINISTER, "web:administration", _("Administration"), "adjustments-horizontal"),
    (Permission.OWN_ACCOUNT, "cabinet", _("My appeals"), "user"),
)
# Pages of a part whose addresses begin otherwise than its own.
_ALSO = {"web:administration": ("staff",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


def _entries(path: str, viewer: Viewer) -> list[Entry]:
    entries = []
    for permission, name, label, icon in _LINKS:
        if may(viewer, permission):
            url = reverse(name)
            begins = tuple(map(reverse, (name, *_ALSO.get(name, ()))))
            current = path == url or (url != "/" and path.startswith(begins))
            entries.append(Entry(str(label), url, icon, current))
    return entries


def page(request: HttpRequest) -> dict[str, Any]:
    """`theme` ("light", "dark" or "" for the system's), `navigation`, `sees_contacts` (of executors) and
    `compares_executors`.
    """
    theme = request.COOKIES.get(THEME_COOKIE, "")
    # The page of an error that came before anybody was asked for knows no user.
    viewer = viewer_in(request) if hasattr(request, "user") else PUBLIC
    return {
        "theme": theme if theme in THEMES else "",
        "navigation": _entries(request.path, viewer),
        "sees_contacts": may(viewer, Permission.SEE_CONTACTS),
        "compares_executors": may(viewer, Permission.COMPARE_EXECUTORS),
    }
