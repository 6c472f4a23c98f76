"""Root URL table: each way in mounts its own; no view lives here."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("api.urls")),
    path("tiles/", include("tiles.urls")),
    path("", include("web.urls")),
]
