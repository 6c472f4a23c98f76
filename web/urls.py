"""URLs of the pages."""

from django.urls import URLPattern, path

from web.views.about import about
from web.views.catalogue import catalogue
from web.views.map import map_page
from web.views.placeholder import placeholder
from web.views.preferences import theme
from web.views.signing import sign_in, sign_out

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", map_page, name="map"),
    path("report/", placeholder, name="report"),
    path("appeals/", placeholder, name="list"),
    path("appeals/<str:number>/", placeholder, name="appeal"),
    path("follow/<str:token>/", placeholder, name="follow"),
    path("moderation/", placeholder, name="moderation"),
    path("organisation/", placeholder, name="organisation"),
    path("embed/", placeholder, name="embed"),
    path("about/", about, name="about"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("theme/", theme, name="theme"),
    path("translations/<str:language>.js", catalogue, name="catalogue"),
]
