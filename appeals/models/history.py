"""Tables that are only added to: events and assignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal
from appeals.models.words import choices
from appeals.types import Action, EventType
from territories.models import BoundaryVersion, Organisation, ServiceZone


class Event(models.Model):
    """What happened to an appeal: its history and the outbox for notices; rows are only added, which a trigger keeps.

    The database numbers the events of an appeal (seq) and chains them: hash = SHA-256 of the hash before and of the
    event's own digest. digest is kept only of an event whose words were erased; the actor is no part of it.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="events", db_index=False)
    type = models.CharField(max_length=20, choices=choices(EventType))
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, db_index=False)
    actor_role = models.CharField(max_length=20)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)
    seq = models.IntegerField(db_default=0, editable=False)
    hash = models.BinaryField(max_length=32, db_default=b"", editable=False)
    digest = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("at", "pk")
        # Two events at once would fork the chain: one of them fails instead.
        constraints = [models.UniqueConstraint(fields=["appeal", "seq"], name="event_seq_once")]
        indexes = [
            # Of those who have an account: what the public sends has no actor and pays for no index.
            models.Index(fields=["actor"], name="event_actor", condition=models.Q(actor__isnull=False)),
            # Few among many: who declined is asked of all appeals of a period at once.
            models.Index(
                fields=["appeal"], name="event_decline", condition=models.Q(new__action=Action.DECLINE.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.type}"


class Assignment(models.Model):
    """One answer to "who is the executor", with its reason; rows are only added (trigger `assignment_kept`), the last
    one counts.

    They are read by their appeal. Nothing asks for those of an organisation, a zone or a version, except the database
    when one is deleted: it may read the table then, and each appeal is spared four indexes.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="assignments")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, db_index=False)
    rule = models.CharField(max_length=20)
    is_manual = models.BooleanField(default=False)
    ambiguous = models.BooleanField(default=False)
    border_m = models.FloatField(null=True, blank=True)
    zone = models.ForeignKey(ServiceZone, models.SET_NULL, null=True, blank=True, db_index=False)
    version = models.ForeignKey(BoundaryVersion, models.SET_NULL, null=True, blank=True, db_index=False)
    runner_up = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    explanation = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=["actor"], name="assignment_actor", condition=models.Q(actor__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.rule}"
