"""Reports as files, their subscriptions, and the page of one's own; not what stands in them."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import viewer_in
from analytics.errors import NoSubject, NotOwn
from analytics.exporting.report_book import report_xlsx
from analytics.exporting.reports import report_pdf
from analytics.models import ReportSubscription
from analytics.queries.reports import report_of
from analytics.rules.reporting import period_of
from analytics.services import reporting
from analytics.types import ReportKind, Rhythm
from web.limiting import limited_file
from web.period_form import PeriodForm
from web.report_words import KINDS, RHYTHMS
from web.sheets import refused

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST_ID = 1 << 63


@never_cache
@require_safe
@limited_file
def report_file(request: HttpRequest, kind: str, subject_id: int, shape: str) -> HttpResponse:
    """The report of the days asked for, of the last whole month without any, as the viewer may see it. Raises Http404.

    Whoever does not work there is told of an executor's own report as if it were none. Days that cannot be meant are
    refused: a report of others would be taken for the one that was asked for.
    """
    form = PeriodForm(request.GET, today=timezone.localdate())
    if wrong := refused(form):
        return wrong
    try:
        body = _made(request, _known(kind, subject_id), subject_id, shape, form)
    except (NotOwn, NoSubject):
        raise Http404 from None
    name = f"metka-{kind}-{subject_id}-{timezone.localdate().isoformat()}.{shape}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, TYPES[shape], headers=headers)


def _made(request: HttpRequest, kind: ReportKind, subject_id: int, shape: str, form: PeriodForm) -> bytes:
    report = report_of(
        viewer_in(request),
        kind,
        subject_id,
        _period(form),
        now=timezone.now(),
        language=get_language() or "ru",
    )
    return (report_pdf if shape == "pdf" else report_xlsx)(report)


def _known(kind: str, subject_id: int) -> ReportKind:
    if kind not in set(ReportKind) or subject_id >= _MOST_ID:
        raise Http404
    return ReportKind(kind)


def _period(form: PeriodForm) -> tuple[date, date]:
    """First day, and the day after the last."""
    if not any(form.cleaned_data.values()):
        return period_of(Rhythm.MONTHLY, form.today)
    since, last = form.period()
    return since, last + timedelta(days=1)


@require_POST
def report_subscribe(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """From now on it comes by e-mail, each week unless each month is asked for. Raises Http404."""
    rhythm = Rhythm.MONTHLY if request.POST.get("rhythm") == Rhythm.MONTHLY else Rhythm.WEEKLY
    try:
        reporting.subscribe(
            actor=viewer_in(request),
            kind=_known(kind, subject_id),
            subject_id=subject_id,
            rhythm=rhythm,
            language=get_language() or "ru",
            now=timezone.now(),
        )
    except (NotOwn, NoSubject):
        raise Http404 from None
    if rhythm == Rhythm.WEEKLY:
        messages.success(request, _("The report will come by e-mail each Monday."))
    else:
        messages.success(request, _("The report will come by e-mail on the first day of each month."))
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page it was asked from, if it is one of ours."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe else "/reports/"


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What comes to the viewer by e-mail, and how to end it."""
    own = ReportSubscription.objects.filter(user=viewer_in(request).user_id, ended_at=None)
    rows = [
        (
            wanted,
            wanted.area or wanted.organisation,
            KINDS[ReportKind(wanted.kind)],
            RHYTHMS[Rhythm(wanted.rhythm)],
        )
        for wanted in own.select_related("area", "organisation").order_by("asked_at", "pk")
    ]
    return render(request, "web/reports.html", {"rows": rows})


@require_POST
def report_end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Ends one of the viewer's own. Raises Http404 for anybody else's."""
    viewer = viewer_in(request)
    if not reporting.end(subscription_id=subscription_id, now=timezone.now(), user_id=viewer.user_id):
        raise Http404
    messages.success(request, _("This report comes no longer."))
    return redirect("web:reports")
