"""The table of appeals; what the map reads of it stands in the mark."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.catalogue import RefusalReason, Topic
from appeals.models.words import OPEN, QUEUED, choices
from appeals.querysets import AppealQuerySet
from appeals.rules.deadlines import EXTENSION_MOST_DAYS
from appeals.selecting import SEARCHED
from appeals.types import HIDDEN_STATES, Channel, Kind, State, Track, Visibility
from geo.models import House
from territories.models import Area, Organisation


class Appeal(models.Model):
    """The case. `location` is the exact pin; whatever the public sees uses `public_location`.

    area_ids: every area that covers the pin, smallest first. hidden_area_ids: those of them that would tell where a
    home is, see rules/areas.py. area: the one that names the place to everybody.
    answer: the last one given; all of them stand in the replies. delegate: whom the executor gave the work to.
    planned_on, held_until: local days, of the present executor's work. reopenings: how often it was not solved.
    due_at: the first moment at which the answer is late, due_on: the last local day before it; so with the other stages
    *_by. counted_from: since when the time for the answer runs. deadline: the row that says how long it is.
    """

    number = models.CharField(_("number"), max_length=12)
    client_key = models.UUIDField()
    follow_token = models.CharField(max_length=43)
    kind = models.CharField(max_length=12, choices=choices(Kind))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="appeals", db_index=False)
    text = models.TextField()
    public_text = models.TextField(blank=True)
    location = models.PointField(srid=4326, spatial_index=False)
    public_location = models.PointField(srid=4326, spatial_index=False)
    address = models.CharField(max_length=300, blank=True)
    public_address = models.CharField(max_length=300, blank=True)
    house = models.ForeignKey(House, models.SET_NULL, null=True, blank=True, db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, db_index=False)
    area_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    hidden_area_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    executor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="appeals", db_index=False
    )
    state = models.CharField(max_length=16, choices=choices(State))
    visibility = models.CharField(max_length=8, choices=choices(Visibility), default=Visibility.PRIVATE)
    channel = models.CharField(max_length=10, choices=choices(Channel))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="appeals", db_index=False
    )
    author_name = models.CharField(max_length=200, blank=True)
    author_email = models.EmailField(blank=True)
    # In which an author without an account is written to; empty: the service's own.
    language = models.CharField(max_length=5, default="", db_default="", blank=True)
    author_phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    refusal_reason = models.ForeignKey(RefusalReason, models.PROTECT, null=True, blank=True, db_index=False)
    answer = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    supports = models.PositiveIntegerField(default=0)
    rating_reason = models.TextField(blank=True, default="", db_default="")
    reopenings = models.PositiveSmallIntegerField(default=0, db_default=0)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="twins", db_index=False
    )
    delegate = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="delegated", db_index=False
    )
    planned_on = models.DateField(null=True, blank=True)
    held_until = models.DateField(null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    track = models.CharField(
        max_length=8, choices=choices(Track), default=Track.MESSAGE, db_default=Track.MESSAGE.value
    )
    counted_from = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    moderate_by = models.DateTimeField(null=True, blank=True)
    register_by = models.DateTimeField(null=True, blank=True)
    forward_by = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    extended_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Once is all that the law allows: reopening begins the time anew, and leaves this.
    was_extended = models.BooleanField(default=False, db_default=False)
    # Without a constraint: a row may have been deleted since a process has read the book of deadlines.
    deadline = models.ForeignKey(
        "appeals.Deadline",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="appeal_number_once"),
            models.UniqueConstraint(fields=["client_key"], name="appeal_client_key_once"),
            models.UniqueConstraint(fields=["follow_token"], name="appeal_follow_token_once"),
            models.UniqueConstraint(
                fields=["source_key"], condition=~models.Q(source_key=""), name="appeal_source_key_once"
            ),
            # Whatever a service forgets: what no moderator has passed is never public.
            models.CheckConstraint(
                condition=models.Q(visibility="private")
                | ~models.Q(state__in=sorted(state.value for state in HIDDEN_STATES)),
                name="appeal_public_after_moderation",
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_of=None) | ~models.Q(duplicate_of=models.F("pk")),
                name="appeal_no_twin_of_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at=None, due_on=None)
                | models.Q(due_at__isnull=False, due_on__isnull=False),
                name="appeal_due_day_and_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_days=0)
                | models.Q(track=Track.FORMAL.value, extended_days__lte=EXTENSION_MOST_DAYS),
                name="appeal_extended_once_by_law",
            ),
        ]
        # For other questions than lists and maps, which read the mark; mostly partial: each index costs every insert.
        indexes = [
            # With the day of the answer behind it: an executor's latest answers are one walk.
            models.Index(fields=["executor", "answered_at"], name="appeal_executor"),
            models.Index(fields=["author"], name="appeal_author", condition=models.Q(author__isnull=False)),
            models.Index(fields=["house"], name="appeal_house", condition=models.Q(house__isnull=False)),
            models.Index(
                fields=["moderate_by"], name="appeal_queue", condition=models.Q(state=State.MODERATION.value)
            ),
            models.Index(
                fields=["duplicate_of"], name="appeal_twin", condition=models.Q(duplicate_of__isnull=False)
            ),
            models.Index(
                fields=["delegate"], name="appeal_delegate", condition=models.Q(delegate__isnull=False)
            ),
            models.Index(
                fields=["held_until"], name="appeal_held", condition=models.Q(held_until__isnull=False)
            ),
            models.Index(
                fields=["answered_at"],
                name="appeal_to_close",
                condition=models.Q(state__in=[State.ANSWERED.value, State.RATED.value]),
            ),
            models.Index(fields=["due_at"], name="appeal_due", condition=OPEN),
            # What an executor has in hand, however much it has answered; what waits in a moderator's areas.
            models.Index(fields=["executor", "due_at"], name="appeal_in_hand", condition=OPEN),
            GinIndex(fields=["area_ids", "hidden_area_ids"], name="appeal_queue_areas", condition=QUEUED),
            GistIndex("location", name="appeal_open_location", condition=OPEN),
            GinIndex(SEARCHED, name="appeal_words"),
            models.Index(
                Lower("author_email"),
                name="appeal_claimable",
                condition=models.Q(author__isnull=True) & ~models.Q(author_email=""),
            ),
        ]

    @property
    def told_area_ids(self) -> list[int]:
        """The areas that everybody may know, smallest first."""
        return [area_id for area_id in self.area_ids if area_id not in self.hidden_area_ids]

    def __str__(self) -> str:
        return f"№ {self.number}"
