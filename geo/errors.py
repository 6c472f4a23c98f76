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
