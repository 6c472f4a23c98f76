"""URLs of tiles, TileJSON and styles."""

from django.urls import path

from accounts.guards import needs
from accounts.types import Permission
from tiles import views

app_name = "tiles"
# Where the root mounts them; by name, since the short way looks for it in each request.
FOLDER = "tiles/"
# By itself, for the short way of the public's tiles: it takes the same address and asks the same permission.
TILE = path("<str:layer>/<int:z>/<int:x>/<int:y>.mvt", needs(Permission.READ)(views.tile), name="tile")
urlpatterns = [
    path("style/<str:name>.json", needs(Permission.READ)(views.style), name="style"),
    path("<str:layer>.json", needs(Permission.READ)(views.tile_json), name="tilejson"),
    TILE,
]
