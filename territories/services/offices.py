"""Which organisation is the authority of which area, for what, from when to when; one at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from geo.stamps import require_unchanged
from territories.errors import AlreadyOver, AuthorityConflict, AuthorityTaken, EndsBeforeStart
from territories.models import Authority
from territories.services.organisations import end_authority


@dataclass(frozen=True, slots=True)
class Office:
    """An authority as it is to be. categories: none is all. valid_to: exclusive. meant: conflicts were told before."""

    organisation_id: int
    area_id: int
    categories: Sequence[str] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    meant: bool = False


def add_office(*, office: Office) -> Authority:
    """A new authority. Raises EndsBeforeStart, AuthorityTaken, AuthorityConflict."""
    return _write(Authority(), office)


@transaction.atomic
def change_office(*, authority_id: int, seen: str, office: Office) -> Authority:
    """Make it what is said. Raises as `add_office`, ChangedMeanwhile, Authority.DoesNotExist."""
    authority = Authority.objects.select_for_update().get(pk=authority_id)
    require_unchanged(authority, seen)
    return _write(authority, office)


@transaction.atomic
def end_office(*, authority_id: int, on: date) -> None:
    """End it before a local day; one that has not begun by then, and would not, never was.

    Raises EndsBeforeStart for one that answered already, AlreadyOver, AuthorityTaken (it follows itself later),
    Authority.DoesNotExist.
    """
    authority = Authority.objects.select_for_update().get(pk=authority_id)
    today, since = timezone.localdate(), authority.valid_from
    if authority.valid_to is not None and authority.valid_to <= today:
        raise AlreadyOver
    if since is not None and on <= since <= today:
        raise EndsBeforeStart
    with _once_at_a_time(), transaction.atomic():
        end_authority(authority=authority, on=on)


def rivals(office: Office, *, but: int | None = None) -> list[Authority]:
    """Authorities of other organisations for the same area, days and subject."""
    others = Authority.objects.filter(area_id=office.area_id).exclude(organisation_id=office.organisation_id)
    if but is not None:
        others = others.exclude(pk=but)
    mine = set(office.categories)
    return [
        other
        for other in others.select_related("organisation").order_by("organisation__name")
        if _meet(office, other) and (mine & set(other.categories) or (not mine and not other.categories))
    ]


def _meet(office: Office, other: Authority) -> bool:
    begins_in_time = office.valid_to is None or other.valid_from is None or other.valid_from < office.valid_to
    ends_in_time = other.valid_to is None or office.valid_from is None or office.valid_from < other.valid_to
    return begins_in_time and ends_in_time


def _write(authority: Authority, office: Office) -> Authority:
    if office.valid_from and office.valid_to and office.valid_to <= office.valid_from:
        raise EndsBeforeStart(field="valid_to")
    others = rivals(office, but=authority.pk)
    if others and not office.meant:
        names = ", ".join(_told(other) for other in others)
        raise AuthorityConflict(names=names)
    authority.organisation_id, authority.area_id = office.organisation_id, office.area_id
    authority.categories = sorted(set(office.categories))
    authority.valid_from, authority.valid_to = office.valid_from, office.valid_to
    with _once_at_a_time(), transaction.atomic():
        authority.save()
    return authority


@contextmanager
def _once_at_a_time() -> Iterator[None]:
    """Says what the table's constraint refuses. Raises AuthorityTaken."""
    try:
        yield
    except IntegrityError as problem:
        if "authority_once_at_a_time" not in str(problem):
            raise
        raise AuthorityTaken(field="area") from problem


def _told(other: Authority) -> str:
    """«ООО «Дом» (до 31.12.2026)»."""
    last = "" if other.valid_to is None else f" (– {(other.valid_to - timedelta(days=1)):%d.%m.%Y})"
    return f"{other.organisation.name}{last}"
