"""What can go wrong with notices and alerts: one class per thing; no HTTP status stands here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ChannelError(ValueError):
    """The alert or notice does not allow this. field: the input to blame, empty when there is none."""

    message: Any = _("This cannot be done.")
    field = ""

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(str(self.message % params if params else self.message))


class NotDelivered(Exception):
    """No mail server took the letter yet; it is tried again. wait_s: after so many seconds."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(f"not delivered, again in {wait_s} s")


class NoPlace(ChannelError):
    """Neither area, circle nor polygon."""

    message = _("Choose a district, or an address with a radius, or draw an area.")
    field = "address"


class UnknownAddress(ChannelError):
    """The address resolves to no place."""

    message = _("We did not find “%(address)s”. Check the street and the house.")
    field = "address"


class UnknownArea(ChannelError):
    """No area has this id."""

    message = _("Choose a district from the list.")
    field = "area"


class WrongRadius(ChannelError):
    """The radius is out of its limits."""

    message = _("A radius from %(least)d to %(most)d metres.")
    field = "radius_m"


class WrongPolygon(ChannelError):
    """What was drawn is no simple polygon, or too large."""

    message = _("Draw an area whose edges do not cross, with at most %(most)d corners.")
    field = "polygon"


class WrongAddress(ChannelError):
    """Not an e-mail address."""

    message = _("Check the e-mail address.")
    field = "email"


class UnknownTopics(ChannelError):
    """A topic or category that the catalogue lacks."""

    message = _("Choose topics from the list.")
    field = "about"


class NotYourOrganisation(ChannelError):
    """Alerts on what an organisation gets are for those who work there."""

    message = _("Choose an organisation that you work for.")
    field = "organisation"


class TooManyAlerts(ChannelError):
    """One person has enough of them."""

    message = ngettext_lazy(
        "You have %(most)d alert already. End it first.",
        "You have %(most)d alerts already. End one of them first.",
        "most",
    )
