"""URLs of the pages."""

from django.urls import URLPattern, path

from web.views.about import about
from web.views.appeal import appeal, follow, support
from web.views.catalogue import catalogue
from web.views.embed import embed
from web.views.listing import listing
from web.views.map import map_page
from web.views.moderation import accepted, corrected, moderation, refused
from web.views.organisation import organisation
from web.views.preferences import theme
from web.views.report import report, sent
from web.views.signing import sign_in, sign_out

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", map_page, name="map"),
    path("report/", report, name="report"),
    path("report/sent/<str:token>/", sent, name="sent"),
    path("appeals/", listing, name="list"),
    path("appeals/<str:number>/", appeal, name="appeal"),
    path("appeals/<str:number>/support/", support, name="support"),
    path("follow/<str:token>/", follow, name="follow"),
    path("moderation/", moderation, name="moderation"),
    path("moderation/<str:number>/accept/", accepted, name="accept"),
    path("moderation/<str:number>/refuse/", refused, name="refuse"),
    path("moderation/<str:number>/correct/", corrected, name="correct"),
    path("organisation/", organisation, name="organisation"),
    path("embed/", embed, name="embed"),
    path("about/", about, name="about"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("theme/", theme, name="theme"),
    path("translations/<str:language>.js", catalogue, name="catalogue"),
]
