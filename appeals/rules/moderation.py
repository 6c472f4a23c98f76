"""How long moderation may take and what is left of it: pure; not who moderates.

Source: rules of the state feedback platform; 48 hours, unverified.
"""

from datetime import datetime, timedelta

MODERATION = timedelta(hours=48)


def time_left(submitted_at: datetime, now: datetime) -> timedelta:
    """What is left of the time for checking an appeal; negative when it is over."""
    return submitted_at + MODERATION - now
