"""Open data: the page that lists the files with their columns, and the files under addresses that stay."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analytics.queries.opendata import folder, open_data

# What each column holds, in the order of the files. A test compares them.
COLUMNS = {
    "number": _("Number of the appeal, as in its address"),
    "kind": _("problem, suggestion or gratitude"),
    "topic": _("Code of the topic"),
    "topic_name": _("Name of the topic"),
    "category": _("Code of the category"),
    "category_name": _("Name of the category"),
    "text": _("Public text, in which personal data are covered"),
    "address": _("Public address; about a home without the house"),
    "area": _("Smallest administrative area that may be told"),
    "executor": _("Organisation that answers"),
    "executor_id": _("Number of that organisation"),
    "state": _("State of the appeal"),
    "group": _("Group of states: new, progress, solved, neutral"),
    "supports": _("How many people have the same problem"),
    "submitted_at": _("When it was sent, UTC"),
    "answered_at": _("When it was answered, UTC"),
    "due_on": _("Local day by which an answer is due"),
    "lon": _("Longitude of the public place, WGS84 degrees (CSV)"),
    "lat": _("Latitude of the public place, WGS84 degrees (CSV)"),
    "geometry": _("Public place as a point, lon and lat in degrees (GeoParquet)"),
}
_FRESH_S = 3600


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """The files of the last night."""
    context = {"data": open_data(), "columns": COLUMNS, "licence": settings.OPEN_DATA_LICENCE}
    return render(request, "web/data.html", context)


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file; its checksum is its ETag."""
    known = open_data()
    file = known.named(name) if known else None
    if known is None or file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        body = (folder() / file.stored).open("rb")
        answer = FileResponse(body, as_attachment=True, filename=name, content_type=file.content_type)
        answer["Last-Modified"] = http_date(known.made_at.timestamp())
        answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={_FRESH_S}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
