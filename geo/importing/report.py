"""What an import did: counts, refused rows with reasons, notes; not how it is printed."""

import csv
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from geo.errors import UnwritableFile
from geo.spreadsheets import harmless_cell


class Reason(StrEnum):
    """Why a row was refused. Floors above may refuse with codes of their own."""

    NO_COORDINATES = "no_coordinates"
    IMPOSSIBLE_COORDINATES = "impossible_coordinates"
    AXES_SWAPPED = "axes_swapped"
    OUTSIDE_WITHIN = "outside_within"
    SHARED_POINT = "shared_point"
    NO_ADDRESS = "no_address"
    NO_SETTLEMENT = "no_settlement"


MESSAGES: dict[str, Any] = {
    Reason.NO_COORDINATES: _("no coordinates"),
    Reason.IMPOSSIBLE_COORDINATES: _("impossible coordinates"),
    Reason.AXES_SWAPPED: _("longitude and latitude are swapped: exchange them in the file"),
    Reason.OUTSIDE_WITHIN: _("outside the area named by --within"),
    Reason.SHARED_POINT: _("one point shared by very many addresses"),
    Reason.NO_ADDRESS: _("no house number in the address"),
    Reason.NO_SETTLEMENT: _("no settlement in the address: name one with --default-settlement"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused row. row_number: 1 is the first row of data."""

    row_number: int
    reason: str
    message: str
    row: Mapping[str, Any]


@dataclass(slots=True)
class Report:
    """Counts of one import. A row read again without any change is read, and nothing else.

    created and updated count rows written; merged counts rows that turned out to be a known thing in
    another spelling; details holds what one command adds for `--json`.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    merged: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return len(self.refusals)

    @property
    def nothing_imported(self) -> bool:
        """True when the file had rows and every one of them was refused."""
        return self.read > 0 and self.refused >= self.read

    def refuse(
        self, row_number: int, reason: str, message: str = "", row: Mapping[str, Any] | None = None
    ) -> None:
        """Keep a refused row; an empty message means the reason's own."""
        self.refusals.append(
            Refusal(row_number, str(reason), message or str(MESSAGES.get(reason, reason)), row or {})
        )

    def note(self, text: str) -> None:
        self.notes.append(text)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def refused_by(self) -> dict[str, int]:
        """Refused rows per reason code, most frequent first."""
        return dict(Counter(refusal.reason for refusal in self.refusals).most_common())

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready summary, without the refused rows themselves."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "merged": self.merged,
            "refused": self.refused,
            "refused_by": self.refused_by(),
            "notes": list(self.notes),
            "warnings": list(self.warnings),
            **self.details,
        }


def require_writable(path: Path) -> None:
    """Raises UnwritableFile when no file of this name can be made or replaced."""
    if path.is_dir():
        raise UnwritableFile(path=path, why=_("it is a folder"))
    if not path.parent.is_dir():
        raise UnwritableFile(path=path, why=_("there is no folder %(name)s") % {"name": path.parent})
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UnwritableFile(path=path, why=_("there is no right to"))


def refused_table(report: Report) -> Iterator[list[Any]]:
    """Refused rows in order, with a header: row_number, reason, message, then the columns of the input.

    Texts are harmless to the spreadsheet in which they are corrected; numbers stay as they were written.
    """
    columns = list(dict.fromkeys(name for refusal in report.refusals for name in refusal.row))
    yield ["row_number", "reason", "message", *map(harmless_cell, columns)]
    for refusal in sorted(report.refusals, key=lambda refusal: refusal.row_number):
        values = [refusal.row.get(name, "") for name in columns]
        texts = map(harmless_cell, map(str, [refusal.message, *values]))
        yield [refusal.row_number, refusal.reason, *texts]


def write_refused(report: Report, path: Path) -> None:
    """Refused rows as CSV, see `refused_table`. Raises UnwritableFile."""
    require_writable(path)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(refused_table(report))
    except OSError as problem:
        raise UnwritableFile(path=path, why=problem) from problem
