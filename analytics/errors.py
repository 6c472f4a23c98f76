"""What can go wrong with analytics; each class's message says it to a person."""

from django.utils.translation import gettext_lazy as _

from geo.errors import ImportProblem


class NoYear(ImportProblem):
    """A number without a year is no statistic."""

    message = _(
        "No column tells the year: name one with --period-field, or the year of the whole file with --year."
    )


class TooManyCells(ImportProblem):
    """An even spread over a continent is no knowledge, only rows."""

    message = _(
        "The areas with a population of %(year)s have some %(cells)s cells, more than %(most)s:"
        " import only that of the areas that you serve."
    )
