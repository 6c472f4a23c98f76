"""URLs of the OGC API; without slashes at their ends, as the standards have them."""

from django.urls import path, re_path

from accounts.guards import needs
from accounts.types import Permission
from api.ogc import tile_views, views
from api.ogc.tilesets import GRID
from api.views.base import UnknownPathView

app_name = "ogc"
_COLLECTION = "collections/<str:collection>"
_TILE = "<int:matrix>/<int:row>/<int:column>"
urlpatterns = [
    path("", views.LandingView.as_view(), name="landing"),
    path("conformance", views.ConformanceView.as_view(), name="conformance"),
    path("api", views.DescriptionView.as_view(), name="api"),
    path("collections", views.CollectionsView.as_view(), name="collections"),
    path(_COLLECTION, views.CollectionView.as_view(), name="collection"),
    path(f"{_COLLECTION}/schema", views.SchemaView.as_view(), name="schema"),
    path(f"{_COLLECTION}/queryables", views.QueryablesView.as_view(), name="queryables"),
    path(f"{_COLLECTION}/items", views.ItemsView.as_view(), name="items"),
    path(f"{_COLLECTION}/items/<str:feature>", views.ItemView.as_view(), name="item"),
    path("tileMatrixSets", tile_views.GridsView.as_view(), name="grids"),
    path(f"tileMatrixSets/{GRID}", tile_views.GridView.as_view(), name="grid"),
    path("tiles", tile_views.TilesetsView.as_view(), name="tilesets"),
    path(f"tiles/{GRID}", tile_views.TilesetView.as_view(), name="tileset"),
    path(f"tiles/{GRID}/{_TILE}", needs(Permission.READ)(tile_views.dataset_tile), name="tile"),
    path(f"{_COLLECTION}/tiles", tile_views.TilesetsView.as_view(), name="collection_tilesets"),
    path(f"{_COLLECTION}/tiles/{GRID}", tile_views.TilesetView.as_view(), name="collection_tileset"),
    path(
        f"{_COLLECTION}/tiles/{GRID}/{_TILE}",
        needs(Permission.READ)(tile_views.collection_tile),
        name="collection_tile",
    ),
    re_path(r"^[\s\S]*$", UnknownPathView.as_view(), name="unknown"),
]
