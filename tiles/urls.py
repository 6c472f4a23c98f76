"""URLs of tiles, TileJSON and styles."""

from django.urls import path

from tiles import views

app_name = "tiles"
urlpatterns = [
    path("style/<str:name>.json", views.style, name="style"),
    path("<str:layer>.json", views.tile_json, name="tilejson"),
    path("<str:layer>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
]
