"""Words and values of territories: kinds, rules, candidates and the decision; no database."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shapely.geometry.base import BaseGeometry


class VersionState(StrEnum):
    STAGED = "staged"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class OrganisationKind(StrEnum):
    AUTHORITY = "authority"
    DEPARTMENT = "department"
    MANAGEMENT_COMPANY = "management_company"
    RESOURCE_SUPPLIER = "resource_supplier"
    WASTE_OPERATOR = "waste_operator"
    ROAD_SERVICE = "road_service"
    CONTRACTOR = "contractor"
    OTHER = "other"


class TopicScope(StrEnum):
    """What a topic is about; house and yard topics belong to the building's management contract."""

    HOUSE = "house"
    YARD = "yard"
    STREET = "street"
    ROAD = "road"
    AREA = "area"


class ZoneBasis(StrEnum):
    POLYGON = "polygon"
    AREAS = "areas"
    HOUSES = "houses"
    ASSET = "asset"


class Rule(StrEnum):
    """Which of DOMAIN's steps named the executor, most specific first."""

    HOUSE_CONTRACT = "house_contract"
    ZONE = "zone"
    ASSET = "asset"
    AUTHORITY = "authority"
    MANUAL = "manual"


class ManualReason(StrEnum):
    """Why nobody was chosen: «Выбор администрации по адресу»."""

    NOBODY = "nobody"
    TIE = "tie"
    SHARED = "shared"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class TopicRef:
    """What assignment needs to know of a topic. Empty codes: no topic named, only untopical zones answer."""

    code: str = ""
    category: str = ""
    scope: TopicScope = TopicScope.STREET


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a file or a generator gives it. geometry: polygon or multipolygon, EPSG:4326, lon/lat.

    parent_code: code of an area of the same set, or of the collection named by parent_collection.
    """

    kind: str
    code: str
    name: str
    geometry: BaseGeometry
    oktmo: str = ""
    parent_code: str = ""
    parent_collection: str = ""


@dataclass(frozen=True, slots=True)
class AreaHit:
    """An area that covers the point, smallest first in lists. border_m: metres from there to its border."""

    area_id: int
    code: str
    name: str
    kind: str
    collection: str
    version_id: int
    area_m2: float
    border_m: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may answer. covers: False for a neighbour whose border is near (border_m metres)."""

    rule: Rule
    organisation_id: int
    organisation: str
    covers: bool
    border_m: float
    size_m2: float
    since: date | None
    specificity: int
    shared: bool = False
    area_id: int | None = None
    zone_id: int | None = None
    house_id: int | None = None
    version_id: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and its explanation. organisation_id None: manual choice, for `manual_reason`."""

    rule: Rule
    organisation_id: int | None
    chosen: Candidate | None
    runner_up: Candidate | None
    ambiguous: bool
    border_m: float | None
    areas: tuple[AreaHit, ...] = ()
    manual_reason: ManualReason | None = None
    tied: tuple[Candidate, ...] = field(default=())
    house_id: int | None = None

    @property
    def area_id(self) -> int | None:
        """Smallest area that covers the point."""
        return self.areas[0].area_id if self.areas else None

    @property
    def version_id(self) -> int | None:
        """Boundary version that the answer rests on."""
        if self.chosen and self.chosen.version_id:
            return self.chosen.version_id
        return self.areas[0].version_id if self.areas else None
