"""What can go wrong with figures over many appeals; no HTTP status stands here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from geo.errors import ImportProblem


class AnalyticsError(ValueError):
    """A figure cannot be told."""

    message: Any = _("These figures cannot be counted.")

    def __init__(self) -> None:
        super().__init__(str(self.message))


class Busy(AnalyticsError):
    """Others' figures are being counted. wait: seconds after which to try again."""

    message = _("Other hot spots are being counted just now: try again in some seconds.")
    wait = 5


class TookTooLong(AnalyticsError):
    """The count was given up."""

    message = _("These hot spots take too long: choose larger cells or a smaller place.")


class NotOwn(AnalyticsError):
    """These figures are an executor's own, and the viewer does not work there."""

    message = _("These figures are for the people of this organisation only.")


class NoSubject(AnalyticsError):
    """What a report is asked for does not exist."""

    message = _("There is no such organisation or area.")


class AtWork(RuntimeError):
    """Another worker makes this export; it is looked at again later."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


class OpenFolder(RuntimeError):
    """METKA_MARKS_EXPORT_ROOT lies where files are served to everybody: choose a folder outside."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


class NotInExport(RuntimeError):
    """An export of marks does not hold what this filter asks for: texts, drawn polygons, or whose work it is."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


class ExportUnreadable(RuntimeError):
    """There is no export of marks at an address, or what reads it is not installed."""


class NoYear(ImportProblem):
    """A number without a year is no statistic."""

    message = _(
        "No column tells the year: name one with --period-field, or the year of the whole file with --year."
    )


class PopulationInOtherUnit(ImportProblem):
    """Thousands of people taken as people make every rate per 1,000 residents a thousand times too high."""

    message = _(
        "The population is counted in people, not in “%(unit)s”: give whole numbers of people, without --unit."
    )


class TooManyCells(ImportProblem):
    """An even spread over a continent is no knowledge, only rows."""

    message = _(
        "The areas with a population of %(year)s have some %(cells)s cells, more than %(most)s:"
        " import only that of the areas that you serve."
    )
