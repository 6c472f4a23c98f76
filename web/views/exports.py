"""The table of the statistics as a file; what stands in it is exporting's."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.errors import InvalidFilter, TooMany
from appeals.exporting.tables import rows
from appeals.selecting import selection_from_params
from appeals.services.throttling import Limited, count_attempt
from web.sheets import sheet
from web.views.statistics import asked_ordering


@require_safe
def export(request: HttpRequest, shape: str) -> HttpResponse:
    """The filter's appeals that the viewer may see, as CSV or XLSX, so many at most as the page says."""
    try:
        selection = selection_from_params(request.GET)
        count_attempt(Limited.EXPORT, address=address_of(request), now=timezone.now())
    except InvalidFilter as problem:
        return HttpResponse(str(problem), "text/plain; charset=utf-8", status=400)
    except TooMany as problem:
        headers = {"Retry-After": str(problem.wait)}
        told = _("Too many tables were asked for from this address. Please try again later.")
        return HttpResponse(told, "text/plain; charset=utf-8", status=429, headers=headers)
    # No number has such letters, so that what takes their place is a number's.
    link = request.build_absolute_uri(reverse("web:appeal", args=["NUMBER"])).replace("NUMBER", "{number}")
    return sheet(rows(viewer_in(request), selection, asked_ordering(request.GET), link), shape=shape)
