"""The five families of errors; not the single things that go wrong."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class AppealError(ValueError):
    """The appeal does not allow this. field: the input to blame, empty when there is none."""

    message: Any = _("This cannot be done with the appeal.")
    field = ""

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(str(self.message % params if params else self.message))


class Unacceptable(AppealError):
    """What was sent cannot be used."""

    message = _("Please check what you entered.")


class NotAllowed(AppealError):
    """The actor may not do this."""

    message = _("You may not do this.")


class WrongState(AppealError):
    """Not possible in the present state. params: action and state, for programs."""

    message = _("This step is not possible now: the appeal stands elsewhere. Reload the page.")


class NotFound(AppealError):
    """No such thing, or not visible to the actor: both look alike."""

    message = _("There is no such appeal.")


class TooMany(AppealError):
    """Sent too often. wait: seconds until the next attempt may pass."""

    message = ngettext_lazy(
        "This was sent too often. Try again in %(minutes)d minute.",
        "This was sent too often. Try again in %(minutes)d minutes.",
        "minutes",
    )

    def __init__(self, *, wait: int) -> None:
        self.wait = wait
        super().__init__(minutes=max(1, -(-wait // 60)))
