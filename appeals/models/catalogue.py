"""Tables of the catalogue: categories, topics, reasons of refusal; their rows come from `fixtures/`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appeals.models.words import choices
from appeals.types import Kind, Privacy
from territories.types import TopicScope


class Category(models.Model):
    """A group of topics with an icon of its own."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    icon = models.SlugField(_("icon"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    is_own = models.BooleanField(_("changed here"), default=False, db_default=False)

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
    """What an appeal is about, with its privacy and the radius within which two are alike."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    keywords = models.TextField(_("other words people use"), blank=True)
    kinds = ArrayField(models.CharField(max_length=12, choices=choices(Kind)))
    scope = models.CharField(max_length=8, choices=[(s.value, s.value) for s in TopicScope])
    privacy = models.CharField(max_length=8, choices=choices(Privacy))
    duplicate_radius_m = models.PositiveIntegerField(default=50)
    duplicate_age_days = models.PositiveIntegerField(default=30)
    is_waste = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    # What a moderator is offered first; the moderator decides of each appeal.
    is_private = models.BooleanField(
        _("not published unless a moderator decides so"), default=False, db_default=False
    )
    allows_comments = models.BooleanField(_("others may comment"), default=False)
    is_common = models.BooleanField(_("shown first"), default=False)
    federal_code = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(_("offered for new appeals"), default=True, db_default=True)
    # Set by the administrators' page: the catalogue file leaves the row alone from then on.
    is_own = models.BooleanField(_("changed here"), default=False, db_default=False)
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
    # Whether its text promises something that only a comment can tell.
    needs_comment = models.BooleanField(default=False, db_default=False)
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
