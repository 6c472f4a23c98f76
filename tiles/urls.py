"""URLs of tiles, TileJSON and styles."""

from django.urls import path

from accounts.guards import needs
from accounts.types import Permission
from tiles import views

app_name = "tiles"
urlpatterns = [
    path("style/<str:name>.json", needs(Permission.READ)(views.style), name="style"),
    path("<str:layer>.json", needs(Permission.READ)(views.tile_json), name="tilejson"),
    path("<str:layer>/<int:z>/<int:x>/<int:y>.mvt", needs(Permission.READ)(views.tile), name="tile"),
]
