"""Taking the totals of months that are over, once each; not showing them (queries.totals)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from analytics.models import AreaMonth
from analytics.queries.ground import grounds, nesting
from analytics.rules.anonymity import Cell, following, innermost, months_over, told_total
from appeals.days import begins
from appeals.models import Mark
from appeals.types import HIDDEN_STATES
from geo import sql


@transaction.atomic
def take_months(*, now: datetime) -> int:
    """Take what months are over, settled and not taken yet; answers how many. What is taken never changes.

    The areas are those in force on the month's last day that no other administrative area lies in, so that no appeal
    is in two numbers; an appeal is in the area that names its place to everybody.
    """
    first = Mark.objects.aggregate(first=Min("submitted_at"))["first"]
    if first is None:
        return 0
    taken = AreaMonth.objects.order_by("month").values_list("month", flat=True).distinct()
    months = months_over(timezone.localdate(first), timezone.localdate(now), taken)
    if not months:
        return 0
    cells = _cells(months[0], following(months[-1]))
    rows = [
        AreaMonth(
            area_id=area_id,
            month=month,
            taken_at=now,
            appeals=told_total(cells.get((area_id, month), Cell())),
        )
        for month in months
        for area_id in _partition(month)
    ]
    # Whoever was quicker took the same.
    AreaMonth.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len(months)


def _cells(since: date, until: date) -> dict[tuple[int, date], Cell]:
    params = {
        "since": begins(since),
        "until": begins(until),
        "zone": settings.TIME_ZONE,
        "hidden": sorted(state.value for state in HIDDEN_STATES),
    }
    found = sql.rows("analytics", "month_cells", params)
    return {(area_id, month): Cell(*numbers) for area_id, month, *numbers in found}


def _partition(month: date) -> list[int]:
    last = following(month) - timedelta(days=1)
    areas = grounds(last)
    return [areas[position].area_id for position in innermost(nesting(areas))]
