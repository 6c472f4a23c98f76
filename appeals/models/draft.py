"""The table of drafts: what somebody with an account has typed and not sent yet; photos are not kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SavedDraft(models.Model):
    """A report that was begun, read by its author alone. key: the client's key, under which it will be sent.

    topic_code, kind: as typed, may be empty or of no topic any more. lon, lat: WGS84 degrees of the pin, both or none.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", db_index=False)
    key = models.UUIDField()
    kind = models.CharField(max_length=12, blank=True)
    topic_code = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    house_id = models.BigIntegerField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of an appeal")
        verbose_name_plural = _("drafts of appeals")
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="saved_draft_once"),
            models.CheckConstraint(
                condition=models.Q(lon=None, lat=None)
                | models.Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="saved_draft_place",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
