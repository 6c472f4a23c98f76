"""Root URL table: each way in mounts its own; no view lives here."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from accounts.guards import needs
from accounts.types import Permission
from tiles import urls as tiles

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/setlang/", needs(Permission.PREFER)(set_language), name="set_language"),
    path("api/v1/", include("api.urls")),
    path("ogc/", include("api.ogc.urls")),
    path(tiles.FOLDER, include(tiles)),
    path("", include("channels.urls")),
    path("", include("web.urls")),
    path("", include("web.account_urls")),
]

# allauth asks for it where its own limits refuse a form.
handler429 = "web.throttled.too_many_requests"
