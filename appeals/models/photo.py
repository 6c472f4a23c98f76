"""The table of photos; the files are written by `services.photos`."""

from secrets import token_urlsafe

from django.db import models
from django.utils.translation import gettext_lazy as _

from appeals.models.appeal import Appeal
from appeals.models.reply import Reply
from appeals.models.words import choices
from appeals.types import PhotoStage


def photo_key() -> str:
    """A name nobody can guess: 128 random bits."""
    return token_urlsafe(16)


class Photo(models.Model):
    """A photo, re-encoded without metadata; the public sees it once a moderator passed it. `key` names it in URLs.

    original: the picture before parts of it were blurred; nothing serves it. reply: the answer that it belongs to.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="photos")
    key = models.CharField(max_length=22, unique=True, default=photo_key, editable=False)
    image = models.ImageField(upload_to="photos/%Y/%m/", width_field="width_px", height_field="height_px")
    thumbnail = models.ImageField(upload_to="photos/%Y/%m/")
    width_px = models.PositiveIntegerField(default=0)
    height_px = models.PositiveIntegerField(default=0)
    original = models.FileField(upload_to="originals/%Y/%m/", blank=True, default="", db_default="")
    stage = models.CharField(
        max_length=8, choices=choices(PhotoStage), default=PhotoStage.REPORT, db_default=PhotoStage.REPORT
    )
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="photos")
    is_public = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("position", "pk")
        indexes = [
            # What the gallery of what was solved leafs through.
            models.Index(
                fields=["id"], name="photo_after", condition=models.Q(stage="after", is_public=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} photo {self.position}"
