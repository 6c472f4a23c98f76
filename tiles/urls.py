"""URLs of tiles, TileJSON and styles."""

from django.urls import URLPattern

app_name = "tiles"
urlpatterns: list[URLPattern] = []
