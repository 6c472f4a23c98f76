"""Days as tables spell them; not times of day nor time zones."""

import re
from datetime import date
from functools import lru_cache

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
