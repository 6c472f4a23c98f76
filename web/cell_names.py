"""What a reader knows cells of the map by: the house nearest to their middle, and where they lie on the map."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from geo import hexgrid
from geo.addresses.queries import nearest_addresses
from geo.types import HexCell

# How far a house may be to name a cell; the largest cells are wider.
NAMED_WITHIN_M = 3000.0
MAP_ZOOM = {6: 9, 7: 11, 8: 12, 9: 14, 10: 15, 11: 16}


def cell_names(cells: Sequence[HexCell]) -> list[str]:
    """In the order of the cells; of a cell without a house around its degrees. One query."""
    centres = [hexgrid.centre(cell) for cell in cells]
    named = nearest_addresses(centres, radius_m=NAMED_WITHIN_M) if centres else []
    return [
        _("around %(address)s") % {"address": address} if address else f"{centre.lat:.4f}, {centre.lon:.4f}"
        for address, centre in zip(named, centres, strict=True)
    ]


def map_of(cell: HexCell) -> str:
    """Zoom and middle of a cell for the address of a map."""
    centre = hexgrid.centre(cell)
    return f"#{MAP_ZOOM.get(cell.resolution, 8)}/{centre.lat:.5f}/{centre.lon:.5f}"
