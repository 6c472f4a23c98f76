"""The file of an export as it travels, for pages and API alike; whose it is was asked before."""

from django.http import FileResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from analytics.models import Export
from analytics.queries.exports import file_of
from analytics.types import ExportState

GEOPACKAGE = "application/geopackage+sqlite3"


def file_response(export: Export) -> FileResponse | None:
    """The file of an export that is done, never kept on the way; None when it is not there."""
    if export.state != ExportState.DONE:
        return None
    try:
        body = file_of(export).open("rb")
    except OSError:
        return None
    name = f"metka-{timezone.localdate(export.asked_at).isoformat()}.gpkg"
    answer = FileResponse(body, as_attachment=True, filename=name, content_type=GEOPACKAGE)
    answer["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(answer, private=True, no_store=True)
    return answer
