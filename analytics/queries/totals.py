"""All appeals of areas, unpublished ones too, as far as everybody may know: of months that were taken; no filter."""

from dataclasses import dataclass
from datetime import date

from analytics.models import AreaMonth
from territories.queries import name_on


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """appeals: None where too few people are behind the unpublished ones."""

    area_id: int
    name: str
    appeals: int | None


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """Totals of a month by name of the area. No sum of them is told: what is hidden would be its difference."""

    month: date
    areas: list[AreaTotal]


def month_totals(*, latest: int, on: date) -> list[MonthTotals]:
    """The latest months taken, newest first, each with all of its areas. on: local day for their names. Two queries."""
    taken = AreaMonth.objects.order_by("-month").values_list("month", flat=True).distinct()
    months = list(taken[:latest])
    found: dict[date, list[AreaTotal]] = {month: [] for month in months}
    rows = (
        AreaMonth.objects.filter(month__in=months).annotate(called=name_on(on)).order_by("called", "area_id")
    )
    for area_id, name, month, appeals in rows.values_list("area_id", "called", "month", "appeals"):
        found[month].append(AreaTotal(area_id, name, appeals))
    return [MonthTotals(month, areas) for month, areas in found.items()]
