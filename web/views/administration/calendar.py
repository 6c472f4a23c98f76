"""The year of the production calendar with its local exceptions, which are noted and forgotten here."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.services.changing import changing
from appeals.models import CalendarDay
from appeals.rules.workdays import russian_working_day
from appeals.services.timetable import forget_day, note_day
from web.admin_forms.catalogue import DayForm
from web.views.administration.frame import done, shown

FIRST, LAST = 2020, 2040


@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """One year at a glance, and its exceptions in words."""
    asked = request.GET.get("year", "")
    this = timezone.localdate().year
    year = int(asked) if asked.isdecimal() and FIRST <= int(asked) <= LAST else this
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(request, form, lambda: _note(request, form)):
        messages.success(request, _("The day is noted."))
        return HttpResponseRedirect(f"{reverse('web:admin_calendar')}?year={form.cleaned_data['day'].year}")
    noted = list(
        CalendarDay.objects.filter(day__year=year).select_related("area").order_by("day", "area__name")
    )
    everywhere = {row.day: row.is_working for row in noted if row.area_id is None}
    local = {row.day for row in noted if row.area_id is not None}
    months = [_month(year, month, everywhere, local) for month in range(1, 13)]
    context = {
        "form": form,
        "year": year,
        "before": year - 1 if year > FIRST else None,
        "after": year + 1 if year < LAST else None,
        "months": months,
        "weekdays": [WEEKDAYS[day] for day in range(7)],
        "noted": noted,
        "working": sum(day["working"] for month in months for week in month["weeks"] for day in week if day),
    }
    return shown(request, "calendar", context, status=422 if form.is_bound else 200)


def _note(request: HttpRequest, form: DayForm) -> CalendarDay:
    given = form.cleaned_data
    area = given["area"]
    return note_day(
        actor=viewer_in(request),
        day=given["day"],
        area_id=area.pk if area else None,
        is_working=bool(given["is_working"]),
        why=given["why"],
    )


def _month(year: int, month: int, everywhere: dict[date, bool], local: set[date]) -> dict[str, Any]:
    """A month as weeks from Monday; None for days of its neighbours."""
    weeks = [
        [_day(day, everywhere, local) if day.month == month else None for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]
    return {"first": date(year, month, 1), "weeks": weeks}


def _day(day: date, everywhere: dict[date, bool], local: set[date]) -> dict[str, Any]:
    usual = russian_working_day(day)
    working = everywhere.get(day, usual)
    # A day that the production calendar or an exception moves is told by a word as well.
    moved = usual == (day.weekday() >= 5) or day in everywhere
    return {"day": day, "working": working, "moved": moved, "local": day in local}


@require_POST
def day_forgotten(request: HttpRequest, pk: int) -> HttpResponse:
    """The production calendar holds again."""
    row = get_object_or_404(CalendarDay, pk=pk)
    with changing(viewer_in(request)):
        forget_day(actor=viewer_in(request), day_id=pk)
    messages.success(request, _("The production calendar holds again on that day."))
    return HttpResponseRedirect(f"{reverse('web:admin_calendar')}?year={row.day.year}")
