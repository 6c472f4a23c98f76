"""Days as tables and people spell them; not times of day nor time zones."""

import re
from argparse import ArgumentTypeError
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

# Year first with any separator, or day first with dots, as Russian tables write it; a time may follow.
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


@lru_cache(maxsize=65_536)
def day_of(text: str) -> date | None:
    """2024-03-05, 2024.03.05 16:32 or 05.03.2024 as a day; None for anything else."""
    text = text.strip()
    if found := YEAR_FIRST.match(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.match(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_option(text: str) -> date:
    """The day that an option of a command names. Raises ArgumentTypeError, which the command shows."""
    day = day_of(text)
    if day is None:
        raise ArgumentTypeError(_("“%(text)s” is no day: write 2024-03-05 or 05.03.2024") % {"text": text})
    return day
