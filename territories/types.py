"""Words and values of territories: kinds, rules, candidates and the decision; no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf

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


class WasteKind(StrEnum):
    """What a container site takes: unsorted household waste, bulky waste, waste sorted at home."""

    MIXED = "mixed"
    BULKY = "bulky"
    SEPARATE = "separate"


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


# Kinds of areas are open words; one that holds any of these is drawn for one purpose, across the administrative tree.
SPECIAL_PURPOSE = frozenset(
    "precinct uik electoral election polling voting constituency"
    " census postal postcode zip school catchment police".split()
)


def is_administrative(kind: str) -> bool:
    """Whether a kind of areas (`district`, `electoral-precinct`) is a level of administration, which names a place."""
    return SPECIAL_PURPOSE.isdisjoint(kind.lower().replace("-", "_").split("_"))


@dataclass(frozen=True, slots=True)
class KnownArea:
    """What is known of an area whatever the pin. area_m2: the smallest size it was published with, square metres."""

    area_id: int
    kind: str
    area_m2: float


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
    covers: bool = True

    @property
    def layer(self) -> str:
        """Areas of one layer are neighbours, areas of different layers lie in each other."""
        return f"{self.collection}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may answer here. topics and categories: what for; both empty: for everything.

    covers: False for a neighbour whose border is merely near. border_m: metres to the border of the polygon
    (to the asset itself for an asset), infinite where no polygon stands behind it. since: newer goes before
    older. layer: candidates of one layer are neighbours. specificity is filled in by the rule: 2 the topic is
    named, 1 its category, 0 neither.
    """

    rule: Rule
    organisation_id: int
    organisation: str
    covers: bool = True
    border_m: float = inf
    size_m2: float = 0.0
    since: date | None = None
    specificity: int = 0
    shared: bool = False
    area_id: int | None = None
    zone_id: int | None = None
    house_id: int | None = None
    version_id: int | None = None
    label: str = ""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """All that is known of a pin before the topic is asked: the way it was fetched does not show.

    areas: those that cover it and those whose border is near. house_id: the house chosen, else the nearest.
    """

    areas: tuple[AreaHit, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    house_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and its explanation. organisation_id None: manual choice, for `manual_reason`.

    areas: covering, smallest first. border_m: metres to the border of the polygon that the answer rests on,
    that of the area which names the place where it rests on none. tied: who could not be told apart. neighbours:
    areas that are merely near, nearest first.
    """

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
    neighbours: tuple[AreaHit, ...] = ()

    @property
    def area(self) -> AreaHit | None:
        """Smallest administrative area that covers the point: the one that names the place."""
        return next(_administrative(self.areas), None)

    @property
    def area_id(self) -> int | None:
        """Smallest area of any kind that covers the point."""
        return self.areas[0].area_id if self.areas else None

    @property
    def version_id(self) -> int | None:
        """Boundary version that the answer rests on, else that of the area which names the place."""
        if self.chosen and self.chosen.version_id:
            return self.chosen.version_id
        named = naming(self.areas)
        return named.version_id if named else None


def naming(areas: Sequence[AreaHit]) -> AreaHit | None:
    """The area that a place without a polygon of its own is told by: its administrative one, else the smallest.

    areas: covering, smallest first. A precinct is smaller than its district, but no answer rests on it.
    """
    return next(_administrative(areas), areas[0] if areas else None)


def _administrative(areas: Iterable[AreaHit]) -> Iterator[AreaHit]:
    return (hit for hit in areas if is_administrative(hit.kind))


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as a file names it; empty fields say nothing. parent: a name or an ИНН."""

    name: str
    kind: OrganisationKind | None = None
    inn: str = ""
    email: str = ""
    phone: str = ""
    site: str = ""
