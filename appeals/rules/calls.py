"""What an operator writes down for somebody else: how it may have come, and on which track it is answered; pure."""

from appeals.errors import NoAuthor, NotFormal, NoWayToAnswer
from appeals.types import Channel, Draft, Track

# Chosen at the desk, the commonest first.
WAYS = (Channel.PHONE, Channel.PAPER, Channel.VISIT)
BY_OPERATOR = frozenset({*WAYS, Channel.OPERATOR})
# Of these the operator knows who the author is.
IDENTIFIED = frozenset({Channel.PAPER, Channel.VISIT})


def check_track(draft: Draft) -> None:
    """A formal appeal has an identified author, whom it names and says how to reach.

    Raises NotFormal, NoAuthor, NoWayToAnswer.

    Source: Federal Law 59-FZ, article 7.
    """
    if draft.track != Track.FORMAL:
        return
    if draft.channel not in IDENTIFIED:
        raise NotFormal
    if not draft.author_name.strip():
        raise NoAuthor
    if not (draft.author_phone.strip() or draft.author_email.strip()):
        raise NoWayToAnswer
