"""Filters that write figures: shares and ratings; not their counting."""

from django import template

from analytics.numbers import rounded

register = template.Library()
NOTHING = "—"


@register.filter
def percent(share: float | None) -> str:
    """«90 %» of 0…1; a dash for None. The space does not break."""
    return NOTHING if share is None else f"{rounded(share * 100)}\u00a0%"


@register.filter
def mean_rating(rating: float | None) -> str:
    """«3,6»; a dash for None."""
    return NOTHING if rating is None else rounded(rating, 1)
