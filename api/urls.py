"""URLs of the REST API, version 1."""

from django.urls import path, re_path

from accounts.guards import needs
from accounts.types import Permission
from api.views import (
    appeals,
    areas,
    assignment,
    base,
    card,
    docs,
    exports,
    figures,
    heatmap,
    hotspots,
    months,
    places,
    steps,
    topics,
    waste,
)

app_name = "api"
urlpatterns = [
    path("appeals/", appeals.AppealsView.as_view(), name="appeals"),
    path("appeals/nearby/", appeals.NearbyView.as_view(), name="nearby"),
    path("appeals/<str:number>/", card.AppealView.as_view(), name="appeal"),
    path("appeals/<str:number>/support/", card.SupportView.as_view(), name="support"),
    *(
        path(f"appeals/<str:number>/{step.name}/", steps.view_of(step).as_view(), name=f"step_{step.name}")
        for step in steps.STEPS
    ),
    path("photos/<str:key>/<str:size>/", card.PhotoView.as_view(), name="photo"),
    path("areas/", areas.AreasView.as_view(), name="areas"),
    path("areas/<int:area_id>/", areas.AreaView.as_view(), name="area"),
    path("assignment/", assignment.AssignmentView.as_view(), name="assignment"),
    path("suggest/", places.SuggestView.as_view(), name="suggest"),
    path("geocode/", places.GeocodeView.as_view(), name="geocode"),
    path("reverse/", places.ReverseView.as_view(), name="reverse"),
    path("heatmap/", heatmap.HeatmapView.as_view(), name="heatmap"),
    path("hotspots/", hotspots.HotSpotsView.as_view(), name="hotspots"),
    path("exports/", exports.ExportsView.as_view(), name="exports"),
    path("exports/<str:token>/", exports.ExportView.as_view(), name="export"),
    path("exports/<str:token>/file/", exports.ExportFileView.as_view(), name="export_file"),
    path("heatmap/classes/", heatmap.ClassesView.as_view(), name="heatmap_classes"),
    path("heatmap/months/", months.MonthsView.as_view(), name="heatmap_months"),
    path("heatmap/figures/", figures.FiguresView.as_view(), name="heatmap_figures"),
    path("waste/sites/", waste.WasteSitesView.as_view(), name="waste_sites"),
    path("topics/", topics.TopicsView.as_view(), name="topics"),
    path("schema/", needs(Permission.READ)(docs.schema), name="schema"),
    path("docs/", needs(Permission.READ)(docs.docs), name="docs"),
    # Any character, line ends too: nothing under the API may fall through to the pages' own 404.
    re_path(r"^[\s\S]*$", base.UnknownPathView.as_view(), name="unknown"),
]
