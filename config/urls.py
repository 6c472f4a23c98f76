"""Root URL table: each way in mounts its own; no view lives here."""

from django.contrib import admin
from django.urls import include, path

from web.signing_forms import AdminSignInForm

# One limit of attempts for both sign-ins.
admin.site.login_form = AdminSignInForm
urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("api.urls")),
    path("tiles/", include("tiles.urls")),
    path("", include("channels.urls")),
    path("", include("web.urls")),
]
