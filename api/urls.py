"""URLs of the REST API, version 1."""

from django.urls import path, re_path

from api.views import appeals, areas, base, docs, heatmap, topics

app_name = "api"
urlpatterns = [
    path("appeals/", appeals.AppealsView.as_view(), name="appeals"),
    path("appeals/nearby/", appeals.NearbyView.as_view(), name="nearby"),
    path("areas/", areas.AreasView.as_view(), name="areas"),
    path("areas/<int:area_id>/", areas.AreaView.as_view(), name="area"),
    path("heatmap/", heatmap.HeatmapView.as_view(), name="heatmap"),
    path("topics/", topics.TopicsView.as_view(), name="topics"),
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.docs, name="docs"),
    re_path(r"^.*$", base.UnknownPathView.as_view(), name="unknown"),
]
