"""With which period one is compared; pure. Not what is counted in them."""

from datetime import datetime, time, tzinfo

from analytics.rules.months import whole_months


def previous(since: datetime, until: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The period of equal length that ends where this one begins; whole months of `zone` are as many months.

    since inclusive, until exclusive, both aware. By the clock of `zone`: a day is a day when the clocks change.
    """
    months = whole_months(since, until, zone)
    if months and months.first and months.end:
        number = (months.end.year - months.first.year) * 12 + months.end.month - months.first.month
        before = months.first.year * 12 + months.first.month - 1 - number
        first = months.first.replace(year=before // 12, month=before % 12 + 1)
        return datetime.combine(first, time.min, zone), since
    begin, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (since, until))
    return (begin - (end - begin)).replace(tzinfo=zone), since


def months_of(since: datetime, until: datetime, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """The months of `zone` that the period meets, each cut to it."""
    found = []
    begin = since
    while begin < until:
        local = begin.astimezone(zone)
        following = local.year * 12 + local.month
        first = local.replace(year=following // 12, month=following % 12 + 1, day=1).date()
        end = min(datetime.combine(first, time.min, zone), until)
        found.append((begin, end))
        begin = end
    return found
