"""What the floor keeps: the roll-up of appeals per cell and month; how it is kept up stands in its migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.types import TALLIED

KEY = ("cell", "month", "is_public", "is_draft")


class CellMonth(models.Model):
    """A change of the figures of a cell and month: what holds is the sum of all rows with one key.

    Triggers on appeals_mark append what a statement changed (−old, +new), so that nobody waits for anybody; a job puts
    rows of a key together. The table therefore has no key: the one below is what Django wants a model to have.
    cell: res-9 H3 ancestor of the mark's cell. month: first day of the month of sending in the site's time zone.
    is_public, is_draft: what visibility is decided by where it asks nothing else. The figures are those of Tally.
    """

    pk = models.CompositePrimaryKey(*KEY)
    cell = models.BigIntegerField()
    supports = models.BigIntegerField()
    month = models.DateField()
    appeals = models.IntegerField()
    waiting = models.IntegerField()
    answered = models.IntegerField()
    in_time = models.IntegerField()
    rated = models.IntegerField()
    ratings = models.IntegerField()
    reopened = models.IntegerField()
    is_public = models.BooleanField()
    is_draft = models.BooleanField()

    class Meta:
        verbose_name = _("figures of a cell and month")
        verbose_name_plural = _("figures of cells and months")
        indexes = [
            # All columns: a range of cells is read index-only, and in this order what has one key stands together.
            models.Index(fields=KEY, name="cellmonth_cell", include=TALLIED),
        ]

    def __str__(self) -> str:
        return f"{self.cell:x} {self.month:%Y-%m}"
