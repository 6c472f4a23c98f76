"""The table of the statistics as a file; what stands in it is exporting's."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from appeals.errors import InvalidFilter
from appeals.exporting.tables import rows
from appeals.selecting import ordering_from_params, selection_from_params
from web.limiting import limited_file
from web.sheets import sheet


@require_safe
@limited_file
def export(request: HttpRequest, shape: str) -> HttpResponse:
    """The filter's appeals that the viewer may see, as CSV or XLSX, so many at most as the page says."""
    # No number has such letters, so that what takes their place is a number's.
    link = request.build_absolute_uri(reverse("web:appeal", args=["NUMBER"])).replace("NUMBER", "{number}")
    try:
        selection, ordering = selection_from_params(request.GET), ordering_from_params(request.GET)
        return sheet(rows(viewer_in(request), selection, ordering, link), shape=shape)
    except InvalidFilter as problem:
        return HttpResponse(str(problem), "text/plain; charset=utf-8", status=400)
