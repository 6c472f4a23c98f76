"""The table of photos; the files are written by `services.photos`."""

from secrets import token_urlsafe

from django.db import models
from django.utils.translation import gettext_lazy as _

from appeals.models.appeal import Appeal


def photo_key() -> str:
    """A name nobody can guess: 128 random bits."""
    return token_urlsafe(16)


class Photo(models.Model):
    """A photo, re-encoded without metadata; the public sees it once a moderator passed it. `key` names it in URLs."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="photos")
    key = models.CharField(max_length=22, unique=True, default=photo_key, editable=False)
    image = models.ImageField(upload_to="photos/%Y/%m/", width_field="width_px", height_field="height_px")
    thumbnail = models.ImageField(upload_to="photos/%Y/%m/")
    width_px = models.PositiveIntegerField(default=0)
    height_px = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.appeal} photo {self.position}"
