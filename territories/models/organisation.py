"""Organisations, and what they answer for by area and by house."""

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from geo.models import House
from territories.models.area import Area
from territories.tracking import tracked
from territories.types import OrganisationKind


@tracked
class Organisation(models.Model):
    """Somebody who answers appeals; `name_key` makes spelling variants of one name one organisation."""

    name = models.CharField(_("name"), max_length=250)
    name_key = models.CharField(max_length=250, unique=True)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True, db_default="")
    kind = models.CharField(_("kind"), max_length=30, choices=[(k.value, k.value) for k in OrganisationKind])
    inn = models.CharField("ИНН", max_length=12, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="branches")
    is_active = models.BooleanField(_("active"), default=True, db_default=True)
    head_approves = models.BooleanField(_("the head approves each answer"), default=False, db_default=False)
    contractors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="customers", verbose_name=_("contractors")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["inn"], condition=~models.Q(inn=""), name="organisation_inn_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Authority(models.Model):
    """An organisation is the authority of an area, for all topics (no categories) or for some; from a day to a day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="authorities")
    area = models.ForeignKey(Area, models.CASCADE, related_name="authorities")
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("authority of an area")
        verbose_name_plural = _("authorities of areas")
        constraints = [
            ExclusionConstraint(
                name="authority_once_at_a_time",
                expressions=[
                    ("organisation", "="),
                    ("area", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                violation_error_message=_("It is the authority of this area on some of these days already."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="authority_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.area}"


@tracked
class HouseContract(models.Model):
    """A house is managed by a company, from a day to a day (exclusive)."""

    house = models.ForeignKey(House, models.CASCADE, related_name="contracts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contracts")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("house contract")
        verbose_name_plural = _("house contracts")
        constraints = [
            models.UniqueConstraint(
                fields=["house", "organisation", "valid_from"],
                nulls_distinct=False,
                name="house_contract_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house}: {self.organisation}"
