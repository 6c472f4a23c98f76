"""URLs of the pages, each with the permission that opens it."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.administration_urls import urlpatterns as administration
from web.desk_urls import urlpatterns as desk
from web.district_urls import urlpatterns as comparing
from web.moderation_urls import urlpatterns as moderation
from web.precinct_urls import urlpatterns as precincts
from web.report_urls import urlpatterns as reports
from web.resident_urls import urlpatterns as residents
from web.views.about import about
from web.views.appeal import appeal, follow, support
from web.views.calls import call, call_support, calls
from web.views.catalogue import catalogue
from web.views.embed import embed
from web.views.executor import executor_page
from web.views.exports import export
from web.views.geopackages import export_file, export_page, exports_asked
from web.views.heat import heat
from web.views.listing import listing
from web.views.map import map_page
from web.views.opendata import data_file, data_page
from web.views.preferences import theme
from web.views.report import report, sent
from web.views.solved import solved
from web.views.statistics import statistics_page
from web.views.waste import waste, waste_table
from web.zone_urls import urlpatterns as zones

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", needs(Permission.READ)(map_page), name="map"),
    path("report/", needs(Permission.REPORT)(report), name="report"),
    path("report/sent/<str:token>/", needs(Permission.FOLLOW_LINK)(sent), name="sent"),
    path("appeals/", needs(Permission.READ)(listing), name="list"),
    path("appeals/<str:number>/", needs(Permission.READ)(appeal), name="appeal"),
    path("appeals/<str:number>/support/", needs(Permission.SUPPORT)(support), name="support"),
    path("follow/<str:token>/", needs(Permission.FOLLOW_LINK)(follow), name="follow"),
    path("calls/", needs(Permission.REGISTER_CALL)(calls), name="calls"),
    path("calls/<str:number>/", needs(Permission.REGISTER_CALL)(call), name="call"),
    path("calls/<str:number>/support/", needs(Permission.REGISTER_CALL)(call_support), name="call_support"),
    path("heat/", needs(Permission.READ)(heat), name="heat"),
    path("statistics/", needs(Permission.READ)(statistics_page), name="statistics"),
    path("statistics/appeals.csv", needs(Permission.READ)(export), {"shape": "csv"}, name="csv"),
    path("statistics/appeals.xlsx", needs(Permission.READ)(export), {"shape": "xlsx"}, name="xlsx"),
    path("exports/", needs(Permission.READ)(exports_asked), name="exports"),
    path("exports/<str:token>/", needs(Permission.READ)(export_page), name="export"),
    path("exports/<str:token>/file/", needs(Permission.READ)(export_file), name="export_file"),
    path("executors/<int:executor_id>/", needs(Permission.READ)(executor_page), name="executor"),
    path("waste/", needs(Permission.SEE_WASTE)(waste), name="waste"),
    path(
        "waste/<slug:table>.csv", needs(Permission.SEE_WASTE)(waste_table), {"shape": "csv"}, name="waste_csv"
    ),
    path(
        "waste/<slug:table>.xlsx",
        needs(Permission.SEE_WASTE)(waste_table),
        {"shape": "xlsx"},
        name="waste_xlsx",
    ),
    path("solved/", needs(Permission.READ)(solved), name="solved"),
    *comparing,
    *reports,
    *precincts,
    *moderation,
    *desk,
    *residents,
    *zones,
    *administration,
    path("embed/", needs(Permission.READ)(embed), name="embed"),
    path("data/", needs(Permission.READ)(data_page), name="data"),
    path("data/<str:name>", needs(Permission.READ)(data_file), name="data_file"),
    path("about/", needs(Permission.READ)(about), name="about"),
    path("theme/", needs(Permission.PREFER)(theme), name="theme"),
    path("translations/<str:language>.js", needs(Permission.PREFER)(catalogue), name="catalogue"),
]
