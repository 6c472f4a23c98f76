"""Tables of who answers where; not how the choice is made (rules) nor how files are read (importing)."""

from typing import TYPE_CHECKING, Any

from territories.models.area import (
    Area,
    AreaQuerySet,
    Boundary,
    BoundaryQuerySet,
    BoundaryVersion,
    BoundaryVersionQuerySet,
    Collection,
)
from territories.models.container import ContainerSite, ContainerSiteQuerySet, DailyTemperature
from territories.models.drawing import Drawing
from territories.models.organisation import Authority, HouseContract, Organisation
from territories.models.piece import BorderLine, Piece
from territories.models.words import check_time_zone, held, not_over
from territories.models.zone import ServiceZone

if TYPE_CHECKING:
    # `tracked` puts them into this module.
    BoundaryVersionEvent: Any
    ContainerSiteEvent: Any
    ServiceZoneEvent: Any

__all__ = [
    "Area",
    "AreaQuerySet",
    "Authority",
    "BorderLine",
    "Boundary",
    "BoundaryQuerySet",
    "BoundaryVersion",
    "BoundaryVersionEvent",
    "BoundaryVersionQuerySet",
    "Collection",
    "ContainerSite",
    "ContainerSiteEvent",
    "ContainerSiteQuerySet",
    "DailyTemperature",
    "Drawing",
    "HouseContract",
    "Organisation",
    "Piece",
    "ServiceZone",
    "ServiceZoneEvent",
    "check_time_zone",
    "held",
    "not_over",
]
