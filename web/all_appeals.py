"""All appeals of areas by month as a table, unpublished ones too; what is hidden is hidden before it comes here."""

from dataclasses import dataclass
from datetime import date

from analytics.queries.totals import month_totals
from analytics.rules.anonymity import FEWEST, SETTLING_DAYS

LATEST = 3
FIRST_LINES = 12


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area and its numbers by month; None: too few people are behind it. A month without the area: an empty text."""

    name: str
    numbers: list[int | str | None]


@dataclass(frozen=True, slots=True)
class AllAppeals:
    """First days of the months, newest first; lines shown at once and those behind a fold."""

    months: list[date]
    lines: list[AreaLine]
    folded: list[AreaLine]
    fewest: int = FEWEST
    settling_days: int = SETTLING_DAYS


def all_appeals(today: date) -> AllAppeals | None:
    """The latest months that were taken; None while none was."""
    found = month_totals(latest=LATEST, on=today)
    names = {area.area_id: area.name for month in reversed(found) for area in month.areas}
    numbers = [{area.area_id: area.appeals for area in month.areas} for month in found]
    lines = [
        AreaLine(names[area_id], [of_month.get(area_id, "") for of_month in numbers])
        for area_id in sorted(names, key=lambda area_id: (names[area_id].lower(), area_id))
    ]
    if not lines:
        return None
    cut = FIRST_LINES if len(lines) > FIRST_LINES + 2 else len(lines)
    return AllAppeals([one.month for one in found], lines[:cut], lines[cut:])
