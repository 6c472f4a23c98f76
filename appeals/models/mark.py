"""The table that maps, lists and counts read: a narrow twin of the appeal at its public place."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from appeals.models.appeal import Appeal
from appeals.models.words import OPEN
from appeals.querysets import MarkQuerySet

_FILTERED = [
    *("appeal", "submitted_at", "category_id", "topic_id", "executor_id", "qx", "qy", "supports"),
    *("kind", "state", "visibility", "number", "area_ids"),
]
# What measures are computed from, beside what filters read.
_COUNTED = ["in_time", "rating", "reopened", "answer_h"]


class Mark(models.Model):
    """The appeal as the map sees it: a narrow twin row at its public place, of the same transaction.

    h3: res-15 cell. qx, qy: 31-bit Web-Mercator integers. mk: their Morton code: a tile is one range.
    number and supports repeat the appeal's own, so that a tile of points needs no other table.
    area_ids: the appeal's areas that everybody may know. hidden_area_ids: the others, by which only whoever may know
    the exact place finds it. in_time: whether the answer came by the day it was due; None while there is none.
    answer_h: whole hours from the sending to the answer. reopened: whether the author ever sent it back.
    """

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="mark")
    number = models.CharField(max_length=12, default="", blank=True)
    supports = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    category_id = models.BigIntegerField()
    topic_id = models.BigIntegerField()
    state = models.CharField(max_length=16)
    visibility = models.CharField(max_length=8)
    executor_id = models.BigIntegerField(null=True)
    area_ids = ArrayField(models.BigIntegerField(), default=list)
    hidden_area_ids = ArrayField(models.BigIntegerField(), default=list)
    in_time = models.BooleanField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    answer_h = models.PositiveIntegerField(null=True)
    reopened = models.BooleanField(default=False, db_default=False)
    h3 = models.BigIntegerField()
    qx = models.IntegerField()
    qy = models.IntegerField()
    mk = models.BigIntegerField()
    geom_3857 = models.PointField(srid=3857, spatial_index=False)
    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        indexes = [
            # All that a filter or a tile reads stands in the two covering indexes: they are read index-only.
            models.Index(fields=["mk"], name="mark_mk", include=["h3", *_FILTERED, *_COUNTED]),
            models.Index(fields=["h3"], name="mark_h3", include=[*_FILTERED, *_COUNTED]),
            models.Index("submitted_at", "appeal", name="mark_date"),
            models.Index("supports", "appeal", name="mark_popularity"),
            models.Index("topic_id", "submitted_at", "appeal", name="mark_topic"),
            GistIndex("geom_3857", name="mark_open_place", condition=OPEN),
            # Another operator class, met by &&& alone: the planner holds both for equally good without a topic, and
            # took the wrong one.
            GistIndex(
                fields=["topic_id", "geom_3857"],
                name="mark_open_topic_place",
                opclasses=["gist_int8_ops", "gist_geometry_ops_nd"],
                condition=OPEN,
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
