"""URLs of districts and of executors compared, each with the permission that opens it; among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.districts import district, district_export, district_outlines, districts
from web.views.efficiency import efficiency_export, executor_work, executors_efficiency

_read = needs(Permission.READ)
_compare = needs(Permission.COMPARE_EXECUTORS)

urlpatterns: list[URLPattern] = [
    path("districts/", _read(districts), name="districts"),
    path("districts/outlines.geojson", _read(district_outlines), name="district_outlines"),
    path("districts/table.csv", _read(district_export), {"shape": "csv"}, name="districts_csv"),
    path("districts/table.xlsx", _read(district_export), {"shape": "xlsx"}, name="districts_xlsx"),
    path("districts/<int:area_id>/", _read(district), name="district"),
    path("efficiency/", _compare(executors_efficiency), name="efficiency"),
    path("efficiency/table.csv", _compare(efficiency_export), {"shape": "csv"}, name="efficiency_csv"),
    path("efficiency/table.xlsx", _compare(efficiency_export), {"shape": "xlsx"}, name="efficiency_xlsx"),
    path("efficiency/<int:executor_id>/", _compare(executor_work), name="executor_work"),
]
