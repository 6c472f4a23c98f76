"""Who stands how to an appeal, for every `Standing`, and what they chose; what they are told is a rule's."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from accounts.models import Membership
from accounts.types import Role
from appeals.models import Appeal, Follow
from channels.models import Preference
from channels.queries.matching import subscribers
from channels.types import Choices, Recipient, Standing

_ROLE_OF = {Standing.WORKER: Role.WORKER, Standing.HEAD: Role.HEAD}


def audience(
    appeal: Appeal,
    standings: Collection[Standing],
    *,
    handed_to: int | None,
    moved: Collection[int] = (),
    area_id: int | None = None,
) -> list[Recipient]:
    """Everybody who stands so to the appeal, in the order of `Standing`. At most four queries, whoever is there.

    handed_to: subscribers are those of this organisation, None: those who wait for a publication. moved: rows of
    followers whom the event has moved to another appeal. area_id: whose head is told.
    """
    staff = _staff(appeal, standings, area_id)
    found = [*_author(appeal, standings), *staff, *_followers(appeal, standings, moved)]
    if Standing.SUBSCRIBER in standings:
        found += subscribers(appeal, handed_to=handed_to)
    order = list(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


def asked_follower(follow_id: int) -> list[Recipient]:
    """The address that an event of asking names, until it is confirmed. One query."""
    asked = Follow.objects.filter(pk=follow_id, confirmed_at__isnull=True).exclude(email="")
    rows = asked.values_list("pk", "email")
    return [Recipient(Standing.FOLLOWER, follow_id=pk, address=email) for pk, email in rows]


def choices_of(user_ids: Collection[int]) -> dict[int, Choices]:
    """What people chose; whoever chose nothing is missing. One query."""
    return {chosen.pk: chosen.choices for chosen in Preference.objects.filter(pk__in=user_ids)}


def is_muted(appeal: Appeal) -> bool:
    """Whether its author wants no more letters on it. No query where `mute` was loaded with the appeal."""
    return hasattr(appeal, "mute")


def _author(appeal: Appeal, standings: Collection[Standing]) -> Iterator[Recipient]:
    if Standing.AUTHOR not in standings:
        return
    if appeal.author_id is not None:
        yield Recipient(Standing.AUTHOR, user_id=appeal.author_id)
    elif appeal.author_email and not is_muted(appeal):
        yield Recipient(Standing.AUTHOR, address=appeal.author_email)


def _staff(appeal: Appeal, standings: Collection[Standing], area_id: int | None) -> Iterator[Recipient]:
    at = Q()
    for standing in standings:
        at |= _workplace(appeal, standing, area_id)
    if not at:
        return
    rows = Membership.objects.in_force().filter(at, user__is_active=True).order_by("user_id")
    for role, organisation_id, user_id in rows.values_list("role", "organisation_id", "user_id"):
        yield Recipient(_standing(appeal, Role(role), organisation_id, standings), user_id=user_id)


def _workplace(appeal: Appeal, standing: Standing, area_id: int | None) -> Q:
    """Memberships that make somebody stand so; an empty Q: none can."""
    if standing == Standing.OVERSEER and area_id is not None:
        return Q(role=Role.DISTRICT_HEAD, area_id=area_id)
    if standing == Standing.MODERATOR:
        # Without an area everywhere.
        return Q(role=Role.MODERATOR) & (Q(area=None) | Q(area_id__in=appeal.area_ids))
    if standing == Standing.DELEGATE and appeal.delegate_id is not None:
        return Q(role__in=[Role.WORKER, Role.HEAD], organisation_id=appeal.delegate_id)
    if standing in _ROLE_OF and appeal.executor_id is not None:
        return Q(role=_ROLE_OF[standing], organisation_id=appeal.executor_id)
    return Q()


def _standing(
    appeal: Appeal, role: Role, organisation_id: int | None, standings: Collection[Standing]
) -> Standing:
    if role == Role.MODERATOR:
        return Standing.MODERATOR
    if role == Role.DISTRICT_HEAD:
        return Standing.OVERSEER
    own = Standing.HEAD if role == Role.HEAD else Standing.WORKER
    return own if own in standings and organisation_id == appeal.executor_id else Standing.DELEGATE


def _followers(
    appeal: Appeal, standings: Collection[Standing], moved: Collection[int]
) -> Iterator[Recipient]:
    if Standing.FOLLOWER not in standings:
        return
    own = Follow.objects.filter(Q(appeal=appeal) | Q(pk__in=moved), confirmed_at__isnull=False)
    rows = own.exclude(user__is_active=False)
    for pk, user_id, email in rows.order_by("pk").values_list("pk", "user_id", "email"):
        yield Recipient(Standing.FOLLOWER, user_id=user_id, follow_id=pk, address=email)
