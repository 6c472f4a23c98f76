"""Service zones from a table: who, where, for what; not the reading of files (geo) nor the storing (services)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from geo.addresses.queries import MatchLevel, geocode
from geo.importing.reading import cell_text, records, require_fields, row_values
from geo.importing.report import Report
from geo.models import Source
from territories import coverage
from territories.errors import AmbiguousArea, UnknownArea
from territories.importing.findings import fault, size
from territories.importing.grounds import ANYWHERE, Ground, refusal
from territories.importing.organisations import SHOWN, answering, note_merges, resolve_names
from territories.importing.places import AreaBook
from territories.importing.reasons import Refused
from territories.services.zones import ZoneDraft, store
from territories.types import OrganisationKind, ZoneBasis

TRUE_WORDS = frozenset({"1", "true", "t", "yes", "y", "да", "д", "истина", "x", "+"})
FALSE_WORDS = frozenset({"", "0", "false", "f", "no", "n", "нет", "н", "ложь", "-"})


@dataclass(frozen=True, slots=True)
class ZoneFields:
    """Which columns say what, and what holds for the whole file."""

    organisation: str
    name: str = ""
    split: str = ""
    area_codes: str = ""
    address: str = ""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kind: OrganisationKind = OrganisationKind.OTHER
    tolerance_m: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A usable row: its ground, its organisations and whether they share it."""

    names: tuple[str, ...]
    title: str
    shared: bool
    geometry: BaseGeometry | None
    area_ids: tuple[int, ...]
    house_ids: tuple[int, ...] = ()


def import_zones(
    frame: GeoDataFrame,
    fields: ZoneFields,
    *,
    source: Source,
    today: date,
    report: Report,
    ground: Ground = ANYWHERE,
) -> None:
    """Store the zones of a table (EPSG:4326); organisations that are not known yet are made and told.

    Several organisations stand in one cell between semicolons; they share the polygon, whatever the split
    field says: a polygon that two hold cannot tell which of them answers.
    """
    require_fields(frame, fields.organisation, fields.name, fields.split, fields.area_codes, fields.address)
    report.read = len(frame)
    read = _house_rows if fields.address else _rows
    rows = list(read(frame, fields, ground, report))
    names = (name for row in rows for name in row.names)
    organisations = answering(resolve_names(names, kind=fields.kind, report=report), report)
    drafts = [
        ZoneDraft(
            organisation=organisations[name],
            basis=_basis(row, fields),
            name=row.title,
            geometry=row.geometry,
            area_ids=row.area_ids,
            house_ids=row.house_ids,
            topics=fields.topics,
            categories=fields.categories,
            shared=row.shared,
            tolerance_m=fields.tolerance_m,
            valid_from=fields.valid_from,
            valid_to=fields.valid_to,
        )
        for row in rows
        for name in row.names
        if name in organisations
    ]
    if fields.address:
        drafts = _gathered(drafts)
    done = store(drafts=drafts, source=source, today=today, complete=not report.refused)
    report.created, report.updated = len(done.created), len(done.ended)
    report.details.update({"zones": len(drafts), "shared": sum(row.shared for row in rows)})
    _tell(report)


def _tell(report: Report) -> None:
    made = report.details.get("organisations_created", [])
    if made:
        report.note(_("New organisations: %(names)s.") % {"names": ", ".join(made)})
    note_merges(report)
    if unread := report.details.get("split_unread"):
        words = ", ".join(_("“%(name)s”") % {"name": text} for text in list(unread)[:SHOWN])
        report.warn(
            _("The split field is neither true nor false, and counts as false, in %(count)s rows: %(words)s.")
            % {"count": sum(unread.values()), "words": words}
        )
    if report.refused:
        report.note(_("Rows were refused, so no earlier zone of this source was ended."))
    if report.updated:
        report.note(
            _("Zones that the file no longer holds were ended: %(count)s.") % {"count": report.updated}
        )


def _rows(frame: GeoDataFrame, fields: ZoneFields, ground: Ground, report: Report) -> Iterator[_Row]:
    book = AreaBook() if fields.area_codes else None
    for number, values in zip(frame.index, records(frame), strict=True):
        names = _names(cell_text(values.get(fields.organisation)))
        if not names:
            report.refuse(number, Refused.NO_ORGANISATION, row=row_values(values))
            continue
        try:
            area_ids = _areas(cell_text(values.get(fields.area_codes)), book)
        except (UnknownArea, AmbiguousArea) as problem:
            report.refuse(number, Refused.UNKNOWN_AREA, str(problem), row_values(values))
            continue
        geometry: Any = None if area_ids else values.get("geometry")
        reason = None if area_ids else refusal(geometry, ground)
        if reason is not None:
            report.refuse(number, reason, row=row_values(values))
            continue
        split = _is_split(values, fields, report)
        if len(names) > 1 and not split:
            report.warn(_warning(number, names))
        yield _Row(
            names=names,
            title=cell_text(values.get(fields.name)) if fields.name else "",
            shared=split or len(names) > 1,
            geometry=_sound(geometry, number, report),
            area_ids=area_ids,
        )


def _house_rows(frame: GeoDataFrame, fields: ZoneFields, ground: Ground, report: Report) -> Iterator[_Row]:
    """One house per row, found by its address; a street or a neighbouring number is not enough."""
    for number, values in zip(frame.index, records(frame), strict=True):
        names = _names(cell_text(values.get(fields.organisation)))
        if not names:
            report.refuse(number, Refused.NO_ORGANISATION, row=row_values(values))
            continue
        match = geocode(cell_text(values.get(fields.address)))
        if match is None or match.level is not MatchLevel.HOUSE or match.house_id is None:
            report.refuse(number, Refused.UNKNOWN_HOUSE, row=row_values(values))
            continue
        reason = refusal(shapely.Point(match.location.lon, match.location.lat), ground)
        if reason is not None:
            report.refuse(number, reason, row=row_values(values))
            continue
        split = _is_split(values, fields, report)
        yield _Row(names, "", split or len(names) > 1, None, (), (match.house_id,))


def _is_split(values: dict[str, Any], fields: ZoneFields, report: Report) -> bool:
    """Whether the split field is true; what is neither true nor false counts as false and is told at the end."""
    text = cell_text(values.get(fields.split)) if fields.split else ""
    word = text.lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        unread = report.details.setdefault("split_unread", {})
        unread[text] = unread.get(text, 0) + 1
    return word in TRUE_WORDS


def _gathered(drafts: list[ZoneDraft]) -> list[ZoneDraft]:
    """One draft per organisation with all its houses; houses it shares with others stand apart."""
    found: dict[tuple[int, bool], ZoneDraft] = {}
    for draft in drafts:
        key = (draft.organisation.pk, draft.shared)
        before = found[key].house_ids if key in found else ()
        found[key] = replace(draft, house_ids=tuple(sorted({*before, *draft.house_ids})))
    return list(found.values())


def _warning(number: int, names: tuple[str, ...]) -> str:
    return _("Row %(number)s: %(names)s hold one polygon; it counts as shared.") % {
        "number": number,
        "names": ", ".join(names),
    }


def _names(cell: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _areas(cell: str, book: AreaBook | None) -> tuple[int, ...]:
    codes: Iterable[str] = (code.strip() for code in cell.split(";")) if book else ()
    return tuple(sorted({book.find(code) for code in codes if code})) if book else ()


def _sound(geometry: BaseGeometry | None, number: int, report: Report) -> BaseGeometry | None:
    """The geometry in two dimensions and valid; polygons become multipolygons, repairs are told."""
    if geometry is None:
        return None
    flat = shapely.force_2d(geometry)
    if shapely.get_dimensions(flat) < 2:
        return flat if flat.is_valid else shapely.make_valid(flat)
    repaired = coverage.repair(flat)
    if repaired is None:
        return flat
    if repaired.reason:
        report.warn(
            _("Row %(number)s was repaired: %(reason)s; its size changed by %(size)s.")
            % {"number": number, "reason": fault(repaired.reason), "size": size(repaired.change_m2)}
        )
    return repaired.geometry


def _basis(row: _Row, fields: ZoneFields) -> ZoneBasis:
    """Lines and points are assets; so are polygons whose file names a tolerance."""
    if row.area_ids:
        return ZoneBasis.AREAS
    if row.house_ids:
        return ZoneBasis.HOUSES
    thin = row.geometry is not None and shapely.get_dimensions(row.geometry) < 2
    return ZoneBasis.ASSET if thin or fields.tolerance_m is not None else ZoneBasis.POLYGON
