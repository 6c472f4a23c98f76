"""Reads about people: the viewer behind a request's user; no writes."""

from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from accounts.models import Consent, Membership, User
from accounts.texts import consent_version
from accounts.types import ORGANISATION_ROLES, OVERSEERS, PUBLIC, ConsentKind, Role, Viewer

# role, organisation, area
_Row = tuple[str, int | None, int | None]


def viewer_of(user: object) -> Viewer:
    """Viewer of a signed-in `User`, PUBLIC for anybody else. One query; call it once per request.

    It is asked anew with every request, so that whoever was switched off or has left loses access at once, also
    in a session that runs. Where a second factor is asked of staff, roles do not count without it.
    """
    if not isinstance(user, User) or not user.is_active:
        return PUBLIC
    rows: list[_Row] = list(user.memberships.in_force().values_list("role", "organisation_id", "area_id"))
    roles = {Role(role) for role, _, _ in rows} | {Role.RESIDENT}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    if roles != {Role.RESIDENT} and lacks_second_factor(user):
        rows, roles = [], {Role.RESIDENT}
    return Viewer(
        user_id=user.pk,
        # Nobody becomes the system by a membership: it sees everything.
        roles=frozenset(roles - {Role.SYSTEM}),
        organisation_ids=_organisations(rows, ORGANISATION_ROLES),
        headed_ids=_organisations(rows, {Role.HEAD}),
        moderated_area_ids=_limits(rows, {Role.MODERATOR}),
        operated_area_ids=_limits(rows, {Role.OPERATOR}),
        overseen_area_ids=_limits(rows, OVERSEERS) if roles & OVERSEERS else frozenset(),
    )


def name_with_consent(path: str) -> Case:
    """For an annotation: the name of the user at a path of relations, empty unless they agree today to show it."""
    given = _given_today(ConsentKind.PUBLICATION)
    return Case(
        When(Exists(given.filter(user=OuterRef(path))), then=F(f"{path}__full_name")), default=Value("")
    )


def agreed(user: User, kind: ConsentKind) -> bool:
    """Whether the person agrees to the text of today. One query."""
    return _given_today(kind).filter(user=user).exists()


def _given_today(kind: ConsentKind) -> QuerySet[Consent]:
    return Consent.objects.filter(kind=kind, version=consent_version(kind), withdrawn_at=None)


def address_taken(email: str, *, but: User | None = None) -> bool:
    """Whether another account is known by the address, as its name or as one that it has confirmed. Two queries."""
    users, confirmed = User.objects.all(), EmailAddress.objects.filter(verified=True)
    if but is not None:
        users, confirmed = users.exclude(pk=but.pk), confirmed.exclude(user=but)
    return users.filter(email=email.lower()).exists() or confirmed.filter(email=email.lower()).exists()


def area_ids_as(user_id: int, role: Role) -> frozenset[int]:
    """Areas of the memberships in force with a role. One query."""
    rows = Membership.objects.in_force().filter(user=user_id, role=role, area__isnull=False)
    return frozenset(rows.values_list("area_id", flat=True))


def lacks_second_factor(user: User) -> bool:
    """Whether the roles of this person do not count until they sign in with a second factor. One query, or none."""
    return settings.STAFF_SECOND_FACTOR and not has_second_factor(user)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app belongs to the account. One query."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def waits_for_second_factor(user: object) -> bool:
    """Whether a second factor is all that keeps this person from a role beside that of a resident."""
    return isinstance(user, User) and lacks_second_factor(user) and works_here(user)


def works_here(user: User) -> bool:
    """Whether the person has a role beside that of a resident. One query, or none."""
    staff = user.memberships.in_force().exclude(role__in=[Role.RESIDENT, Role.SYSTEM])
    return user.is_superuser or staff.exists()


def keeps_by_consent(user: User) -> bool:
    """Whether name, phone and photo are kept by the person's consent alone; of staff they are kept for the work."""
    return not works_here(user)


def _organisations(rows: Iterable[_Row], roles: Collection[Role]) -> frozenset[int]:
    return frozenset(organisation for role, organisation, _ in rows if organisation and role in roles)


def _limits(rows: Iterable[_Row], roles: Collection[Role]) -> frozenset[int] | None:
    """Areas of the memberships with these roles; None when one of them names no area, or there are none."""
    named = [area for role, _, area in rows if role in roles]
    return None if None in named or not named else frozenset(area for area in named if area is not None)
