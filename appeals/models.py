"""Tables of appeals: catalogue, the appeal, its map mark, events, photos, assignments; not business steps."""

from secrets import token_urlsafe

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.querysets import AppealQuerySet, MarkQuerySet
from appeals.selecting import SEARCHED
from appeals.types import HIDDEN_STATES, OPEN_STATES, Channel, EventType, Kind, Privacy, State, Visibility
from geo.models import House
from territories.models import Area, BoundaryVersion, Organisation, ServiceZone
from territories.types import TopicScope

_OPEN = models.Q(state__in=sorted(state.value for state in OPEN_STATES))


def _choices(words: type[Kind | State | Visibility | Privacy | Channel | EventType]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Category(models.Model):
    """A group of topics with an icon of its own."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    icon = models.SlugField(_("icon"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_ru


class Topic(models.Model):
    """What an appeal is about, with its deadlines, privacy and the radius within which two are alike."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    keywords = models.TextField(_("other words people use"), blank=True)
    kinds = ArrayField(models.CharField(max_length=12, choices=_choices(Kind)))
    scope = models.CharField(max_length=8, choices=[(s.value, s.value) for s in TopicScope])
    privacy = models.CharField(max_length=8, choices=_choices(Privacy))
    answer_days = models.PositiveSmallIntegerField(_("days to answer"))
    working_days = models.BooleanField(_("days are working days"), default=False)
    deadline_source = models.CharField(max_length=200, blank=True)
    duplicate_radius_m = models.PositiveIntegerField(default=50)
    duplicate_age_days = models.PositiveIntegerField(default=30)
    is_waste = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    is_common = models.BooleanField(_("shown first"), default=False)
    federal_code = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("category__position", "position")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_ru


class RefusalReason(models.Model):
    """Dictionary of reasons of refusal; the text explains it to the author."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    text_ru = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("reason of refusal")
        verbose_name_plural = _("reasons of refusal")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_ru


class Appeal(models.Model):
    """The case. `location` is the exact pin; whatever the public sees uses `public_location`."""

    number = models.CharField(_("number"), max_length=12)
    client_key = models.UUIDField()
    follow_token = models.CharField(max_length=43)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
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
    executor = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="appeals")
    state = models.CharField(max_length=16, choices=_choices(State))
    visibility = models.CharField(max_length=8, choices=_choices(Visibility), default=Visibility.PRIVATE)
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="appeals", db_index=False
    )
    author_name = models.CharField(max_length=200, blank=True)
    author_email = models.EmailField(blank=True)
    refusal_reason = models.ForeignKey(RefusalReason, models.PROTECT, null=True, blank=True, db_index=False)
    answer = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    supports = models.PositiveIntegerField(default=0)
    source_key = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
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
        ]
        # Few and partial: lists and maps read the mark, and each index costs every insert.
        indexes = [
            models.Index(fields=["author"], name="appeal_author", condition=models.Q(author__isnull=False)),
            models.Index(fields=["house"], name="appeal_house", condition=models.Q(house__isnull=False)),
            models.Index(
                fields=["submitted_at"], name="appeal_queue", condition=models.Q(state=State.MODERATION.value)
            ),
            GistIndex("location", name="appeal_open_location", condition=_OPEN),
            GinIndex(SEARCHED, name="appeal_words"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


_FILTERED = [
    *("appeal", "submitted_at", "category_id", "topic_id", "executor_id", "qx", "qy", "supports"),
    *("kind", "state", "visibility", "number", "area_ids"),
]


class Mark(models.Model):
    """The appeal as the map sees it: a narrow twin row at its public place, of the same transaction.

    h3: res-15 cell. qx, qy: 31-bit Web-Mercator integers. mk: their Morton code: a tile is one range.
    number and supports repeat the appeal's own, so that a tile of points needs no other table.
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
            models.Index(fields=["mk"], name="mark_mk", include=["h3", *_FILTERED]),
            models.Index(fields=["h3"], name="mark_h3", include=_FILTERED),
            models.Index("submitted_at", "appeal", name="mark_date"),
            GistIndex("geom_3857", name="mark_open_place", condition=_OPEN),
            GistIndex("topic_id", "geom_3857", name="mark_open_topic_place", condition=_OPEN),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class Event(models.Model):
    """What happened to an appeal: its history and the outbox for notices; rows are only added."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="events")
    type = models.CharField(max_length=20, choices=_choices(EventType))
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True)
    actor_role = models.CharField(max_length=20)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.appeal}: {self.type}"


class Assignment(models.Model):
    """One answer to "who is the executor", with its reason; rows are only added, the last one counts."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="assignments")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    rule = models.CharField(max_length=20)
    is_manual = models.BooleanField(default=False)
    ambiguous = models.BooleanField(default=False)
    border_m = models.FloatField(null=True, blank=True)
    zone = models.ForeignKey(ServiceZone, models.SET_NULL, null=True, blank=True)
    version = models.ForeignKey(BoundaryVersion, models.SET_NULL, null=True, blank=True)
    runner_up = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    explanation = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.appeal}: {self.rule}"


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


class Support(models.Model):
    """«У меня тоже»: a person, or a browser known by the hash of its cookie, supports an appeal once."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="support_set")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True)
    visitor_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "user"],
                condition=models.Q(user__isnull=False),
                name="support_once_per_user",
            ),
            models.UniqueConstraint(
                fields=["appeal", "visitor_hash"],
                condition=~models.Q(visitor_hash=""),
                name="support_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} support"


class Attempt(models.Model):
    """How often one address did one thing in the window that runs; the address itself is not kept, only its HMAC."""

    key = models.CharField(max_length=64, primary_key=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["ends_at"], name="attempt_end")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
