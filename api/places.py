"""Places that are surely a mistake, noticed by the areas we know; not geometry of its own."""

from datetime import date

from appeals.services.places import refuse_mistaken
from geo.types import LonLat
from territories.queries import areas_covering


def lies_outside(point: LonLat, *, on: date) -> bool:
    """Whether no area in force on the day covers the point. Raises as `refuse_mistaken`."""
    if areas_covering(point, on=on):
        return False
    refuse_mistaken(point, on=on)
    return True
