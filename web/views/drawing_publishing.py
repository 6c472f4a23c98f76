"""Putting drawings in force: who changes hands is shown first; then one press, one transaction."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from appeals.services import redrawing
from appeals.services.redrawing import Redrawn
from appeals.services.reexamination import Review
from geo.errors import GeoError
from territories import surroundings
from territories.models import Drawing
from web.drawing_forms import Passing, PassingForm, PublishForm
from web.drawing_words import as_json
from web.views.drawing import own

# Appeals that stand on the page one by one; all are counted, and all can be passed on.
LISTED = 200


@never_cache
def drawing_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what would change hands on a day; POST does it."""
    row = own(request, pk)
    others = Drawing.objects.filter(drawn_by=row.drawn_by).exclude(pk=pk).order_by("-changed_at")
    if request.method == "POST":
        return _published(request, row, others)
    asked = request.GET.copy()
    asked.setdefault("valid_from", timezone.localdate().isoformat())
    form = PublishForm(asked, others=others)
    return _page(request, row, others, form, status=200 if form.is_valid() else 422)


def _published(request: HttpRequest, row: Drawing, others: Any) -> HttpResponse:
    form = PassingForm(request.POST, others=others)
    if form.is_valid():
        values = form.cleaned_data
        drawings = [row, *values["together"]]
        if values["seen"] != _seen(drawings):
            form.add_error(
                None, _("A drawing was saved after this preview. Look at the new one, then publish.")
            )
        else:
            try:
                done = redrawing.publish(
                    actor=viewer_in(request),
                    drawings=drawings,
                    valid_from=values["valid_from"],
                    now=timezone.now(),
                    only=_only(values["passing"], request.POST.getlist("numbers")),
                )
            except GeoError as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _done(done, values["valid_from"]))
                where = "web:area_versions" if row.collection_id else "web:zones"
                return HttpResponseRedirect(reverse(where))
    return _page(request, row, others, form, status=422)


def _only(passing: str, numbers: list[str]) -> set[str] | None:
    """Numbers of the appeals that may be passed on; None: all."""
    return None if passing == Passing.ALL else set(numbers) if passing == Passing.CHOSEN else set()


def _done(done: Redrawn, valid_from: date) -> str:
    if valid_from > timezone.localdate():
        return _("Published: in force from %(day)s. Appeals are passed on by reexamine on that day.") % {
            "day": valid_from.strftime("%d.%m.%Y")
        }
    count = len(done.review.changed)
    passed_on = ngettext("%(count)s appeal was passed on.", "%(count)s appeals were passed on.", count)
    return " ".join((_("Published: in force from today."), passed_on % {"count": count}))


def _seen(drawings: list[Drawing]) -> str:
    """What a preview was made of: a drawing saved since is another one."""
    return " ".join(f"{one.pk}:{one.revision}" for one in sorted(drawings, key=lambda one: one.pk))


def _page(request: HttpRequest, row: Drawing, others: Any, form: forms.Form, *, status: int) -> HttpResponse:
    review, problem = None, ""
    drawings = [row]
    cleaned = getattr(form, "cleaned_data", {})
    if cleaned.get("valid_from"):
        drawings += cleaned.get("together") or []
        review, problem = _previewed(request, drawings, cleaned["valid_from"])
    context = {
        "drawing": row,
        "others": others,
        "together": {one.pk for one in drawings},
        "form": form,
        "problem": problem,
        "findings": [found for one in drawings for found in as_json(_findings(one, cleaned))],
        "review": review,
        "moves": _moves(review) if review else [],
        "listed": review.changed[:LISTED] if review else [],
        "seen": _seen(drawings),
        "is_later": bool(cleaned.get("valid_from") and cleaned["valid_from"] > timezone.localdate()),
    }
    return render(request, "web/zones_publish.html", context, status=422 if problem else status)


def _previewed(request: HttpRequest, drawings: list[Drawing], on: date) -> tuple[Review | None, str]:
    """What would change hands, or why nothing can be published."""
    try:
        return redrawing.preview(
            actor=viewer_in(request), drawings=drawings, valid_from=on, now=timezone.now()
        ), ""
    except GeoError as problem:
        return None, str(problem)


def _findings(drawing: Drawing, cleaned: dict[str, Any]) -> Any:
    return surroundings.findings(drawing, on=cleaned.get("valid_from") or timezone.localdate())


def _moves(review: Review) -> list[dict[str, Any]]:
    """How many go from whom to whom, the most first."""
    counted: dict[tuple[str, str], int] = {}
    for change in review.changed:
        pair = (change.before, change.after)
        counted[pair] = counted.get(pair, 0) + 1
    rows = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [{"before": before, "after": after, "count": count} for (before, after), count in rows]
