"""What can go wrong with tiles; each class's docstring is its message."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class TileError(ValueError):
    """There is no such tile."""

    message: Any = _("There is no such tile.")

    def __init__(self) -> None:
        super().__init__(str(self.message))


class UnknownLayer(TileError):
    """There is no such layer."""

    message = _("There is no such layer: basemap, areas, zones, appeals and hexbins are known.")


class OutsideZoom(TileError):
    """The layer has no tiles at this zoom."""

    message = _("The layer has no tiles at this zoom.")


class UnknownStyle(TileError):
    """There is no such style."""

    message = _("There is no such style: light and dark are known.")


class StyleNotBuilt(TileError):
    """The style has not been built: run the front end's build."""

    message = _("The style has not been built: run the front end's build.")
