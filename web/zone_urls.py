"""URLs of the administrator's drawing desk: zones, areas, drawings; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.drawing import drawing, drawing_around, drawing_check, drawing_drop, drawing_rebase
from web.views.drawing_lists import area_draw, area_versions, zone_draw, zones
from web.views.drawing_publishing import drawing_publish

_draws = needs(Permission.DRAW_ZONES)
_DRAWING = "administration/zones/drawings/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("administration/zones/", _draws(zones), name="zones"),
    path("administration/zones/draw/", _draws(zone_draw), name="zone_draw"),
    path("administration/areas/", _draws(area_versions), name="area_versions"),
    path("administration/areas/draw/", _draws(area_draw), name="area_draw"),
    path(_DRAWING, _draws(drawing), name="drawing"),
    path(f"{_DRAWING}around/", _draws(drawing_around), name="drawing_around"),
    path(f"{_DRAWING}check/", _draws(drawing_check), name="drawing_check"),
    path(f"{_DRAWING}rebase/", _draws(drawing_rebase), name="drawing_rebase"),
    path(f"{_DRAWING}drop/", _draws(drawing_drop), name="drawing_drop"),
    path(f"{_DRAWING}publish/", _draws(drawing_publish), name="drawing_publish"),
]
