"""Filters of the pages of notices."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def duration(seconds: float) -> str:
    """«12 с», «4 мин», «3 ч», «2 дн.»: as exact as a glance needs."""
    whole = int(seconds)
    for unit_s, words in (
        (86_400, gettext("%(count)d d")),
        (3600, gettext("%(count)d h")),
        (60, gettext("%(count)d min")),
    ):
        if whole >= unit_s:
            return words % {"count": whole // unit_s}
    return gettext("%(count)d s") % {"count": whole}
