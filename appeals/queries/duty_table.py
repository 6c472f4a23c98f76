"""Who answers for which topic in which area, as a table over the catalogue; how a cell comes about is territories'."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from appeals.models import Category, Topic
from territories.matrix.cells import Cell, CellState
from territories.matrix.reading import Level, matrix
from territories.models import Area
from territories.types import TopicRef, TopicScope

# States that an administrator can do something about.
OPEN = (CellState.HOLE, CellState.PARTLY, CellState.MANUAL)


@dataclass(frozen=True, slots=True)
class Named:
    """An area and its present name."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A topic with its cells, in the order of the areas."""

    topic: Topic
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A category with the lines of its topics."""

    category: Category
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DutyTable:
    """Columns and lines of the matrix, by category."""

    areas: tuple[Named, ...]
    groups: tuple[Group, ...]

    def count(self, state: CellState) -> int:
        """How many cells are in a state."""
        return sum(one.state == state for _topic, _area, one in self.each())

    def each(self) -> Iterator[tuple[Topic, Named, Cell]]:
        """All cells, line by line."""
        for group in self.groups:
            for line in group.lines:
                for area, one in zip(self.areas, line.cells, strict=True):
                    yield line.topic, area, one

    def by_area(self) -> list[tuple[Named, Counter[str]]]:
        """Areas with how many of their cells are in which state."""
        counted: dict[int, Counter[str]] = {area.pk: Counter() for area in self.areas}
        for _topic, area, one in self.each():
            counted[area.pk][one.state.value] += 1
        return [(area, counted[area.pk]) for area in self.areas]

    def only(self, states: Sequence[CellState]) -> "DutyTable":
        """The lines that have a cell in one of the states."""
        groups = (
            Group(group.category, tuple(ln for ln in group.lines if any(c.state in states for c in ln.cells)))
            for group in self.groups
        )
        return DutyTable(self.areas, tuple(group for group in groups if group.lines))


def areas_of(level: Level, *, words: str = "", on: date) -> list[Named]:
    """Areas of a level in force on a day whose name has the words, by name. One query."""
    found = Area.objects.in_force(on).filter(collection__slug=level.collection, kind=level.kind)
    if words:
        found = found.filter(name__icontains=words)
    return [Named(pk, name) for pk, name in found.order_by("name", "pk").values_list("pk", "name")]


def duty_table(
    areas: Sequence[Named], *, category: str = "", topic: str = "", words: str = "", on: date
) -> DutyTable:
    """The table of these areas for the topics that fit; nine queries at most, whatever it holds."""
    topics = Topic.objects.select_related("category").order_by(
        "category__position", "category_id", "position"
    )
    if category:
        topics = topics.filter(category__code=category)
    if topic:
        topics = topics.filter(code=topic)
    if words:
        topics = topics.filter(
            Q(name_ru__icontains=words) | Q(name_en__icontains=words) | Q(keywords__icontains=words)
        )
    rows = list(topics)
    refs = [TopicRef(row.code, row.category.code, TopicScope(row.scope)) for row in rows]
    cells = matrix(area_ids=[area.pk for area in areas], on=on).cells(refs)
    lines: dict[int, list[Line]] = {}
    categories: dict[int, Category] = {}
    for row, line in zip(rows, cells, strict=True):
        categories[row.category_id] = row.category
        found = Line(row, tuple(line[area.pk] for area in areas))
        lines.setdefault(row.category_id, []).append(found)
    groups = (Group(one, tuple(lines[key])) for key, one in categories.items())
    return DutyTable(tuple(areas), tuple(groups))
