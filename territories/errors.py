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


class DrawingError(TerritoriesError):
    """What was drawn cannot be used. field: the input to blame, empty when there is none."""

    message = _("What was drawn cannot be used.")
    field = ""


class NoPolygonInText(DrawingError):
    """The text or file holds no polygon that can be read."""

    message = _("No polygon could be read: %(found)s. Paste GeoJSON or WKT of a Polygon or MultiPolygon.")
    field = "text"


class SeveralPolygons(DrawingError):
    """The file holds several features, or none."""

    message = _("The file holds %(count)s features: leave exactly one in it.")
    field = "text"


class NotDegreesInText(DrawingError):
    """The coordinates are not longitude and latitude."""

    message = _(
        "%(lon)s, %(lat)s are not degrees. Longitude comes first, then latitude; export the file in WGS 84 "
        "(EPSG:4326)."
    )
    field = "text"


class TooManyVertices(DrawingError):
    """More vertices than can be edited."""

    message = _(
        "%(count)s vertices are too many to edit: %(most)s at most. Use import_zones or import_areas."
    )
    field = "text"


class SavedMeanwhile(DrawingError):
    """The same drawing was saved in another window."""

    message = _(
        "This drawing was saved in another window in the meantime. Nothing of yours is lost: look at the other "
        "state, then save again to keep what stands here."
    )


class RedrawnMeanwhile(DrawingError):
    """What was drawn over was changed by somebody else."""

    message = _(
        "“%(name)s” was changed by somebody else after your drawing began. Look at what is in force now, then take "
        "it as the new basis or drop your drawing."
    )


class NotDrawn(DrawingError):
    """Grave faults are left."""

    message = _("“%(name)s” cannot be published yet: correct the faults of its polygon first.")


class DrawnExchanged(DrawingError):
    """The polygon lies outside every area, and inside with its axes exchanged."""

    message = _(
        "“%(name)s” lies outside the municipality, and inside it with longitude and latitude exchanged. Replace the "
        "polygon by one whose longitude comes first, then publish it."
    )


class NothingChanged(DrawingError):
    """The drawing is what is in force already."""

    message = _("“%(name)s” is exactly what is in force: there is nothing to publish.")


class DayIsPast(DrawingError):
    """Who answered yesterday stays as it was."""

    message = _("Choose today or a later day: who answered on %(day)s stays as it was.")
    field = "valid_from"


class BeforeItsBegin(DrawingError):
    """The zone begins later than the change would."""

    message = _("“%(name)s” begins on %(since)s: the change cannot begin earlier.")
    field = "valid_from"


class OrganisationClosed(DrawingError):
    """A closed organisation would answer again."""

    message = _("“%(name)s” is closed and answers for nothing. Open it again first, or drop the drawing.")


class StagedWaits(DrawingError):
    """An imported version waits, and would be lost."""

    message = _(
        "“%(collection)s” has version %(number)s staged by an import. Publish it (publish_areas) or import again "
        "first: a drawing must not replace it unseen."
    )


class AreaCodeTaken(DrawingError):
    """Another area of the collection has this code."""

    message = _("“%(collection)s” has an area with the code “%(code)s” of this kind already.")
    field = "code"


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


class AlreadyOver(TerritoriesError):
    """What has ended is not ended again."""

    message = _("It has ended already.")


class ContractTooEarly(TerritoriesError):
    """A contract may not begin before the one that it follows."""

    message = _("The house has a contract since %(since)s: a new one cannot begin before it.")


class SiteCodeTaken(TerritoriesError):
    """Another container site has this code."""

    message = _("There is a container site with the code “%(code)s” already.")
    field = "code"
