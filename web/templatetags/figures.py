"""Filters that write figures: shares and ratings; not their counting."""

from django import template
from django.utils.translation import gettext as _

from analytics import numbers

register = template.Library()
NOTHING = "—"
# Borders cut cells: of a hundred one may lie outside.
_NEARLY_ALL = 0.99


@register.filter
def percent(share: float | None) -> str:
    """«90 %» of 0…1; a dash for None. The space does not break."""
    return NOTHING if share is None else numbers.percent(share)


@register.filter
def residents_known(share: float) -> str:
    """«жители известны на 62 % территории» of 0…1; empty where they are known on all of it."""
    if share > _NEARLY_ALL:
        return ""
    # Rounded up 99.6 % would be all of it, and 49.6 % enough for a rate.
    told = numbers.percent(int(share * 100) / 100)
    return _("residents known on %(share)s of the ground") % {"share": told}


@register.filter
def mean_rating(rating: float | None) -> str:
    """«3,6»; a dash for None."""
    return NOTHING if rating is None else numbers.rounded(rating, 1)
