"""Which column of a table holds what, and a row as it was written; not what the rows mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from geo.errors import MissingField
from geo.importing.reading import cell_text, require_fields

VALUES = ("value", "значение", "population", "население", "численность", "численность населения")
PERIODS = ("year", "год", "date", "дата", "period", "период")
AGES = ("age", "возраст", "возрастная группа")
SEXES = ("gender", "sex", "пол")


class Columns:
    """The columns of a frame as lists, which reading row by row is much quicker on. numbers: of the rows, from 1."""

    def __init__(self, frame: DataFrame) -> None:
        self._frame = frame
        self.numbers: list[int] = frame.index.tolist()
        self.names = [str(name) for name in frame.columns if name != "geometry"]
        self._lists: dict[str, list[Any]] = {name: frame[name].tolist() for name in self.names}

    def __getitem__(self, name: str) -> list[Any]:
        return self._lists[name]

    def find(self, given: str, usual: Sequence[str]) -> str:
        """The column named, else the first with a usual name, empty without one. Raises MissingField."""
        if given:
            require_fields(self._frame, given)
            return given
        by_lower = {name.strip().lower(): name for name in self.names}
        return next((by_lower[name] for name in usual if name in by_lower), "")

    def require(self, given: str, usual: Sequence[str]) -> str:
        """The same. Raises MissingField also when there is none with a usual name."""
        if found := self.find(given, usual):
            return found
        raise MissingField(field=usual[0], fields=", ".join(self.names))

    def row(self, position: int) -> Mapping[str, str]:
        return WrittenRow(self, position)


@dataclass(frozen=True, slots=True)
class WrittenRow(Mapping[str, str]):
    """A row of the file as text, read when it is asked for: hundreds of thousands may be refused."""

    columns: Columns
    position: int

    def __getitem__(self, name: str) -> str:
        return cell_text(self.columns[name][self.position])

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns.names)

    def __len__(self) -> int:
        return len(self.columns.names)


def number(cell: Any) -> float | None:
    """A finite number, with a decimal comma and spaces between thousands understood; None for anything else."""
    text = "".join(cell_text(cell).split()).replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def period(cell: Any) -> tuple[int, int | None] | None:
    """Year and month of «2024», «2024-03», «2024-03-15» or «2024 год»; None for anything else."""
    text = cell_text(cell).lower().replace("год", "").replace("г.", "").strip()
    year, _hyphen, rest = text.partition("-")
    if not (year.isdigit() and len(year) == 4):
        return None
    month = rest[:2]
    if not month:
        return int(year), None
    return (int(year), int(month)) if month.isdigit() and 1 <= int(month) <= 12 else None
