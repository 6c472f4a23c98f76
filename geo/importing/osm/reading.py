"""OSM files (.osm, .osm.gz, .osm.bz2, .osm.pbf) as tagged shapes in EPSG:4326; not what the tags mean."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import UnreadableFile

# Where negative ids are moved to: above every id that OSM has given.
FAR = 1 << 40


class Shape(StrEnum):
    NODE = "n"
    WAY = "w"
    AREA = "a"


@dataclass(frozen=True, slots=True)
class OsmThing:
    """A tagged object. id: `n1`, `w1` or `r1`, of the object that was drawn (an area keeps its way's or relation's).

    A closed way comes twice, as WAY and as AREA: its tags say which of them is meant.
    """

    shape: Shape
    id: str
    tags: dict[str, str]
    geometry: BaseGeometry


@dataclass(slots=True)
class OsmFile:
    """What was read and what could not be drawn, which is usual where an extract was cut."""

    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    ways_cut: int = 0
    relations_cut: int = 0

    def things(self) -> Iterator[OsmThing]:
        """Every tagged object that can be drawn: nodes, ways, areas. Raises UnreadableFile.

        A file that is not sorted by type and id is sorted into a temporary one first.
        """
        try:
            if is_sorted(self.path):
                yield from self._things(self.path)
                return
            with TemporaryDirectory() as folder:
                yield from self._things(_sorted_copy(self.path, Path(folder)))
        except (RuntimeError, OSError) as problem:
            raise UnreadableFile(path=self.path, why=problem) from problem

    def _things(self, path: Path) -> Iterator[OsmThing]:
        maker = osmium.geom.WKBFactory()
        areal: set[int] = set()
        drawn: set[int] = set()
        processor = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.EmptyTagFilter())
        entry: Any
        for entry in processor:
            if entry.is_relation():
                self.counts["relations"] += 1
                if entry.tags.get("type") in {"multipolygon", "boundary"}:
                    areal.add(entry.id)
                continue
            if entry.is_area() and not entry.from_way():
                drawn.add(entry.orig_id())
            thing = self._thing(entry, maker)
            if thing is not None:
                yield thing
        self.relations_cut = len(areal - drawn)

    def _thing(self, entry: Any, maker: Any) -> OsmThing | None:
        tags = {tag.k: tag.v for tag in entry.tags}
        try:
            if entry.is_node():
                self.counts["nodes"] += 1
                return OsmThing(Shape.NODE, f"n{_own(entry.id)}", tags, shapely.Point(entry.lon, entry.lat))
            if entry.is_way():
                self.counts["ways"] += 1
                return OsmThing(Shape.WAY, f"w{_own(entry.id)}", tags, _shape(maker.create_linestring(entry)))
            self.counts["areas"] += 1
            kind = "w" if entry.from_way() else "r"
            area = _shape(maker.create_multipolygon(entry))
            return OsmThing(Shape.AREA, f"{kind}{_own(entry.orig_id())}", tags, _single(area))
        except (RuntimeError, osmium.InvalidLocationError, shapely.errors.GEOSException):
            # Nodes outside the extract, or fewer than two places: nothing to draw.
            self.ways_cut += 1
            return None


def is_sorted(path: Path) -> bool:
    """Whether nodes stand before ways before relations, each once, by positive id: what one pass needs."""
    order = {"n": 0, "w": 1, "r": 2}
    before = (0, 0)
    for entry in osmium.FileProcessor(str(path)):
        place = (order[entry.type_str()], entry.id)
        if place <= before or entry.id < 0:
            return False
        before = place
    return True


def _sorted_copy(path: Path, folder: Path) -> Path:
    """The file sorted, the newest version of each object only, negative ids moved to the far end."""
    moved, copy = folder / "moved.osm.pbf", folder / "sorted.osm.pbf"
    with osmium.SimpleWriter(str(moved)) as writer:
        for entry in osmium.FileProcessor(str(path)):
            _write_moved(writer, entry)
    reader = osmium.MergeInputReader()
    reader.add_file(str(moved))
    with osmium.SimpleWriter(str(copy)) as writer:
        reader.apply(writer)
    return copy


def _write_moved(writer: Any, entry: Any) -> None:
    number = _positive(entry.id)
    if entry.is_node():
        writer.add_node(entry.replace(id=number))
    elif entry.is_way():
        writer.add_way(entry.replace(id=number, nodes=[_positive(node.ref) for node in entry.nodes]))
    else:
        members = [(member.type, _positive(member.ref), member.role) for member in entry.members]
        writer.add_relation(entry.replace(id=number, members=members))


def _positive(number: int) -> int:
    """The store of locations knows no negative ids, which editors give to new objects."""
    return number if number >= 0 else FAR - number


def _own(number: int) -> int:
    return number if number < FAR else FAR - number


def _shape(hexed: str) -> BaseGeometry:
    return shapely.from_wkb(hexed)


def _single(area: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(area)
    return parts[0] if len(parts) == 1 else area
