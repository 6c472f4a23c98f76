"""Tables of an executor's own zone as rows of a sheet, texts harmless; not the files (appeals.exporting.tables)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from analytics.queries.zone import Place, Zone
from geo import hexgrid
from geo.spreadsheets import harmless

_COUNTS = (_("Appeals"), _("Waiting for an answer"), _("Overdue"))
_DAYS = (_("First appeal"), _("Last appeal"))
HEADS: Mapping[str, tuple[Any, ...]] = {
    "repeats": (_("Address"), _("Topic"), *_COUNTS, *_DAYS),
    "houses": (_("Address"), *_COUNTS, *_DAYS),
    "cells": (_("Cell (H3)"), _("Longitude"), _("Latitude"), *_COUNTS),
}


def rows_of(zone: Zone, table: str) -> Iterator[list[Any]]:
    """Cells of one of HEADS."""
    if table == "cells":
        yield from _cells(zone)
        return
    for place in zone.repeats if table == "repeats" else zone.houses:
        topic = [harmless(place.topic_name)] if table == "repeats" else []
        yield [harmless(place.address), *topic, place.appeals, place.waiting, place.overdue, *_days(place)]


def _cells(zone: Zone) -> Iterator[list[Any]]:
    for cell in zone.cells:
        middle = hexgrid.centre(cell.cell)
        place = [str(cell.cell), round(middle.lon, 6), round(middle.lat, 6)]
        yield [*place, cell.count, cell.open, cell.facts.overdue or 0]


def _days(place: Place) -> list[str]:
    return [localtime(moment).strftime("%Y-%m-%d") for moment in (place.first_at, place.last_at)]
