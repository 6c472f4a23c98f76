"""Writing numbers about areas; not reading them from files (importing)."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.models import AreaStatistic
from analytics.types import StatisticRow
from geo.models import Source


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many numbers are new, and how many have another value, unit or source than before."""

    created: int
    updated: int


def record_statistics(
    *, indicator: str, unit: str, rows: Sequence[StatisticRow], source: Source | None
) -> Recorded:
    """Write the numbers in place of those of the same area, year and month. Needs a transaction.

    rows: at most one of each area, year and month.
    """
    known = {
        (row.area_id, row.year, row.month): row
        for row in AreaStatistic.objects.filter(indicator=indicator, area__in={row.area_id for row in rows})
    }
    fresh: list[AreaStatistic] = []
    changed: list[AreaStatistic] = []
    source_id = source.pk if source else None
    for row in rows:
        before = known.get((row.area_id, row.year, row.month))
        if before is None:
            fresh.append(
                AreaStatistic(
                    area_id=row.area_id,
                    indicator=indicator,
                    year=row.year,
                    month=row.month,
                    value=row.value,
                    unit=unit,
                    source_id=source_id,
                )
            )
        elif (before.value, before.unit, before.source_id) != (row.value, unit, source_id):
            before.value, before.unit, before.source_id = row.value, unit, source_id
            changed.append(before)
    AreaStatistic.objects.bulk_create(fresh, batch_size=2000)
    AreaStatistic.objects.bulk_update(changed, ["value", "unit", "source"], batch_size=2000)
    return Recorded(len(fresh), len(changed))
