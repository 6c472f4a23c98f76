"""What can go wrong with territories; each class's message says it to a person."""

from django.utils.translation import gettext_lazy as _

from geo.errors import GeoError


class TerritoriesError(GeoError):
    """The territories do not allow this."""

    message = _("The territories do not allow this.")


class NothingToStage(TerritoriesError):
    """A set of boundaries without a single area."""

    message = _("The set “%(collection)s” holds no area.")


class DuplicateArea(TerritoriesError):
    """Two areas of one set claim the same code."""

    message = _("The code “%(code)s” of kind “%(kind)s” stands twice: “%(name)s” and “%(other)s”.")


class NotAPolygon(TerritoriesError):
    """A boundary must be an area."""

    message = _("“%(name)s” has no polygon: %(found)s.")


class UnknownParent(TerritoriesError):
    """The area above is not known."""

    message = _("“%(name)s” names the parent “%(parent)s”, which no area has for its code.")


class ParentCircle(TerritoriesError):
    """An area lies above itself."""

    message = _("“%(name)s” would lie above itself.")


class UnknownCollection(TerritoriesError):
    """No such set of boundaries."""

    message = _("There is no set of boundaries “%(collection)s”; known: %(known)s.")


class NotStaged(TerritoriesError):
    """Only a staged version can be published."""

    message = _("Version %(number)s of “%(collection)s” is not staged: it cannot be published.")


class PublishedTooEarly(TerritoriesError):
    """A version may not begin before the one it follows."""

    message = _(
        "“%(collection)s” has a version in force since %(since)s: a new one cannot begin on %(given)s."
    )


class UnknownArea(TerritoriesError):
    """No area has that code or name."""

    message = _("There is no area “%(area)s”.")


class AmbiguousArea(TerritoriesError):
    """Several areas have that code or name."""

    message = _("Several areas are called “%(area)s”: %(found)s. Write collection/code.")


class UnknownCode(TerritoriesError):
    """A topic or category that the catalogue does not know."""

    message = _("The catalogue has no code “%(code)s”. Near it: %(near)s.")


class NameTaken(TerritoriesError):
    """Another spelling of an organisation that is in the register."""

    message = _("“%(name)s” is in the register already.")


class InnTaken(TerritoriesError):
    """Another organisation has this ИНН."""

    message = _("This ИНН belongs to “%(name)s”.")


class OrganisationCircle(TerritoriesError):
    """An organisation above itself."""

    message = _("It would stand above itself.")


class AuthorityTaken(TerritoriesError):
    """The same organisation is the authority of the area already."""

    message = _("It is the authority of this area on some of these days already.")


class EndsBeforeStart(TerritoriesError):
    """The last day lies before the first."""

    message = _("It would end before it begins.")


class AuthorityConflict(TerritoriesError):
    """Others answer for the same; it can be meant."""

    message = _(
        "Others answer for the same there: %(names)s. The newer goes before the older; of those that begin on the same"
        " day none does, and a person has to choose. Save again if that is meant."
    )


class AddressNotFound(TerritoriesError):
    """No house has this address."""

    message = _("There is no house at this address. Choose one from the suggestions.")


class ContractKnown(TerritoriesError):
    """The company manages the house already."""

    message = _("The company has a contract for this house already.")


class ContractTooEarly(TerritoriesError):
    """A contract may not begin before the one that it follows."""

    message = _("The house has a contract since %(since)s: a new one cannot begin before it.")
