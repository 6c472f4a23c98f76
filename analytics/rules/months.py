"""Whether a period is one of whole months; what is counted by month answers no other."""

from datetime import datetime, time, tzinfo

from analytics.types import MonthSpan


def whole_months(since: datetime | None, until: datetime | None, zone: tzinfo) -> MonthSpan | None:
    """The months from `since` on (inclusive) until `until` (exclusive), both aware; None when one of them is cut.

    zone: whose months. A bound that is None leaves that side open.
    """
    first, end = (bound and bound.astimezone(zone) for bound in (since, until))
    if any(bound is not None and not _begins_month(bound) for bound in (first, end)):
        return None
    return MonthSpan(first and first.date(), end and end.date())


def _begins_month(local: datetime) -> bool:
    return local.day == 1 and local.time() == time.min
