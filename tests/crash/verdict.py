"""What is left after the crashes: what was acknowledged against what is in the database and what the server has."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from appeals.models import Appeal, Event
from channels.models import Notice
from channels.services.spreading import spread
from channels.types import Medium
from tests.crash.load import Record
from tests.crash.post import Post

# How far from a kill a letter may have been accepted to have been doubled by it: the conversation with the server
# before, the commit after. On cores shared with much other work (load 20) 1.3 s were seen.
WINDOW_S = 3.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """lost_*: must be 0. doubled: letters accepted more than once; unexplained: those with no kill beside them.

    daily_letters: those of the letters that carry the notices of a day.
    """

    appeals: int
    events: int
    notices: int
    letters: int
    daily_letters: int
    lost_appeals: int
    lost_steps: int
    lost_notices: int
    lost_letters: int
    unknown_letters: int
    doubled: int
    surplus: int
    unexplained: int
    widest_s: float
    deaths_before_word: int

    @property
    def passed(self) -> bool:
        return not (
            self.lost_appeals
            or self.lost_steps
            or self.lost_notices
            or self.lost_letters
            or self.unknown_letters
            or self.unexplained
        )


def judge(record: Record, post: Post, kills: Sequence[float]) -> Verdict:
    """kills: times of the kills, as the post's. Needs a drained queue."""
    known = dict(Appeal.objects.values_list("client_key", "pk"))
    told = {(pk, new.get("state")) for pk, new in Event.objects.values_list("appeal_id", "new")}
    steps = [(known.get(key), state.value) for key, state in record.steps]
    before = Notice.objects.count()
    for event_id in Event.objects.values_list("pk", flat=True):
        spread(event_id, now=timezone.now())
    after = Notice.objects.count()
    daily = _daily_letters()
    letters = _single_letters() | daily
    doubles = {name: times for name, times in post.accepted.items() if len(times) > 1}
    gaps = [_nearest(at, kills) for times in doubles.values() for at in times[:-1]]
    return Verdict(
        appeals=len(known),
        events=Event.objects.count(),
        notices=before,
        letters=len(letters),
        daily_letters=len(daily),
        lost_appeals=len(record.sent - set(known)),
        lost_steps=len(set(steps) - told),
        lost_notices=after - before,
        lost_letters=len(set(letters) - set(post.accepted)),
        unknown_letters=len(set(post.accepted) - set(letters)),
        doubled=len(doubles),
        surplus=sum(len(times) - 1 for times in doubles.values()),
        unexplained=sum(gap > WINDOW_S for gap in gaps)
        + sum(letters.get(name, 0) < len(times) for name, times in doubles.items()),
        widest_s=max(gaps, default=0.0),
        deaths_before_word=sum(
            letters[name] > len(post.accepted[name]) for name in letters if name in post.accepted
        ),
    )


def _single_letters() -> dict[str, int]:
    """Attempts by Message-ID. One whose notice waits for its day is lost: the days are over."""
    alone = Notice.objects.filter(medium=Medium.EMAIL, digest=None)
    return dict(alone.values_list("message_id", "attempts"))


def _daily_letters() -> dict[str, int]:
    """The same of letters of a day, whose notices were tried together."""
    rows = Notice.objects.filter(digest__isnull=False).values_list("digest").annotate(Max("attempts"))
    return {f"{digest.hex}@{settings.PUBLIC_HOST}": attempts for digest, attempts in rows}


def _nearest(at: float, kills: Sequence[float]) -> float:
    return min((abs(kill - at) for kill in kills), default=float("inf"))
