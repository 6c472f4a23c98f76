"""What can go wrong with places; each class's docstring is its message."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class GeoError(ValueError):
    """The place cannot be used."""

    message: Any = _("The place cannot be used.")

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(str(self.message) % params if params else str(self.message))


class OutOfWorld(GeoError):
    """The coordinates lie outside the world: longitude is -180…180, latitude -90…90."""

    message = _("The coordinates lie outside the world: longitude is -180…180, latitude -90…90.")


class OutOfGrid(GeoError):
    """There is no such tile: z is 0…22, x and y are below 2^z."""

    message = _("There is no such tile: z is 0…22, x and y are below 2^z.")


class ImportProblem(GeoError):
    """The file cannot be imported."""

    message = _("The file cannot be imported.")


class UnreadableFile(ImportProblem):
    """The file cannot be read."""

    message = _("%(path)s cannot be read: %(why)s")


class UnknownFormat(ImportProblem):
    """No reader knows this kind of file."""

    message = _(
        "%(path)s is of no known kind: CSV, GeoJSON, GeoPackage, Shapefile (also zipped), Parquet and spreadsheets "
        "(xlsx, ods) can be read."
    )


class MissingCrs(ImportProblem):
    """Nothing says which coordinate system the file uses."""

    message = _("%(path)s does not say which coordinate system it uses: name it with --srid.")


class NotDegrees(ImportProblem):
    """The coordinates are not degrees, though the file says nothing else."""

    message = _("The coordinates of %(path)s are not degrees: name their coordinate system with --srid.")


class NotMetres(ImportProblem):
    """The coordinates are degrees, though the file or the command says metres."""

    message = _(
        "The coordinates of %(path)s look like degrees, not like those of %(crs)s: leave --srid out, or write "
        "--srid 4326."
    )


class UnknownLayer(ImportProblem):
    """The file has no such layer."""

    message = _("%(path)s has no layer “%(layer)s”. Its layers: %(layers)s.")


class UnwritableFile(ImportProblem):
    """The file cannot be written."""

    message = _("%(path)s cannot be written: %(why)s")


class UnknownSrid(ImportProblem):
    """There is no coordinate system of this number."""

    message = _("There is no coordinate system EPSG:%(srid)s.")


class MissingField(ImportProblem):
    """The file has no such field."""

    message = _("The file has no field “%(field)s”. Its fields: %(fields)s.")


class ChangedMeanwhile(GeoError):
    """Another person changed the same; the parameter `stamp` is that of the row as it is now."""

    message = _(
        "Somebody else has changed this while you were writing. What you typed is still here: compare it with what"
        " is stored now, and save again if yours is to stand."
    )
