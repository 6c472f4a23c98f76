"""Changes one organisation at a time, as an administrator types it; files are `services.organisations`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from geo.stamps import require_unchanged
from territories.errors import InnTaken, NameTaken, OrganisationCircle
from territories.models import Authority, HouseContract, Organisation, ServiceZone, not_over
from territories.naming import name_key
from territories.services.organisations import end_authority, shown_name, would_circle
from territories.types import OrganisationKind

# Rows beside the columns that belong to what is edited.
MANY = ("contractors",)


@dataclass(frozen=True, slots=True)
class OrganisationValues:
    """An organisation as it is to be. contractor_ids: who works for it."""

    name: str
    kind: OrganisationKind
    name_en: str = ""
    inn: str = ""
    email: str = ""
    phone: str = ""
    site: str = ""
    parent_id: int | None = None
    contractor_ids: Sequence[int] = ()
    head_approves: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How many duties of an organisation ended."""

    zones: int
    authorities: int
    contracts: int


@transaction.atomic
def add_organisation(*, values: OrganisationValues) -> Organisation:
    """A new organisation. Raises NameTaken for another spelling of one that is there, InnTaken."""
    organisation = Organisation(name_key=str(name_key(values.name)))
    _write(organisation, values)
    return organisation


@transaction.atomic
def change_organisation(*, organisation_id: int, seen: str, values: OrganisationValues) -> Organisation:
    """Make it what the values say. seen: stamp of what was looked at.

    Raises ChangedMeanwhile, NameTaken, InnTaken, OrganisationCircle, Organisation.DoesNotExist.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require_unchanged(organisation, seen, many=MANY)
    _write(organisation, values)
    return organisation


def _write(organisation: Organisation, values: OrganisationValues) -> None:
    key = str(name_key(values.name))
    others = Organisation.objects.exclude(pk=organisation.pk)
    known = others.filter(name_key=key).first()
    if known is not None:
        raise NameTaken(name=known.name, field="name")
    if values.inn and (holder := others.filter(inn=values.inn).first()):
        raise InnTaken(name=holder.name, field="inn")
    above = dict(Organisation.objects.values_list("pk", "parent_id"))
    if values.parent_id and organisation.pk and would_circle(organisation.pk, values.parent_id, above):
        raise OrganisationCircle(field="parent")
    # A namesake with an ИНН of its own keeps the key that sets it apart.
    if str(name_key(organisation.name)) != key:
        organisation.name_key = key
    organisation.name = shown_name(values.name)
    for name in ("name_en", "kind", "inn", "email", "phone", "site", "parent_id", "head_approves"):
        setattr(organisation, name, getattr(values, name))
    organisation.save()
    organisation.contractors.set([pk for pk in values.contractor_ids if pk != organisation.pk])


@transaction.atomic
def end_duties(*, organisation_id: int, on: date) -> Ended:
    """End all that it answers for before a local day; what would have begun later never was."""
    authorities = list(Authority.objects.filter(not_over(on), organisation_id=organisation_id))
    for authority in authorities:
        end_authority(authority=authority, on=on)
    zones = ServiceZone.objects.filter(not_over(on), organisation_id=organisation_id)
    # A zone keeps its row whatever its days: its polygon was drawn by somebody.
    begun = zones.filter(Q(valid_from=None) | Q(valid_from__lt=on)).update(valid_to=on)
    coming = zones.update(valid_to=F("valid_from"))
    contracts = HouseContract.objects.filter(not_over(on), organisation_id=organisation_id)
    dropped, _rows = contracts.filter(valid_from__gte=on).delete()
    return Ended(begun + coming, len(authorities), dropped + contracts.update(valid_to=on))


@transaction.atomic
def set_active(*, organisation_id: int, active: bool) -> Organisation:
    """Whether it is offered where people choose an organisation. Raises Organisation.DoesNotExist."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    organisation.is_active = active
    organisation.save(update_fields=["is_active"])
    return organisation
