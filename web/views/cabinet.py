"""The resident's cabinet: own appeals with the path of each, what to rate, what is followed, drafts, subscriptions."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import viewer_in
from accounts.models import User
from appeals.models import Topic
from appeals.services.belonging import adopt, claimable
from appeals.types import StateGroup
from web import cabinet as shown
from web.cabinet import Tab

PAGE_SIZE = 20
# Offered to be claimed at once; what is left is offered next.
MOST_CLAIMED = 100


@never_cache
@require_safe
def cabinet(request: HttpRequest) -> HttpResponse:
    """One tab, `?show=`; the own appeals also by a group of states, `?state=`; page by page."""
    user, tab = _user(request), shown.tab_of(request.GET.get("show", ""))
    group = shown.group_of(request.GET.get("state", "")) if tab == Tab.OWN else None
    numbers, waiting = shown.own_numbers(user), shown.to_rate(user).count()
    context = {
        "tab": tab.value,
        "tabs": shown.tabs(user, viewer_in(request), tab, own=sum(numbers.values()), to_rate=waiting),
        "to_rate": waiting,
        "groups": shown.groups(numbers, group),
        "claimable": list(claimable(user)[:MOST_CLAIMED]) if tab == Tab.OWN else [],
        "pager_query": _query(tab, group),
        **_OF_TAB[tab](request, user, group),
    }
    return render(request, "account/cabinet.html", context)


def _query(tab: Tab, group: StateGroup | None) -> str:
    """What the next page is of; empty for the plain cabinet."""
    if group is not None:
        return urlencode({"show": tab.value, "state": group.value})
    return "" if tab == Tab.OWN else urlencode({"show": tab.value})


def _own(request: HttpRequest, user: User, group: StateGroup | None) -> dict[str, Any]:
    page = _page(request, shown.own(user, group))
    return {"page": page, "rows": [shown.row_of_own(appeal) for appeal in page]}


def _to_rate(request: HttpRequest, user: User, group: StateGroup | None) -> dict[str, Any]:
    page = _page(request, shown.to_rate(user))
    return {"page": page, "rows": [shown.row_of_own(appeal) for appeal in page]}


def _followed(request: HttpRequest, user: User, group: StateGroup | None) -> dict[str, Any]:
    page = _page(request, shown.followed(user, viewer_in(request)))
    return {"page": page, "rows": [shown.row_of_followed(appeal) for appeal in page]}


def _drafts(request: HttpRequest, user: User, group: StateGroup | None) -> dict[str, Any]:
    rows = list(user.drafts.all())
    names = {topic.code: topic.name for topic in Topic.objects.filter(code__in=[r.topic_code for r in rows])}
    return {"rows": [{"draft": row, "topic": names.get(row.topic_code, "")} for row in rows]}


def _alerts(request: HttpRequest, user: User, group: StateGroup | None) -> dict[str, Any]:
    return {"rows": list(user.subscriptions.filter(ended_at__isnull=True).order_by("-asked_at", "-pk"))}


_OF_TAB: Mapping[Tab, Callable[[HttpRequest, User, StateGroup | None], dict[str, Any]]] = {
    Tab.OWN: _own,
    Tab.RATE: _to_rate,
    Tab.FOLLOWED: _followed,
    Tab.DRAFTS: _drafts,
    Tab.ALERTS: _alerts,
}


@require_POST
def claimed(request: HttpRequest) -> HttpResponse:
    """Adds the ticked appeals to the account."""
    number = adopt(user=_user(request), numbers=request.POST.getlist("number"), now=timezone.now())
    if number:
        told = ngettext("%(number)d appeal is yours now.", "%(number)d appeals are yours now.", number)
        messages.success(request, told % {"number": number})
    else:
        messages.info(request, _("Nothing was chosen."))
    return HttpResponseRedirect(reverse("cabinet"))


def _page(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
