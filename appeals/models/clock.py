"""Tables of clocks: deadlines, local days off, pauses, and who was reminded; when something is due is the rules'."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from appeals.models.appeal import Appeal
from appeals.models.catalogue import Category, Topic
from appeals.models.words import choices
from appeals.rules.deadlines import Span, Stage, Unit, exceeds_law
from appeals.rules.reminders import Reminding
from appeals.types import Track
from territories.models import Area

_VALID = Func(F("valid_from"), F("valid_to"), function="daterange")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)
class Deadline(models.Model):
    """How long one stage may take on one track: for a topic, a category or all; in an area and below it, or anywhere.

    The most specific row in force wins, see rules/clockbook.py. valid_from: None: since ever. valid_to: exclusive.
    """

    stage = models.CharField(_("what is due"), max_length=12, choices=choices(Stage))
    track = models.CharField(_("track"), max_length=8, choices=choices(Track))
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("topic")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    area = models.ForeignKey(
        Area, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    number = models.PositiveSmallIntegerField(_("how many"))
    unit = models.CharField(_("of what"), max_length=14, choices=choices(Unit))
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("track", "stage", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None) | Q(category=None),
                name="deadline_one_subject",
                violation_error_message=_("Name a topic or a category, not both."),
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="deadline_takes_time"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="deadline_ends_after_start",
                violation_error_message=_("The deadline must end after it begins."),
            ),
            ExclusionConstraint(
                name="deadline_once_at_a_time",
                expressions=[
                    ("stage", "="),
                    ("track", "="),
                    (Coalesce("topic_id", 0), "="),
                    (Coalesce("category_id", 0), "="),
                    (Coalesce("area_id", 0), "="),
                    (_VALID, "&&"),
                ],
                violation_error_message=_("Another deadline says the same for some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track} {self.stage}: {self.number} {self.unit}"

    @property
    def span(self) -> Span:
        return Span(self.number, Unit(self.unit))

    def clean(self) -> None:
        """Whoever enters a row is told what the rules would cut silently."""
        known = self.number and self.unit and self.track and self.stage
        if known and exceeds_law(self.span, Track(self.track), Stage(self.stage)):
            raise ValidationError(
                {"number": _("Federal Law 59-FZ allows less, and counts in calendar days.")}
            )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)
class CalendarDay(models.Model):
    """A day that is worked, or not, otherwise than the production calendar says; in an area and below, or anywhere."""

    day = models.DateField(_("day"))
    area = models.ForeignKey(
        Area, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    is_working = models.BooleanField(_("is worked"), default=False)
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ("-day", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "area"], nulls_distinct=False, name="calendar_day_once_per_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.why}"


class Pause(models.Model):
    """The time for the answer stood still while a message was on hold. ends_at: None while it is."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="pauses", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("starts_at",)
        constraints = [
            models.UniqueConstraint(fields=["appeal", "starts_at"], name="pause_once"),
            models.UniqueConstraint(fields=["appeal"], condition=Q(ends_at=None), name="pause_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="pause_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.starts_at}"


class Reminder(models.Model):
    """Somebody was reminded that an answer is due at a moment: never twice of the same. level: how high it climbed."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="reminders", db_index=False)
    due_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=choices(Reminding))
    level = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "due_at", "kind", "level"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.kind}"
