"""Tables of the executor's desk: filters that somebody keeps, and forms that were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal


class SavedFilter(models.Model):
    """A named filter of one person's desk. query: as `rules.desk.DeskFilter.query` writes it; empty: the plain desk."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name


class SentForm(models.Model):
    """A form of the desk that was carried out, kept for a day: sent again, it is not carried out again.

    digest: SHA-256 in hexadecimal digits of the page's key and of all that was typed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        constraints = [models.UniqueConstraint(fields=["user", "digest", "appeal"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.digest
