"""Local days of the service as moments; which of them are worked is a rule of its own (rules.workdays)."""

from datetime import date, datetime, time

from django.utils import timezone


def begins(day: date) -> datetime:
    """The first moment of a day by the service's own clock (METKA_TIME_ZONE), aware."""
    return timezone.make_aware(datetime.combine(day, time.min))
