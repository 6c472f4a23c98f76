"""Tables of complaints about container sites as rows of a sheet, texts harmless; not the files (`web.sheets`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.queries.waste import Row, SiteRow, WasteFigures, WasteTally
from geo import hexgrid
from geo.spreadsheets import harmless
from geo.types import HexCell
from web.waste_words import zones

_PLACE = (gettext_lazy("Longitude"), gettext_lazy("Latitude"))
_VERDICTS = (
    *(gettext_lazy("Complaints"), gettext_lazy("Violations"), gettext_lazy("Early")),
    *(gettext_lazy("Without a known route"), gettext_lazy("Repeats within 30 days")),
)
_RATES = (
    *(gettext_lazy("Per site"), gettext_lazy("Per 1,000 residents")),
    gettext_lazy("Residents known on % of the ground"),
)
HEADS: Mapping[str, tuple[Any, ...]] = {
    "sites": (
        *(gettext_lazy("Container site"), gettext_lazy("Name of the site"), gettext_lazy("Address")),
        *(gettext_lazy("Operator"), gettext_lazy("Zone"), *_PLACE, *_VERDICTS),
        *(gettext_lazy("Answered, %"), gettext_lazy("Against the others"), gettext_lazy("Route")),
    ),
    "operators": (gettext_lazy("Operator"), gettext_lazy("Sites"), *_VERDICTS, *_RATES),
    "zones": (gettext_lazy("Zone"), gettext_lazy("Sites"), *_VERDICTS, *_RATES),
    "cells": (gettext_lazy("Cell (H3)"), *_PLACE, *_VERDICTS, _RATES[1]),
}


def rows_of(found: WasteFigures, table: str) -> Iterator[list[Any]]:
    """Cells of one of HEADS, whole; what is not known is empty."""
    if table == "sites":
        return _sites(found.sites)
    if table == "cells":
        return _cells(found.cells)
    return _sums(zones(found) if table == "zones" else [(row.name, row) for row in found.operators])


def _sites(rows: Iterable[SiteRow]) -> Iterator[list[Any]]:
    for row in rows:
        site, share = row.site, row.tally.share_answered
        words = (site.code, site.name, site.address, site.operator.name, row.zone)
        yield [
            *map(harmless, words),
            *(round(site.location.x, 6), round(site.location.y, 6)),
            *_verdicts(row.tally),
            "" if share is None else round(share * 100, 1),
            _("worse than the others") if row.stands_out else "",
            _("route rarer than allowed") if row.sparse else "",
        ]


def _sums(named: Iterable[tuple[str, Row]]) -> Iterator[list[Any]]:
    for name, row in named:
        known = "" if row.tally.residents is None else int(row.tally.residents_known * 100)
        rates = (_rate(row.tally.per_site), _rate(row.tally.per_thousand), known)
        yield [harmless(name), row.tally.sites, *_verdicts(row.tally), *rates]


def _cells(rows: Iterable[Row]) -> Iterator[list[Any]]:
    for row in rows:
        cell = HexCell(row.key or 0)
        middle = hexgrid.centre(cell)
        place = [str(cell), round(middle.lon, 6), round(middle.lat, 6)]
        yield [*place, *_verdicts(row.tally), _rate(row.tally.per_thousand)]


def _verdicts(tally: WasteTally) -> list[int]:
    return [tally.complaints, tally.violations, tally.early, tally.unknown, tally.repeats]


def _rate(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)
