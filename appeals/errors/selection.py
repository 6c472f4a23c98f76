"""What can be wrong with a filter, or with what it is shown by."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from appeals.errors.family import AppealError, Unacceptable


class TooManyFilters(Unacceptable):
    """As many filters are saved as one may."""

    message = ngettext_lazy(
        "At most %(limit)d filter can be saved. Remove one first.",
        "At most %(limit)d filters can be saved. Remove one first.",
        "limit",
    )
    field = "name"


class InvalidFilter(Unacceptable):
    """A parameter of the filter cannot be used; `field` and `parameter` name it."""

    message = _("This value of the filter cannot be used.")

    def __init__(self, parameter: str, message: Any = None, **params: Any) -> None:
        self.parameter = self.field = parameter
        self.message = message or self.message
        super().__init__(**params)


class AssetsNotBuilt(AppealError):
    """A file of the front end is missing: run its build."""

    message = _("The file %(name)s of the front end is missing: run its build (make run does).")
