"""URLs of the executor's desk, each with the permission that opens it; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.desk_lists import desk_batch, desk_export, desk_places, drop_desk_filter, save_desk_filter
from web.views.desk_work import desk_step, desk_work
from web.views.organisation import organisation
from web.views.utility import utility, utility_table

_work = needs(Permission.WORK)

urlpatterns: list[URLPattern] = [
    path("utility/", _work(utility), name="utility"),
    path("utility/<slug:table>.csv", _work(utility_table), {"shape": "csv"}, name="utility_csv"),
    path("utility/<slug:table>.xlsx", _work(utility_table), {"shape": "xlsx"}, name="utility_xlsx"),
    path("organisation/", _work(organisation), name="organisation"),
    path("organisation/places/", _work(desk_places), name="desk_places"),
    path("organisation/export/", _work(desk_export), name="desk_export"),
    path("organisation/batch/", _work(desk_batch), name="desk_batch"),
    path("organisation/filters/", _work(save_desk_filter), name="desk_save_filter"),
    path("organisation/filters/<int:filter_id>/drop/", _work(drop_desk_filter), name="desk_drop_filter"),
    path("organisation/<str:number>/", _work(desk_work), name="desk_work"),
    path("organisation/<str:number>/<str:step>/", _work(desk_step), name="desk_step"),
]
