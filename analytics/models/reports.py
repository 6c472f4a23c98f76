"""Tables of reports by e-mail: who receives which one how often, and each letter of it; not what stands in them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analytics.types import LetterState, ReportKind, Rhythm
from territories.models import Area, Organisation


def new_message_id() -> str:
    """A Message-ID without its angle brackets, at this service's host."""
    return f"report-{uuid4().hex}@{settings.PUBLIC_HOST}"


class ReportSubscription(models.Model):
    """Somebody with an account receives a report. organisation: of OWN and ORGANISATION, area: of AREA.

    What may stand in it is asked anew for each letter. language: in which it is written.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="report_subscriptions")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ReportKind])
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    rhythm = models.CharField(max_length=8, choices=[(r.value, r.value) for r in Rhythm])
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("subscription to a report")
        verbose_name_plural = _("subscriptions to reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="area", area__isnull=False, organisation=None)
                | (~Q(kind="area") & Q(area=None, organisation__isnull=False)),
                name="report_of_one_subject",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "organisation", "area", "rhythm"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="report_subscribed_once",
            ),
        ]

    @property
    def subject_id(self) -> int:
        """Of the organisation or the area."""
        return int(self.area_id or self.organisation_id or 0)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.rhythm}"


class ReportLetter(models.Model):
    """One report of a period to one subscriber, and what became of it. No address: it is looked up when it is sent.

    first_on, end_on: local days, the second exclusive. message_id: the same at each try.
    """

    subscription = models.ForeignKey(ReportSubscription, models.CASCADE, related_name="letters")
    first_on = models.DateField()
    end_on = models.DateField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in LetterState])
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter with a report")
        verbose_name_plural = _("letters with reports")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "first_on"], name="report_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.first_on}: {self.state}"
