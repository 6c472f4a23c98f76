"""The one address of the bench's django-vectortiles site; read with the first request, when apps are ready."""

from django.contrib.gis.db import models
from django.urls import path
from vectortiles import VectorLayer
from vectortiles.views import MVTView


class Mark(models.Model):
    """The same rows and attributes as Metka's own tile reads."""

    appeal_id = models.BigIntegerField(primary_key=True)
    number = models.TextField()
    supports = models.IntegerField()
    kind = models.TextField()
    category_id = models.BigIntegerField()
    topic_id = models.BigIntegerField()
    state = models.TextField()
    visibility = models.TextField()
    geom_3857 = models.PointField(srid=3857)

    class Meta:
        app_label = "vectortiles"
        managed = False
        db_table = "appeals_mark"


class Marks(VectorLayer):
    model = Mark
    id = "appeals"
    geom_field = "geom_3857"
    tile_fields = ("number", "kind", "topic_id", "category_id", "state", "supports")
    queryset = Mark._default_manager.filter(visibility="public")
    min_zoom = 0


class Tiles(MVTView):
    layer_classes = (Marks,)


urlpatterns = [path("<int:z>/<int:x>/<int:y>", Tiles.as_view())]
