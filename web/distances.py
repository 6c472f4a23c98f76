"""Distances in words, for templates and for answers to scripts; measuring is the database's."""

from django.utils.translation import gettext

from analytics.numbers import rounded


def metres(value: float) -> str:
    """Distance on the ground: «120 м», «1,4 км»; spaces do not break."""
    if value < 995:
        step = 1 if value < 100 else 10
        return gettext("%(number)s m") % {"number": int(round(value / step) * step)}
    shown = rounded(value / 1000, 1 if value < 9_950 else 0)
    return gettext("%(number)s km") % {"number": shown}


def away(value: float) -> str:
    """How far an appeal is; two of one house, or two homes told by the same cell, stand at the same place."""
    return gettext("same place") if value < 1 else metres(value)
