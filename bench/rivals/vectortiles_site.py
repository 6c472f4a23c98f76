"""The smallest django-vectortiles site over the table of marks; a rival in the bench, no part of Metka."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

_url = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    DEBUG=False,
    SECRET_KEY=os.urandom(16).hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.gis", "vectortiles"],
    DATABASES={
        "default": {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            "NAME": _url.path.lstrip("/"),
            "USER": unquote(_url.username or ""),
            "PASSWORD": unquote(_url.password or ""),
            "HOST": parse_qs(_url.query).get("host", [_url.hostname or ""])[0],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-c jit=off -c max_parallel_workers_per_gather=0"},
        }
    },
)

import django  # noqa: E402  # settings first

django.setup()

from django.contrib.gis.db import models  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from vectortiles import VectorLayer  # noqa: E402
from vectortiles.views import MVTView  # noqa: E402


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
application = get_wsgi_application()
