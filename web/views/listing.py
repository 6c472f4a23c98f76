"""The list of appeals with search, filters and sorting, page by page, without scripts; not the map's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from appeals.errors import InvalidFilter
from appeals.queries.features import Page
from appeals.queries.listing import list_page
from appeals.selecting import PARAMETERS, ordering_from_params, selection_from_params
from appeals.types import Ordering
from geo.errors import GeoError
from geo.types import LonLat
from web.kept_fields import filter_fields
from web.near import Near, near_of
from web.words import words

PAGE_SIZE = 30
ORDERINGS = (
    (Ordering.DATE, _("Newest first")),
    (Ordering.POPULARITY, _("Most supported")),
    (Ordering.CATEGORY, _("By category")),
    (Ordering.TOPIC, _("By topic")),
    (Ordering.EXECUTOR, _("By executor")),
    (Ordering.NUMBER, _("By number")),
    (Ordering.DISTANCE, _("Nearest first")),
)
FOLDED = ("category", "kind", "state", "since", "until")
KEPT = ("bbox", "polygon", "cell", "area", "executor", "workplace", "topic", "lon", "lat")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for beside the selection. near: None without a place; problem: why it is of no use.

    refused: why the order is none.
    """

    ordering: Ordering
    near: Near | None
    cursor: str
    refused: str = ""

    @property
    def origin(self) -> LonLat | None:
        return self.near.place if self.near else None

    @property
    def problem(self) -> str:
        if self.refused:
            return self.refused
        if self.near:
            return self.near.problem
        wants_place = self.ordering == Ordering.DISTANCE
        return gettext("Say near what: an address, a street or a place.") if wants_place else ""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One page of appeals; a filter that cannot be read is said above the form and keeps what was typed."""
    asked = _asked(request.GET)
    page, problem = (None, asked.problem) if asked.problem else _page(request, asked)
    context = {
        "page": page,
        "items": page.items() if page else [],
        "problem": problem,
        "asked": asked,
        "orderings": ORDERINGS,
        "near": request.GET.get("near", ""),
        "chosen": {name: request.GET.get(name, "") for name in (*PARAMETERS, *KEPT)},
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "filtered": any(request.GET.get(name) for name in (*PARAMETERS, "near")),
        "narrowed": sum(bool(request.GET.get(name)) for name in FOLDED),
        "words": words(),
        "next": _next(request.GET, page),
        "map_query": _map_query(request.GET),
        "feed_query": _kept(request.GET, PARAMETERS),
        "export_fields": filter_fields(request.GET),
    }
    return render(request, "web/list.html", context, status=400 if problem else 200)


def _asked(params: QueryDict) -> Asked:
    """Whoever names a place wants what is near it, unless another order is chosen than the one that stands there."""
    ordering, refused = Ordering.DATE, ""
    try:
        ordering = ordering_from_params(params)
    except InvalidFilter as problem:
        refused = str(problem)
    text = params.get("near", "").strip()
    near = near_of(text) if text else _pair(params)
    if text and ordering == Ordering.DATE:
        ordering = Ordering.DISTANCE
    return Asked(ordering, near, params.get("cursor", ""), refused)


def _pair(params: QueryDict) -> Near | None:
    """The place of the parameters lon and lat, as the map gives them."""
    try:
        return Near(LonLat(float(params.get("lon", "")), float(params.get("lat", ""))))
    except (ValueError, GeoError):
        return None


def _page(request: HttpRequest, asked: Asked) -> tuple[Page | None, str]:
    viewer = viewer_in(request)
    try:
        selection = selection_from_params(request.GET)
        return list_page(viewer, selection, asked.ordering, asked.origin, asked.cursor, PAGE_SIZE), ""
    except InvalidFilter as problem:
        return None, str(problem)


def _next(params: QueryDict, page: Page | None) -> str:
    if page is None or page.next_cursor is None:
        return ""
    following: Any = params.copy()
    following["cursor"] = page.next_cursor
    return f"?{following.urlencode()}"


def _map_query(params: QueryDict) -> str:
    return _kept(params, [name for name in PARAMETERS if name != "bbox"])


def _kept(params: QueryDict, names: Iterable[str]) -> str:
    """The query string of these parameters, without empty values."""
    kept = QueryDict(mutable=True)
    for name in names:
        if any(params.getlist(name)):
            kept.setlist(name, [value for value in params.getlist(name) if value])
    return str(kept.urlencode())
