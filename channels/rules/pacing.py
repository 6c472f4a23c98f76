"""How fast and by which way somebody is told, when a letter is tried again and when it is given up; pure."""

from datetime import datetime, time, timedelta, tzinfo

from channels.rules.telling import BELL_ONLY
from channels.types import Choices, Pace, Standing, Wording

_FIRST_WAIT_S = 15
_LONGEST_WAIT_S = 3600
GIVEN_UP_AFTER = timedelta(days=3)
_AT_WORK = frozenset(
    {Standing.WORKER, Standing.HEAD, Standing.DELEGATE, Standing.MODERATOR, Standing.OVERSEER}
)


def email_pace(standing: Standing, wording: Wording, choices: Choices, *, asked: Pace | None = None) -> Pace:
    """The pace of e-mails. asked: what an alert says; it alone counts for whoever is told as its subscriber, and for
    others it makes letters faster, never slower.
    """
    if standing == Standing.SUBSCRIBER and asked is not None:
        return asked
    if wording in BELL_ONLY:
        return Pace.NONE
    chosen = choices.work_email if standing in _AT_WORK else choices.email
    return faster(chosen, asked) or chosen


def faster(one: Pace | None, other: Pace | None) -> Pace | None:
    """The faster of two paces, None: no wish."""
    for pace in (Pace.AT_ONCE, Pace.DAILY):
        if pace in {one, other}:
            return pace
    return one if other is None else other


def wait_s(attempts: int) -> int:
    """Seconds until the next try after so many: 15, 60, 240, …, an hour at most."""
    return int(min(_FIRST_WAIT_S * 4.0 ** min(max(attempts - 1, 0), 10), _LONGEST_WAIT_S))


def job_wait_s(attempts: int) -> int:
    """Seconds until a job that broke off is tried again: 5 more each time, ten minutes at most."""
    return min(5 * (attempts + 1), 600)


def is_given_up(written_at: datetime, now: datetime) -> bool:
    """A letter that no server took for three days."""
    return now - written_at > GIVEN_UP_AFTER


def is_permanent(code: int, *, of_recipient: bool) -> bool:
    """Whether a mail server's reply means "never". Source: RFC 5321, 4.2.1; 5xx is final, yet one that concerns
    our sender or sign-in is ours to mend, and the letter waits for it.
    """
    return of_recipient and 500 <= code < 600


def digest_cut(now: datetime, *, hour: int, zone: tzinfo) -> datetime:
    """The last moment at which a day's letter was due: what was written before it goes out now.

    hour: of the local day. A worker that slept through the hour sends when it wakes.
    """
    local = now.astimezone(zone)
    due = datetime.combine(local.date(), time(hour), zone)
    return due if due <= local else datetime.combine(local.date() - timedelta(days=1), time(hour), zone)
