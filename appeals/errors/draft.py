"""What can be wrong with what somebody sends."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from appeals.errors.family import NotAllowed, Unacceptable


class NotYourArea(NotAllowed):
    """An operator of some areas writes down what lies in them only."""

    message = _(
        "This place lies outside the area whose calls you write down. "
        "Check the address; if it is right, pass the caller on to an operator of that area."
    )
    field = "location"


class UnknownTopic(Unacceptable):
    """No topic has this code."""

    message = _("Choose a topic from the list: there is no topic “%(code)s”.")
    field = "topic"


class TopicClosed(Unacceptable):
    """The topic is not offered for new appeals."""

    message = _("The topic “%(topic)s” is not offered any more. Choose another one.")
    field = "topic"


class WrongKind(Unacceptable):
    """The topic does not take this kind."""

    message = _("The topic “%(topic)s” does not take this kind of appeal.")
    field = "kind"


class NoText(Unacceptable):
    """The text is empty or too short to act on."""

    message = ngettext_lazy(
        "Describe the matter: at least %(limit)d character.",
        "Describe the matter: at least %(limit)d characters.",
        "limit",
    )
    field = "text"


class TextTooLong(Unacceptable):
    """The text is longer than allowed."""

    message = ngettext_lazy(
        "Please shorten the text to %(limit)d character.",
        "Please shorten the text to %(limit)d characters.",
        "limit",
    )
    field = "text"


class NoPlace(Unacceptable):
    """Neither a point nor an address that resolves."""

    message = _("Choose a house or put a point on the map.")
    field = "location"


class AxesSwapped(Unacceptable):
    """The point lies outside every area, and its swap inside one."""

    message = _("Longitude and latitude seem to be swapped: the point lies outside every area.")
    field = "location"


class NoCoordinates(Unacceptable):
    """A coordinate is exactly zero, and no area lies there: a program filled in what it did not know."""

    message = _(
        "A longitude or latitude of 0 is no place of ours: the coordinates were not filled in. "
        "Put a point on the map, or name the street and the house."
    )
    field = "location"


class UnknownAddress(Unacceptable):
    """The address resolves to no place."""

    message = _("We did not find “%(address)s”. Check the street and the house, or put a point on the map.")
    field = "address"


class AddressTooLong(Unacceptable):
    """The address is longer than allowed."""

    message = _("The address is too long.")
    field = "address"


class UnknownHouse(Unacceptable):
    """The chosen house does not exist."""

    message = _("The chosen house is not known. Choose it from the list again.")
    field = "house_id"


class WrongEmail(Unacceptable):
    """The e-mail address is not one."""

    message = _("Check the e-mail address, or leave it empty.")
    field = "author_email"


class WrongPhone(Unacceptable):
    """The phone number is not one."""

    message = _("Check the phone number, or leave it empty.")
    field = "author_phone"


class NameTooLong(Unacceptable):
    """The name is longer than allowed."""

    message = _("The name is too long.")
    field = "author_name"


class KeyTaken(Unacceptable):
    """The client's key belongs to an appeal of other content or of somebody else."""

    message = _("This form was sent already. Open it anew to send another appeal.")
    field = "client_key"


class NotProved(Unacceptable):
    """The form looks as if a program had filled it in, and no proof came with it."""

    message = _(
        "It looks as if a program had filled in the form. Nothing is lost: let the browser check it below, "
        "then send it again."
    )


class TooManyDrafts(Unacceptable):
    """The account keeps as many drafts as it may."""

    message = ngettext_lazy(
        "You keep %(limit)d draft already. Delete one in “My appeals” to keep this one.",
        "You keep %(limit)d drafts already. Delete one in “My appeals” to keep this one.",
        "limit",
    )


class NotFormal(Unacceptable):
    """Only what an operator writes down from a paper or for a visitor is formal."""

    message = _("A formal appeal is written down by an operator, from a paper or for a visitor.")
    field = "track"


class NoAuthor(Unacceptable):
    """A formal appeal without its author's name."""

    message = _("A formal appeal names its author.")
    field = "author_name"


class NoWayToAnswer(Unacceptable):
    """A formal appeal without a phone and an e-mail of its author."""

    message = _(
        "A formal appeal needs the author's phone or e-mail: the answer and any extension are told there."
    )
    field = "author_phone"
