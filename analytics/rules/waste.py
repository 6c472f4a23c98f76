"""Whether waste lay longer than allowed, which sites stand out, what a measure changed; not where data come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from analytics.rules.evenness import HARDLY_CHANCE, chance_of_change, chance_of_split
from territories.types import WasteKind

WEEK = 7


class Season(StrEnum):
    WARM = "warm"
    COLD = "cold"


class Verdict(StrEnum):
    """VIOLATION: by the complaint's word waste lay longer than allowed. EARLY: it did not. UNKNOWN: no schedule."""

    VIOLATION = "violation"
    EARLY = "early"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Norm:
    """The longest time between two collections, in days."""

    warm_days: int
    cold_days: int
    source: str


SANITARY_RULES = "СанПиН 2.1.3684-21"
NORMS: Mapping[WasteKind, Norm] = {
    WasteKind.MIXED: Norm(1, 3, SANITARY_RULES),
    WasteKind.BULKY: Norm(7, 10, SANITARY_RULES),
}
# Source: СанПиН 2.1.3684-21: the mean of three days, +5 °C and above: warm; +4 °C and below: cold. What lies between
# is told as cold: a violation has to be certain.
WARM_FROM_C = 5.0
MEAN_OF_DAYS = 3
# Assumed where there are no temperatures: (month, day), the first inclusive, the second exclusive.
ASSUMED_WARM = ((4, 15), (10, 15))
# Topics that say "not collected", and what was not.
COLLECTION_TOPICS: Mapping[str, WasteKind] = {
    "waste_not_collected": WasteKind.MIXED,
    "waste_bulky": WasteKind.BULKY,
}
REPEATED_WITHIN_DAYS = 30
# Fewer complaints than these say little of a site, or of a change.
FEW = 5
# Figures are those of so many days up to today, unless other days are asked.
USUAL_DAYS = 90
LONGEST_WINDOW_DAYS = 90
LEAST_WINDOW_DAYS = 7


@dataclass(frozen=True, slots=True)
class SeasonOf:
    """mean_c: of the three days; None: the season is assumed by the calendar."""

    season: Season
    mean_c: float | None

    @property
    def assumed(self) -> bool:
        return self.mean_c is None


def season_of(on: date, temperatures: Mapping[date, float]) -> SeasonOf:
    """The season of collection on a day, by the means (°C) of that day and the two before; one missing: assumed."""
    days = [temperatures.get(on - timedelta(days=ago)) for ago in range(MEAN_OF_DAYS)]
    known = [mean for mean in days if mean is not None]
    if len(known) < MEAN_OF_DAYS:
        first, end = ASSUMED_WARM
        return SeasonOf(Season.WARM if first <= (on.month, on.day) < end else Season.COLD, None)
    mean = sum(known) / len(known)
    return SeasonOf(Season.WARM if mean >= WARM_FROM_C else Season.COLD, mean)


def allowed_days(kind: WasteKind, season: Season, agreed: int | None = None) -> int:
    """Days that may pass between two collections. agreed: for this very site's mixed waste, instead of the norm."""
    if agreed is not None and kind == WasteKind.MIXED:
        return agreed
    norm = NORMS[kind]
    return norm.warm_days if season == Season.WARM else norm.cold_days


def last_route_day(before: date, route: Iterable[int]) -> date | None:
    """The newest day of the route (ISO weekdays) before a day; None without a route."""
    days = frozenset(route)
    past = (before - timedelta(days=ago) for ago in range(1, WEEK + 1))
    return next((day for day in past if day.isoweekday() in days), None)


def collected_by_schedule(complained_on: date, route: Iterable[int]) -> date | None:
    """The last day on which a truck came, if the complaint is right: the truck of the newest route day did not.

    On the day of the complaint itself it may still come. None without a route.
    """
    days = tuple(route)
    missed = last_route_day(complained_on, days)
    return last_route_day(missed, days) if missed else None


def judge(complained_on: date, collected_on: date | None, allowed: int) -> Verdict:
    """collected_on: the last collection, recorded or by the schedule; None: nothing is known of any."""
    if collected_on is None:
        return Verdict.UNKNOWN
    return Verdict.VIOLATION if (complained_on - collected_on).days > allowed else Verdict.EARLY


def widest_gap(route: Iterable[int]) -> int | None:
    """The most days between two neighbouring days of a weekly route; None without one."""
    days = sorted(frozenset(route))
    if not days:
        return None
    return max(second - first for first, second in pairwise([*days, days[0] + WEEK]))


def repeats(days: Iterable[date]) -> int:
    """How many of one site's complaints about one thing came within REPEATED_WITHIN_DAYS after another."""
    ordered = sorted(days)
    return sum((later - earlier).days <= REPEATED_WITHIN_DAYS for earlier, later in pairwise(ordered))


def stands_out(count: int, mean: float) -> bool:
    """Whether a site has more complaints than the others not by chance alone: 97.5 % sure, and not from a FEW.

    mean: per site. Source: Byar's approximation of the lower bound of a Poisson count (Breslow and Day, 1987).
    """
    if count < FEW:
        return False
    lower = count * (1 - 1 / (9 * count) - 1.96 / (3 * sqrt(count))) ** 3
    return lower > mean


@dataclass(frozen=True, slots=True)
class Windows:
    """Two times of equal length, before and from the day of a measure on; `until` exclusive."""

    since: date
    measure_on: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.measure_on).days

    def year_before(self) -> "Windows":
        """The same weeks a year before: 52 weeks, so that the weekdays are the same."""
        year = timedelta(weeks=52)
        return Windows(self.since - year, self.measure_on - year, self.until - year)


def windows_of(measure_on: date, today: date) -> Windows | None:
    """As many whole days before the measure as have passed since; None while there are too few to compare."""
    days = min((today - measure_on).days, LONGEST_WINDOW_DAYS)
    if days < LEAST_WINDOW_DAYS:
        return None
    length = timedelta(days=days)
    return Windows(measure_on - length, measure_on, measure_on + length)


@dataclass(frozen=True, slots=True)
class Change:
    """Complaints before and after a measure, and in the same weeks a year before; None: the data do not go so far.

    days: how long either side is.
    """

    before: int
    after: int
    year_before: int | None = None
    year_after: int | None = None
    days: int = 1

    @property
    def per_day(self) -> tuple[float, float]:
        """Complaints a day, before and after."""
        return self.before / self.days, self.after / self.days

    @property
    def by_chance(self) -> float:
        """How often chance alone makes such a difference, 0…1; against the year before, where that is known."""
        if self.seasonal is None or self.year_before is None or self.year_after is None:
            return chance_of_split(self.before, self.after)
        return chance_of_change(self.before, self.after, self.year_before, self.year_after)

    @property
    def hardly_chance(self) -> bool:
        return self.by_chance < HARDLY_CHANCE

    @property
    def ratio(self) -> float | None:
        """after : before; None from nothing."""
        return self.after / self.before if self.before else None

    @property
    def seasonal(self) -> float | None:
        """What the season alone did the year before; None where it cannot be told."""
        return self.year_after / self.year_before if self.year_before and self.year_after else None

    @property
    def adjusted(self) -> float | None:
        """The ratio without what the season did the year before."""
        return self.ratio / self.seasonal if self.ratio is not None and self.seasonal else None

    @property
    def few(self) -> bool:
        """Whether chance alone could have made the difference easily: a FEW on either side."""
        counts = [self.before, self.after, self.year_before, self.year_after]
        return max(self.before, self.after) < FEW or any(0 < (count or FEW) < FEW for count in counts[2:])


def change_of(days: Iterable[date], windows: Windows, first_day: date | None) -> Change:
    """Complaints by local day, counted in both windows of both years. first_day: since when there are complaints."""
    counted = list(days)
    earlier = windows.year_before()
    before, after = _split(counted, windows)
    if first_day is None or first_day > earlier.since:
        return Change(before, after, days=windows.days)
    return Change(before, after, *_split(counted, earlier), days=windows.days)


def _split(days: Iterable[date], windows: Windows) -> tuple[int, int]:
    inside = [day for day in days if windows.since <= day < windows.until]
    before = sum(day < windows.measure_on for day in inside)
    return before, len(inside) - before
