"""What a merge would bring to the appeal that stays: told before anybody decides; merging is a service."""

from dataclasses import dataclass

from django.db.models import Q

from appeals.models import Appeal


@dataclass(frozen=True, slots=True)
class Joining:
    """How many more would support and follow the appeal that stays; the author of the other one among them.

    tells_author: whether the author of the other one can be told of answers to it.
    """

    supporters: int
    followers: int
    tells_author: bool


def joining(appeal: Appeal, target: Appeal) -> Joining:
    """What merging the appeal into the target would do, by the rules of `services.merging`. Four queries at most."""
    there = target.support_set.all()
    users, visitors = (
        there.exclude(user=None).values("user"),
        there.exclude(visitor_hash="").values("visitor_hash"),
    )
    known = Q(user__in=users) | Q(visitor_hash__in=visitors) | Q(user=None, visitor_hash="")
    if target.author_id is not None:
        known |= Q(user=target.author_id)
    supporters = appeal.support_set.exclude(known).count()
    followed = target.follows.all()
    known = Q(user__in=followed.exclude(user=None).values("user")) | Q(
        email__in=followed.exclude(email="").values("email")
    )
    followers = appeal.follows.exclude(known).count()
    own = appeal.author_id is not None and appeal.author_id == target.author_id
    supports = appeal.author_id is not None and there.filter(user=appeal.author_id).exists()
    tells = not own and (appeal.author_id is not None or bool(appeal.author_email))
    return Joining(supporters + (not own and not supports), followers, tells)
