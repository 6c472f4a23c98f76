"""URLs of councillors, each with the permission that opens it; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.precinct import agenda, agenda_drop, agenda_file, agenda_print, gather, precinct

_council = needs(Permission.COUNCIL)

urlpatterns: list[URLPattern] = [
    path("precinct/", _council(precinct), name="precinct"),
    path("precinct/agendas/", _council(gather), name="agenda_gather"),
    path("precinct/agendas/<int:agenda_id>/", _council(agenda), name="agenda"),
    path("precinct/agendas/<int:agenda_id>/print/", _council(agenda_print), name="agenda_print"),
    path("precinct/agendas/<int:agenda_id>/drop/", _council(agenda_drop), name="agenda_drop"),
    path("precinct/agendas/<int:agenda_id>.pdf", _council(agenda_file), name="agenda_pdf"),
]
