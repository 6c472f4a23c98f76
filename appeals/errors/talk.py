"""What can be wrong with supports and comments."""

from django.utils.translation import gettext_lazy as _

from appeals.errors.family import NotFound, TooMany, WrongState


class OwnAppeal(WrongState):
    """The author supports the own appeal."""

    message = _("This is your own appeal: it counts already.")


class NotSupportable(WrongState):
    """Only a published appeal that waits for an answer can be supported."""

    message = _("This appeal cannot be supported any more.")


class SupportedHere(TooMany):
    """Somebody who has not signed in supported the appeal from this address a while ago."""

    message = _(
        "This appeal has been supported from your address already. "
        "If it was not you, sign in: then your support counts as well."
    )


class UnknownComment(NotFound):
    """No such comment waits for a decision."""

    message = _("There is no such comment.")


class NotCommentable(WrongState):
    """Comments are closed: not published, of a topic without comments, or switched off."""

    message = _("This appeal cannot be commented on.")
