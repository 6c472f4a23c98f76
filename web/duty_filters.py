"""What the page of the matrix and its files are asked for: level, areas, topics, which cells; read from the address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from appeals.queries.duty_table import OPEN, DutyTable, Named, areas_of, duty_table
from territories.matrix.cells import CellState
from territories.matrix.reading import Level, levels

# Columns that a table holds side by side; further ones stand on further pages.
WIDTH = 12
SHOWS = {"": (), "open": OPEN, "hole": (CellState.HOLE, CellState.PARTLY), "manual": (CellState.MANUAL,)}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as understood: what means nothing is left out. level None: no area is drawn at all."""

    levels: tuple[Level, ...]
    level: Level | None
    areas: tuple[Named, ...]
    area: int | None
    category: str
    topic: str
    words: str
    place: str
    show: str
    page: int

    @property
    def pages(self) -> int:
        return max(-(-len(self.areas) // WIDTH), 1)

    def columns(self) -> tuple[Named, ...]:
        """The areas of this page, the one that was chosen, or all where one topic is told by area."""
        if self.area is not None:
            return tuple(area for area in self.areas if area.pk == self.area)
        if self.topic:
            return self.areas
        start = (self.page - 1) * WIDTH
        return self.areas[start : start + WIDTH]

    def query(self, **other: object) -> str:
        """The filter as a query string, with other values for some of it."""
        values = {
            "level": self.level.code if self.level else "",
            "area": self.area or "",
            "category": self.category,
            "topic": self.topic,
            "words": self.words,
            "place": self.place,
            "show": self.show,
            "page": self.page if self.page > 1 else "",
            **other,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def table(self, *, on: date, columns: tuple[Named, ...] | None = None) -> DutyTable:
        """The table that was asked for."""
        areas = self.columns() if columns is None else columns
        found = duty_table(areas, category=self.category, topic=self.topic, words=self.words, on=on)
        return found.only(SHOWS[self.show]) if self.show else found


def asked(params: QueryDict, *, on: date) -> Asked:
    """What the address asks for. Two queries."""
    known = levels(on=on)
    level = next((one for one in known if one.code == params.get("level")), known[0] if known else None)
    place = params.get("place", "").strip()[:100]
    areas = areas_of(level, words=place, on=on) if level else []
    chosen = params.get("area", "")
    pages = max(-(-len(areas) // WIDTH), 1)
    page = params.get("page", "")
    show = params.get("show", "")
    return Asked(
        levels=tuple(known),
        level=level,
        areas=tuple(areas),
        area=int(chosen) if chosen in {str(area.pk) for area in areas} else None,
        category=params.get("category", "")[:60],
        topic=params.get("topic", "")[:60],
        words=params.get("words", "").strip()[:100],
        place=place,
        show=show if show in SHOWS else "",
        page=min(max(int(page), 1), pages) if page.isdecimal() else 1,
    )
