"""Filters that write figures: shares and ratings; not their counting."""

from django import template
from django.utils.formats import number_format

register = template.Library()
NOTHING = "—"


@register.filter
def percent(share: float | None) -> str:
    """«90 %» of 0…1; a dash for None. The space does not break."""
    return NOTHING if share is None else f"{number_format(round(share * 100))}\u00a0%"


@register.filter
def mean_rating(rating: float | None) -> str:
    """«3,6»; a dash for None."""
    return NOTHING if rating is None else number_format(rating, 1)
