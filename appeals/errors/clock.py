"""What can be wrong with a deadline or a day off."""

from django.utils.translation import gettext_lazy as _

from appeals.errors.family import Unacceptable


class DeadlineInThePast(Unacceptable):
    """What has been counted by a row stays counted so: a new row begins today at the earliest."""

    message = _("A new deadline begins today at the earliest: what was sent before keeps its own.")
    field = "valid_from"


class DeadlineStands(Unacceptable):
    """Another row for the same begins on that day."""

    message = _("A deadline for the same begins on that day already. Choose a later day.")
    field = "valid_from"


class LongerThanLaw(Unacceptable):
    """The law allows less."""

    message = _("Federal Law 59-FZ allows less, and counts in calendar days.")
    field = "number"


class DayNoted(Unacceptable):
    """The day has an exception already."""

    message = _("This day is noted already.")
    field = "day"


class DayAsItIs(Unacceptable):
    """The calendar says the same."""

    message = _("The production calendar says the same of this day.")
    field = "is_working"
