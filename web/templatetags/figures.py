"""Filters that write figures: shares and ratings; not their counting."""

from django import template

from analytics import numbers

register = template.Library()
NOTHING = "—"


@register.filter
def percent(share: float | None) -> str:
    """«90 %» of 0…1; a dash for None. The space does not break."""
    return NOTHING if share is None else numbers.percent(share)


@register.filter
def mean_rating(rating: float | None) -> str:
    """«3,6»; a dash for None."""
    return NOTHING if rating is None else numbers.rounded(rating, 1)
