"""Health and metrics for programs, the watchdog for administrators; the figures are a query's."""

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from channels.queries.migrated import is_migrated
from channels.queries.stuck import LATE_S, Stuck, failed_jobs, failed_letters, stuck
from channels.services.mending import try_again

_METRICS = (
    ("metka_workers", "Workers that are alive", "workers"),
    ("metka_jobs_todo", "Jobs that wait", "todo"),
    ("metka_jobs_doing", "Jobs under way", "doing"),
    ("metka_jobs_failed", "Jobs that wait for a person", "failed"),
    ("metka_oldest_job_seconds", "Age of the oldest job that is due", "oldest_job_s"),
    ("metka_letters_waiting", "Letters that no mail server has taken yet", "waiting"),
    ("metka_letters_gathered", "Notices that wait for the daily letter", "gathered"),
    ("metka_letters_failed", "Letters that were refused or given up", "letters_failed"),
    ("metka_oldest_letter_seconds", "Age of the oldest letter that waits", "oldest_letter_s"),
    ("metka_sweep_age_seconds", "Time since the last sweep", "sweep_age_s"),
)


@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """200 while pages can be answered; `degraded` says that notices do not go out. 503: no database, or an old one."""
    told = _health()
    return JsonResponse(told, status=503 if told["status"] == "down" else 200)


@never_cache
def health_of_worker(_request: HttpRequest) -> HttpResponse:
    """200 while all of it works, the worker as well: what wakes a person watches this."""
    told = _health()
    return JsonResponse(told, status=200 if told["status"] == "ok" else 503)


def _health() -> dict[str, object]:
    """Nothing in it tells more than that something is wrong; what it is stands on the watchdog."""
    try:
        if not is_migrated():
            return {"status": "down", "database": True, "migrated": False}
        now = stuck()
    except DatabaseError:
        return {"status": "down", "database": False}
    return {
        "status": "ok" if now.is_well else "degraded",
        "database": True,
        "migrated": True,
        "worker": now.workers > 0,
        "late": now.oldest_job_s >= LATE_S,
    }


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format, for administrators and for whoever has the token."""
    lines = []
    now = stuck()
    for name, words, field in _METRICS:
        value = getattr(now, field)
        if value is not None:
            lines += [f"# HELP {name} {words}.", f"# TYPE {name} gauge", f"{name} {value}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


@never_cache
def watchdog(request: HttpRequest) -> HttpResponse:
    """What is stuck, and the button that sets it going again."""
    viewer = viewer_in(request)
    if request.method == "POST":
        count = try_again(actor=viewer, now=timezone.now())
        told = ngettext("%(count)d is tried again.", "%(count)d are tried again.", count) % {"count": count}
        messages.success(request, told)
        return HttpResponseRedirect(reverse("channels:watchdog"))
    now: Stuck = stuck()
    context = {"now": now, "late_s": LATE_S, "jobs": failed_jobs(), "letters": failed_letters()}
    return render(request, "channels/watchdog.html", context)


def has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, settings.METRICS_TOKEN)
