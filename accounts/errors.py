"""What can go wrong with people and memberships; each says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    """Base of this floor's errors; `field` names the field of a form that it belongs to."""

    message: str | Promise = ""

    def __init__(self, field: str = "") -> None:
        super().__init__(str(self.message))
        self.field = field


class NotAdministrator(AccountError):
    message = _("Only administrators manage the staff.")


class PlaceMissing(AccountError):
    message = _("This role needs it: say where the person works.")


class InvitationOver(AccountError):
    message = _("This invitation has been used or is too old. Ask the administrator for a new one.")


class MembershipOver(AccountError):
    message = _("This membership has ended already.")


class ConsentMissing(AccountError):
    """A resident tells of themselves what is kept with their consent only."""

    message = _("First tick the first consent below and save it: without it we keep only your e-mail.")


class AddressTaken(AccountError):
    message = _("Another account has this address.")
