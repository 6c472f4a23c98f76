"""Who stands how to an appeal: author, workers, heads, moderators, subscribers; what they are told is a rule's."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from accounts.models import Membership
from accounts.types import Role
from appeals.models import Appeal
from channels.models import Mute, Preference
from channels.queries.matching import subscribers
from channels.types import Choices, Recipient, Standing

_ROLE_OF = {
    Standing.WORKER: Role.WORKER,
    Standing.HEAD: Role.HEAD,
    Standing.MODERATOR: Role.MODERATOR,
}


def audience(appeal: Appeal, standings: Collection[Standing], *, on_assignment: bool) -> list[Recipient]:
    """Everybody who stands so to the appeal, in the order of `Standing`. At most three queries, whoever is there.

    on_assignment: subscribers are those of the executor's organisation, not those who wait for a publication.
    """
    found = [*_author(appeal, standings), *_staff(appeal, standings)]
    if Standing.SUBSCRIBER in standings:
        found += subscribers(appeal, on_assignment=on_assignment)
    order = list(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


def choices_of(user_ids: Collection[int]) -> dict[int, Choices]:
    """What people chose; whoever chose nothing is missing. One query."""
    return {chosen.pk: chosen.choices for chosen in Preference.objects.filter(pk__in=user_ids)}


def _author(appeal: Appeal, standings: Collection[Standing]) -> Iterator[Recipient]:
    if Standing.AUTHOR not in standings:
        return
    if appeal.author_id is not None:
        yield Recipient(Standing.AUTHOR, user_id=appeal.author_id)
    elif appeal.author_email and not Mute.objects.filter(pk=appeal.pk).exists():
        yield Recipient(Standing.AUTHOR, address=appeal.author_email)


def _staff(appeal: Appeal, standings: Collection[Standing]) -> Iterator[Recipient]:
    wanted = [_ROLE_OF[one] for one in standings if one in _ROLE_OF]
    if not wanted:
        return
    works = Q(role__in=[Role.WORKER, Role.HEAD], organisation_id=appeal.executor_id)
    # A moderator without an area moderates everywhere.
    moderates = Q(role=Role.MODERATOR) & (Q(area=None) | Q(area_id__in=appeal.area_ids))
    rows = Membership.objects.in_force().filter(
        moderates | works if appeal.executor_id else moderates,
        role__in=wanted,
        user__is_active=True,
    )
    standing_of = {role: standing for standing, role in _ROLE_OF.items()}
    for role, user_id in rows.values_list("role", "user_id").order_by("user_id"):
        yield Recipient(standing_of[Role(role)], user_id=user_id)
