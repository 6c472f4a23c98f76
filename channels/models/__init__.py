"""Tables of notices, one file per noun: notice, preference, subscription, sweep; not business steps."""

from channels.models.notice import Mute, Notice
from channels.models.preference import Preference
from channels.models.subscription import Subscription
from channels.models.sweep import Sweep

__all__ = ["Mute", "Notice", "Preference", "Subscription", "Sweep"]
