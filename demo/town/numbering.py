"""House numbers: odd on the left, even on the right, from the centre outwards, buildings behind get «к2»."""

import numpy as np
import shapely

from demo.town.buildings import Building
from demo.town.network import Street


def number_houses(rng: np.random.Generator, streets: list[Street], buildings: list[Building]) -> None:
    """Gives every addressed building of a named street its number; those in yards go to the nearest front."""
    _join_yards(streets, buildings)
    groups: dict[tuple[int, str], list[Building]] = {}
    for building in buildings:
        if building.addressed and building.street >= 0 and building.along_m >= 0:
            street = streets[building.street]
            groups.setdefault((street.settlement, street.name), []).append(building)
    for fronts in groups.values():
        _number_street(rng, streets, fronts)
    _number_yards(buildings)


def _join_yards(streets: list[Street], buildings: list[Building]) -> None:
    """Buildings that front no street (-2) get the nearest named one, marked by a negative place along it."""
    named = [index for index, street in enumerate(streets) if street.name]
    inner = [building for building in buildings if building.street == -2]
    if not inner or not named:
        return
    tree = shapely.STRtree([streets[index].line for index in named])
    for building, hit in zip(inner, tree.nearest([b.shape.centroid for b in inner]), strict=True):
        building.street, building.along_m = named[int(hit)], -1.0


def _number_street(rng: np.random.Generator, streets: list[Street], fronts: list[Building]) -> None:
    pieces = sorted({building.street for building in fronts})
    start = streets[pieces[0]].line.coords[0]
    end = streets[pieces[-1]].line.coords[-1]
    outwards = bool(np.hypot(start[0], start[1]) <= np.hypot(end[0], end[1]))
    ranked = sorted(fronts, key=lambda b: (b.street, b.along_m), reverse=not outwards)
    last = {True: -1, False: 0}
    letters = {True: 0, False: 0}
    for building in ranked:
        side = building.left == outwards
        if last[side] > 0 and rng.random() < 0.045 and letters[side] < 2:
            letters[side] += 1
            building.number = f"{last[side]}{'АБ'[letters[side] - 1]}"
            continue
        last[side] += 2 if rng.random() > 0.04 else 4
        letters[side] = 0
        building.number = str(last[side])


def _number_yards(buildings: list[Building]) -> None:
    """A building in a yard is a корпус of the nearest front on its street, or of any front."""
    fronts = [b for b in buildings if b.number and b.number.isdigit()]
    inner = [b for b in buildings if b.addressed and b.street >= 0 and not b.number]
    if not fronts:
        return
    by_street: dict[int, list[Building]] = {}
    for front in fronts:
        by_street.setdefault(front.street, []).append(front)
    taken: dict[int, int] = {}
    for building in inner:
        near = by_street.get(building.street, fronts)
        centres = shapely.get_coordinates([front.shape.centroid for front in near])
        here = np.array(building.shape.centroid.coords[0])
        front = near[int(np.argmin(np.hypot(*(centres - here).T)))]
        taken[id(front)] = taken.get(id(front), 1) + 1
        building.street = front.street
        building.number = f"{front.number}к{taken[id(front)]}"
