"""URLs of reports, each with the permission that opens it; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.reports import report_end, report_file, report_subscribe, reports

_own = needs(Permission.OWN_ACCOUNT)
# Whose report one may have is decided by what it is of: analytics.queries.reports.subject_of.
_read = needs(Permission.READ)

urlpatterns: list[URLPattern] = [
    path("reports/", _own(reports), name="reports"),
    path("reports/<int:subscription_id>/end/", _own(report_end), name="report_end"),
    path("reports/<slug:kind>/<int:subject_id>.pdf", _read(report_file), {"shape": "pdf"}, name="report_pdf"),
    path(
        "reports/<slug:kind>/<int:subject_id>.xlsx", _read(report_file), {"shape": "xlsx"}, name="report_xlsx"
    ),
    path("reports/<slug:kind>/<int:subject_id>/subscribe/", _own(report_subscribe), name="report_subscribe"),
]
