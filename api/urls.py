"""URLs of the REST API, version 1."""

from django.urls import path, re_path

from api.views import areas, base, docs, topics

app_name = "api"
urlpatterns = [
    path("areas/", areas.AreasView.as_view(), name="areas"),
    path("areas/<int:area_id>/", areas.AreaView.as_view(), name="area"),
    path("topics/", topics.TopicsView.as_view(), name="topics"),
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.docs, name="docs"),
    re_path(r"^.*$", base.UnknownPathView.as_view(), name="unknown"),
]
