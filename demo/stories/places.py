"""Where appeals are pinned: houses, container sites, streets, parks, with hot spots; plane metres."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from demo.organisations import BAD_COMPANY
from demo.town.frame import Array
from demo.town.layout import Town

Integers = NDArray[np.int64]
NO_HOUSE = -1


@dataclass(slots=True)
class Spots:
    """Candidate places of one habit: points, how often each is chosen, and the house each belongs to."""

    points: Array
    weights: Array
    houses: Integers
    spread_m: float

    def draw(self, rng: np.random.Generator, count: int) -> tuple[Array, Integers]:
        """Points (n, 2) and houses (n), hot spots more often; each pin a little aside."""
        share = np.cumsum(self.weights)
        picks = np.searchsorted(share, rng.random(count) * share[-1], side="right")
        picks = np.minimum(picks, len(self.points) - 1)
        return self.points[picks] + rng.normal(0, self.spread_m, (count, 2)), self.houses[picks]


class Gazetteer:
    """All places of a town by habit. company_of_house: −1 where nobody has a contract."""

    def __init__(self, rng: np.random.Generator, town: Town, company_of_house: Integers) -> None:
        self._rng, self._town = rng, town
        houses = town.houses
        shapes = np.array([house.shape for house in houses], dtype=object)
        self.homes = shapely.get_coordinates(shapely.point_on_surface(shapes))
        self._people = np.array([max(house.residents, 1) for house in houses], dtype=float)
        self._flats = np.array([house.kind in {"apartments", "tower", "house"} for house in houses])
        self._company = company_of_house
        self._tree = shapely.STRtree(np.asarray(shapely.points(self.homes)))
        self._spots = self._all()

    def spots(self, where: str) -> Spots:
        return self._spots.get(where) or self._spots["house"]

    def nearest_house(self, points: Array) -> Integers:
        """Index of the nearest house of each point."""
        return np.asarray(self._tree.nearest(shapely.points(points)), dtype=np.int64)

    def _all(self) -> dict[str, Spots]:
        town = self._town
        roads = self._along(
            {"primary": 5.0, "secondary": 3.0, "tertiary": 2.0, "residential": 1.0}, 25.0, hot=6
        )
        streets = self._along(
            {"primary": 2.0, "secondary": 2.0, "tertiary": 1.5, "residential": 1.0}, 30.0, hot=3, aside=8
        )
        parks = self._inside([park for _, park in town.terrain.parks], 40)
        edges = [face.shape.boundary for face in town.faces if face.use in {"private", "allotments"}]
        bank = [town.terrain.river.intersection(Point(town.centre).buffer(3_500)).boundary]
        works = [face.shape.boundary for face in town.faces if face.use == "industrial"]
        return {
            "house": self._houses(flats=6.0, private=0.35),
            "yard": self._houses(flats=4.0, private=0.15),
            "site": self._sites(),
            "road": roads,
            "street": streets,
            "crossing": self._crossings(),
            "park": parks,
            "stop": self._along({"primary": 4.0, "secondary": 2.0}, 450.0, hot=2, aside=11),
            "beach": self._inside([town.terrain.beach], 12),
            "cemetery": self._inside([town.terrain.cemetery], 10),
            "edge": self._on(edges, 90.0),
            "bank": self._on(bank, 120.0),
            "works": self._on(works, 130.0),
            "dump": self._on([*edges, town.terrain.railway], 260.0, hot=9),
            "school": self._named({"school", "kindergarten"}),
            "clinic": self._named({"hospital", "clinic"}),
        }

    def _hot(self, count: int, spots: int, heat: float) -> Array:
        """Uneven weights: log-normal, and a few places much worse than the rest."""
        weights: Array = self._rng.lognormal(0, 0.7, count)
        worst = self._rng.choice(count, min(spots, count), replace=False)
        weights[worst] *= heat * self._rng.uniform(0.6, 1.4, len(worst))
        return weights

    def _houses(self, flats: float, private: float) -> Spots:
        weights = np.sqrt(self._people) * np.where(self._flats, flats, private)
        weights *= np.where(self._company == BAD_COMPANY, 2.8, 1.0) * self._hot(len(weights), 14, 9.0)
        return Spots(self.homes, weights, np.arange(len(weights)), 5.0)

    def _sites(self) -> Spots:
        """Container sites: one for some four blocks of flats or forty small houses."""
        blocks = np.flatnonzero(self._flats)[::4]
        small = np.flatnonzero(~self._flats)[::40]
        chosen = np.concatenate([blocks, small])
        aside = self._rng.uniform(-28, 28, (len(chosen), 2))
        weights = self._hot(len(chosen), 10, 14.0) * np.where(self._flats[chosen], 3.0, 1.0)
        return Spots(self.homes[chosen] + aside, weights, np.full(len(chosen), NO_HOUSE), 4.0)

    def _along(self, kinds: dict[str, float], step_m: float, *, hot: int, aside: float = 1.5) -> Spots:
        """Points along streets; `hot` streets are notorious."""
        streets = [s for s in self._town.streets if s.kind in kinds and s.line.length > 80]
        points, weights = [], []
        fame = self._hot(len(streets), hot, 10.0)
        for street, known in zip(streets, fame, strict=True):
            marks = np.arange(step_m / 2, street.line.length, step_m)
            points.append(shapely.get_coordinates(street.line.interpolate(marks)))
            weights.append(np.full(len(marks), kinds[street.kind] * known))
        places = np.vstack(points)
        places += self._rng.normal(0, aside, places.shape)
        return Spots(
            places, self._hot(len(places), hot * 2, 8.0) * np.concatenate(weights), self._none(places), 3.0
        )

    def _crossings(self) -> Spots:
        lines = [s.line for s in self._town.streets if s.kind in {"primary", "secondary"}]
        others = [s.line for s in self._town.streets if s.kind in {"primary", "secondary", "tertiary"}]
        tree = shapely.STRtree(others)
        found = [lines[a].intersection(others[b]) for a, b in tree.query(lines, predicate="crosses").T]
        places = shapely.get_coordinates(
            [point for point in found if point.geom_type == "Point"] or [Point(self._town.centre)]
        )
        return Spots(places, self._hot(len(places), 3, 5.0), self._none(places), 9.0)

    def _inside(self, shapes: list[BaseGeometry], count: int) -> Spots:
        shape = shapely.union_all(shapes)
        west, south, east, north = shape.bounds
        tries = np.column_stack(
            [self._rng.uniform(west, east, count * 12), self._rng.uniform(south, north, count * 12)]
        )
        places = tries[shapely.contains_xy(shape, tries)][:count]
        if not len(places):
            places = shapely.get_coordinates(shape.representative_point())
        return Spots(places, self._hot(len(places), 3, 5.0), self._none(places), 6.0)

    def _on(self, lines: list[BaseGeometry], step_m: float, hot: int = 3) -> Spots:
        pieces = [part for line in lines for part in shapely.get_parts(line) if part.length > 1]
        reach = Point(self._town.centre).buffer(4_000)
        found = [
            shapely.get_coordinates(part.interpolate(np.arange(step_m / 3, part.length, step_m)))
            for part in pieces
        ]
        places = np.vstack([one for one in found if len(one)])
        places = (
            places[shapely.contains_xy(reach, places)] if shapely.contains_xy(reach, places).any() else places
        )
        return Spots(places, self._hot(len(places), hot, 12.0), self._none(places), 14.0)

    def _named(self, kinds: set[str]) -> Spots:
        chosen = np.array(
            [n for n, house in enumerate(self._town.houses) if house.kind in kinds], dtype=np.int64
        )
        if not len(chosen):
            return self._houses(1.0, 1.0)
        return Spots(self.homes[chosen], self._hot(len(chosen), 2, 4.0), chosen, 8.0)

    def _none(self, places: Array) -> Integers:
        return np.full(len(places), NO_HOUSE)
