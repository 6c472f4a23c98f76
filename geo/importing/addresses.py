"""A table of addresses into houses: which columns, which rows are refused; not how houses are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geo.addresses.parsing import ParsedAddress, parse_address
from geo.addresses.split import from_parts
from geo.importing.checking import SHARED_POINT_LIMIT, check_points, shared_points
from geo.importing.houses import HouseRow, import_houses
from geo.importing.progress import Progress
from geo.importing.reading import cell_text, require_fields, row_values
from geo.importing.report import Reason, Report
from geo.models import Source


@dataclass(frozen=True, slots=True)
class AddressFields:
    """Columns of the file; empty names are not there. Either address, or number with street or settlement."""

    address: str = ""
    settlement: str = ""
    street: str = ""
    number: str = ""
    residents: str = ""
    id: str = ""

    def names(self) -> tuple[str, ...]:
        return (self.address, self.settlement, self.street, self.number, self.residents, self.id)


@dataclass(frozen=True, slots=True)
class AddressOptions:
    """What an import of addresses may refuse and assume.

    within: polygon in EPSG:4326 outside which rows are refused. shared_point_limit: how many different
    addresses may share one point; 0 turns the check off. default_settlement: for rows that name none.
    """

    fields: AddressFields
    within: BaseGeometry | None = None
    shared_point_limit: int = SHARED_POINT_LIMIT
    default_settlement: str = ""


def import_addresses(
    frame: gpd.GeoDataFrame, options: AddressOptions, *, source: Source, report: Report, progress: Progress
) -> dict[int, int]:
    """Import the frame (index: row numbers; geometry in EPSG:4326) and answer house id per row number.

    Polygons and lines count as a point inside them. Refused rows go to the report. Needs a transaction.
    Raises MissingField.
    """
    require_fields(frame, *options.fields.names())
    lons, lats = _coordinates(frame)
    report.read += len(frame)
    columns = {name: frame[name].tolist() for name in options.fields.names() if name}
    parsed = [
        _parse(columns, options, position)
        for position in progress.track(range(len(frame)), _("addresses"), len(frame))
    ]
    refused = _refusals(parsed, lons, lats, options)
    given: list[HouseRow] = []
    for position, (row_number, address) in enumerate(zip(frame.index, parsed, strict=True)):
        if refused[position]:
            report.refuse(int(row_number), refused[position] or "", row=row_values(frame.iloc[position]))
        else:
            given.append(
                HouseRow(
                    int(row_number),
                    address,
                    float(lons[position]),
                    float(lats[position]),
                    _residents(columns, options, position),
                    cell_text(columns[options.fields.id][position]) if options.fields.id else "",
                )
            )
    progress.step(_("houses"))
    return import_houses(given, source=source, report=report, default_settlement=options.default_settlement)


def _coordinates(frame: gpd.GeoDataFrame) -> tuple[Any, Any]:
    """Longitudes and latitudes of a point in each geometry; NaN where there is none."""
    shapes = frame.geometry.to_numpy()
    other = ~np.isin(shapely.get_type_id(shapes), (-1, 0))
    points = shapes.copy()
    points[other] = shapely.point_on_surface(shapes[other])
    return shapely.get_x(points), shapely.get_y(points)


def _parse(columns: Mapping[str, list[Any]], options: AddressOptions, position: int) -> ParsedAddress:
    fields = options.fields
    if fields.address:
        return parse_address(cell_text(columns[fields.address][position]))
    return from_parts(
        settlement=cell_text(columns[fields.settlement][position]) if fields.settlement else "",
        street=cell_text(columns[fields.street][position]) if fields.street else "",
        number=cell_text(columns[fields.number][position]) if fields.number else "",
    )


def _residents(columns: Mapping[str, list[Any]], options: AddressOptions, position: int) -> int | None:
    if not options.fields.residents:
        return None
    text = cell_text(columns[options.fields.residents][position]).replace(",", ".")
    try:
        count = round(float(text))
    except ValueError:
        return None
    return count if count >= 0 else None


def _refusals(parsed: list[ParsedAddress], lons: Any, lats: Any, options: AddressOptions) -> list[str | None]:
    """Reason per position; the first that applies: coordinates, then the address, then a crowded point."""
    refused: list[str | None] = list(check_points(lons, lats, options.within))
    for position, address in enumerate(parsed):
        nowhere = not address.settlement_key and not options.default_settlement
        if refused[position] is None and (not address.number_key or nowhere):
            refused[position] = Reason.NO_SETTLEMENT if address.number_key else Reason.NO_ADDRESS
    kept = [position for position, reason in enumerate(refused) if reason is None]
    keys = [
        f"{a.settlement_key}|{a.street_key}|{a.street_kind}|{a.number_key}" for a in (parsed[p] for p in kept)
    ]
    for crowded in shared_points(lons[kept], lats[kept], keys, options.shared_point_limit):
        refused[kept[crowded]] = Reason.SHARED_POINT
    return refused
