"""URLs of districts and of executors compared, each with the permission that opens it; among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.districts import district, district_export, district_outlines, districts

_read = needs(Permission.READ)

urlpatterns: list[URLPattern] = [
    path("districts/", _read(districts), name="districts"),
    path("districts/outlines.geojson", _read(district_outlines), name="district_outlines"),
    path("districts/table.csv", _read(district_export), {"shape": "csv"}, name="districts_csv"),
    path("districts/table.xlsx", _read(district_export), {"shape": "xlsx"}, name="districts_xlsx"),
    path("districts/<int:area_id>/", _read(district), name="district"),
]
