"""The table of deadlines: what holds, what held, a row that supersedes from a day on after it was looked at."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from appeals.errors import AppealError
from appeals.models import Appeal, Deadline
from appeals.rules.deadlines import DEFAULTS, Stage
from appeals.services.timetable import check_deadline, supersede, superseded
from appeals.types import Track
from web.admin_forms.catalogue import DeadlineForm
from web.admin_words import STAGES, TRACKS, span_words, subject_words
from web.views.administration.frame import done, shown, with_value


@require_safe
@never_cache
def deadlines(request: HttpRequest) -> HttpResponse:
    """Rows by track and stage; where the table is silent the law's own limits hold, and they are told too."""
    today = timezone.localdate()
    show, words = request.GET.get("show", ""), request.GET.get("words", "").strip()[:100]
    rows = _found(show, words, today)
    groups: dict[tuple[Any, Any], list[Any]] = {}
    for row in rows:
        groups.setdefault((TRACKS[Track(row.track)], STAGES[Stage(row.stage)]), []).append(_line(row, today))
    defaults = [(TRACKS[track], STAGES[stage], span_words(span)) for (track, stage), span in DEFAULTS.items()]
    context = {"groups": list(groups.items()), "defaults": defaults, "show": show, "words": words}
    return shown(request, "deadlines", context)


def _found(show: str, words: str, today: date) -> QuerySet[Deadline]:
    rows = Deadline.objects.select_related("topic", "category", "area")
    over = Q(valid_to__lte=today)
    rows = rows.filter(over) if show == "over" else rows.exclude(over)
    if words:
        rows = rows.filter(
            Q(topic__name_ru__icontains=words)
            | Q(category__name_ru__icontains=words)
            | Q(area__name__icontains=words)
            | Q(source__icontains=words)
        )
    return rows.order_by("-track", "stage", "category__position", "topic__position", "valid_from", "pk")


def _line(row: Deadline, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "subject": subject_words(row),
        "span": span_words(row.span),
        "coming": row.valid_from is not None and row.valid_from > today,
    }


@never_cache
def deadline_new(request: HttpRequest) -> HttpResponse:
    """First what would end and what stays is told, then the row is written."""
    today = timezone.localdate()
    start = {**request.GET.dict(), "valid_from": today}
    form = DeadlineForm(request.POST if request.method == "POST" else None, initial=start)
    preview = None
    if form.is_valid():
        if form.cleaned_data["sure"]:
            actor = viewer_in(request)
            if done(request, form, lambda: supersede(actor=actor, row=form.row(), today=today)):
                messages.success(request, _("The deadline holds from its day on."))
                return HttpResponseRedirect(reverse("web:admin_deadlines"))
        else:
            preview = _preview(form, today)
    context = {"form": form, "preview": preview}
    return shown(request, "deadline_form", context, status=422 if form.is_bound and preview is None else 200)


def _preview(form: DeadlineForm, today: date) -> dict[str, Any] | None:
    """What the row would change, None when it may not be: the form then says why."""
    row = form.row()
    try:
        check_deadline(row, today=today)
    except AppealError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    before = superseded(row)
    with_value(form, "sure", "on")
    return {
        "before": before,
        "before_span": span_words(before.span) if before else "",
        "span": span_words(row.span),
        "valid_from": row.valid_from,
        "open_appeals": Appeal.objects.open().count(),
    }
