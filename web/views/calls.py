"""The operators' desk: what a caller says is written down, or counted with what is there, and gets a number."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import AppealError
from appeals.labels import EMERGENCY
from appeals.models import Topic
from appeals.queries.calls import call_by_number, calls_of_today
from appeals.queries.nearby import nearby
from appeals.services.submission import preview, submit
from appeals.services.support import support_for_caller
from appeals.types import Kind
from web.call_forms import CallForm
from web.views.reporting import report_data, tried

# As many as src/report/similar.js shows, and no nearer.
SIMILAR = 3
SIMILAR_FROM_M = 30


@never_cache
def calls(request: HttpRequest) -> HttpResponse:
    """The form for the next call beside today's; sent, it leads to the number. Nothing typed is lost when refused."""
    if request.method != "POST":
        return _page(request, CallForm(), status=200)
    viewer, form = viewer_in(request), CallForm(request.POST)
    if "look" in request.POST:
        return _page(request, form, status=200, similar=_alike(viewer, form))
    appeal = (
        tried(form, lambda: submit(actor=viewer, draft=form.draft(), now=timezone.now()))
        if form.is_valid()
        else None
    )
    if appeal is None:
        return _page(request, form, status=422)
    return HttpResponseRedirect(reverse("web:call", args=[appeal.number]))


@never_cache
def call(request: HttpRequest, number: str) -> HttpResponse:
    """The number to read out, of what this operator took. Raises Http404 for any other."""
    viewer = viewer_in(request)
    taken = call_by_number(viewer, number)
    if taken is None:
        raise Http404
    context = {
        "taken": taken,
        "appeal": taken.appeal,
        "digits": [number[start : start + 3] for start in range(0, len(number), 3)],
        "today": calls_of_today(viewer, now=timezone.now()),
    }
    return render(request, "web/call.html", context)


@require_POST
def call_support(request: HttpRequest, number: str) -> HttpResponse:
    """The caller has this too: counted once for each form, then the number to read out."""
    try:
        key = UUID(request.POST.get("client_key", ""))
        support_for_caller(actor=viewer_in(request), number=number, call_key=key, now=timezone.now())
    except AppealError as problem:
        messages.error(request, str(problem))
    except ValueError:
        # No form of this desk.
        return HttpResponseRedirect(reverse("web:calls"))
    else:
        return HttpResponseRedirect(reverse("web:call", args=[number]))
    return _page(request, CallForm(initial=request.POST.dict()), status=422)


def _page(
    request: HttpRequest, form: CallForm, *, status: int, similar: list[dict[str, Any]] | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "emergency": EMERGENCY,
        "similar": similar,
        "today": calls_of_today(viewer_in(request), now=timezone.now()),
        "page_data": report_data(),
    }
    return render(request, "web/calls.html", context, status=status)


def _alike(viewer: Viewer, form: CallForm) -> list[dict[str, Any]] | None:
    """Without scripts: open appeals about the same near the place; None when place or topic are not known yet.

    What is still to be written is not asked for now.
    """
    form.is_valid()
    for name in set(form.errors) - {"address", "topic"}:
        del form.errors[name]
    if form.errors:
        return None
    values = form.cleaned_data
    topic = Topic.objects.get(code=values["topic"])
    found = tried(
        form,
        lambda: preview(
            topic_code=topic.code,
            location=values.get("location"),
            address=values["address"],
            house_id=values.get("house_id"),
            kind=Kind(topic.kinds[0]),
            now=timezone.now(),
        ),
    )
    if found is None:
        return None
    radius_m = max(topic.duplicate_radius_m, SIMILAR_FROM_M)
    return nearby(viewer, found.place.location, radius_m, SIMILAR, topic.pk).items()
