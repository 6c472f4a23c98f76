"""The page of notices: what the bell has told, to be opened and marked read."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from channels.letters.links import page_of
from channels.letters.parts import title_of
from channels.queries.bell import latest
from channels.services.reading import read_all, read_one


@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The newest notices of the person who signed in."""
    shown = latest(viewer_in(request))
    rows = [{"notice": one, "title": title_of(one), "appeal": one.event.appeal} for one in shown]
    unread = any(one.read_at is None for one in shown)
    return render(request, "channels/notices.html", {"rows": rows, "some_unread": unread})


@never_cache
@login_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one notice read and leads to its appeal. Raises Http404 for somebody else's."""
    notice = read_one(actor=viewer_in(request), pk=pk, now=timezone.now())
    if notice is None:
        raise Http404
    return HttpResponseRedirect(page_of(notice))


@require_POST
@login_required
def read_notices(request: HttpRequest) -> HttpResponse:
    """Marks all read."""
    read_all(actor=viewer_in(request), now=timezone.now())
    return HttpResponseRedirect(reverse("channels:notices"))
