"""Areas from a table with polygons to a staged version; not the reading of files (geo) nor publishing (services)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from geopandas import GeoDataFrame

from geo.importing.reading import cell_text, records, require_fields, row_values
from geo.importing.report import Report
from geo.models import Source
from territories import coverage
from territories.importing.findings import describe_checks
from territories.importing.grounds import ANYWHERE, Ground, refusal
from territories.importing.reasons import Refused, told
from territories.models import Area, Boundary, BoundaryVersion
from territories.naming import code_from_name
from territories.services.boundaries import stage
from territories.types import AreaRow, VersionState

CODE_MAX = 80
# Parents that a person reads of in one line.
PARENTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AreaFields:
    """Which columns say what; empty: the file does not say it."""

    kind: str
    name: str
    code: str = ""
    parent: str = ""
    parent_collection: str = ""
    oktmo: str = ""


def import_areas(
    frame: GeoDataFrame,
    fields: AreaFields,
    *,
    collection: str,
    report: Report,
    ground: Ground = ANYWHERE,
    source: Source | None = None,
) -> BoundaryVersion | None:
    """Stage the rows of a table (EPSG:4326) as a version of the collection; None when every row is refused."""
    require_fields(frame, fields.name, fields.code, fields.parent, fields.oktmo)
    report.read = len(frame)
    rows = _with_known_parents(list(_rows(frame, fields, ground, report)), frame, fields, collection, report)
    if not rows:
        return None
    keys = set(Area.objects.filter(collection__slug=collection).values_list("kind", "code"))
    before = BoundaryVersion.objects.filter(collection__slug=collection).values_list("pk", flat=True)
    known = set(before)
    version = stage(collection=collection, rows=[row for _row_number, row in rows], source=source)
    if version.pk in known:
        _tell_unchanged(version, report)
        return version
    report.created = sum((row.kind, row.code) not in keys for _row_number, row in rows)
    report.updated = len(rows) - report.created
    tell_checks(version, report)
    _tell_parents(version, report)
    return version


def _rows(
    frame: GeoDataFrame, fields: AreaFields, ground: Ground, report: Report
) -> Iterator[tuple[int, AreaRow]]:
    """Usable rows with their numbers; the others are refused."""
    seen: dict[str, str] = {}
    for number, values in zip(frame.index, records(frame), strict=True):
        geometry: Any = values.get("geometry")
        reason = refusal(geometry, ground)
        code = cell_text(values.get(fields.code)) if fields.code else ""
        name = cell_text(values.get(fields.name)) or code
        if reason is None and not name:
            reason = Refused.NO_NAME
        if reason is None and coverage.repair(geometry) is None:
            reason = Refused.NOT_A_POLYGON
        if reason is None and len(code) > CODE_MAX:
            reason = Refused.LONG_CODE
        if reason is not None:
            report.refuse(number, reason, row=row_values(values))
            continue
        code = code or _own_code(name, seen, report)
        if code in seen:
            why = told(Refused.DUPLICATE_CODE, f"{code}, {seen[code]}")
            report.refuse(number, Refused.DUPLICATE_CODE, why, row_values(values))
            continue
        seen[code] = name
        yield (
            number,
            AreaRow(
                kind=fields.kind,
                code=code,
                name=name[:250],
                geometry=geometry,
                oktmo=_oktmo(values, fields),
                parent_code=cell_text(values.get(fields.parent)) if fields.parent else "",
                parent_collection=fields.parent_collection,
            ),
        )


def _oktmo(values: dict[str, Any], fields: AreaFields) -> str:
    return cell_text(values.get(fields.oktmo))[:20] if fields.oktmo else ""


def _own_code(name: str, seen: dict[str, str], report: Report) -> str:
    """Code made of the name; namesakes are numbered in the order of the file, which a person should know."""
    code = base = code_from_name(name)
    turn = 1
    while code in seen:
        turn += 1
        code = f"{base}-{turn}"
    if turn > 1:
        report.warn(
            _(
                "“%(name)s” stands more than once: this one gets the code %(code)s. --code-field would be safer."
            )
            % {"name": name, "code": code}
        )
    return code


def _with_known_parents(
    rows: list[tuple[int, AreaRow]],
    frame: GeoDataFrame,
    fields: AreaFields,
    collection: str,
    report: Report,
) -> list[tuple[int, AreaRow]]:
    if not fields.parent:
        return rows
    home = fields.parent_collection or collection
    known = set(Area.objects.filter(collection__slug=home).values_list("code", flat=True))
    reasons = _lost({row.code: row.parent_code for _number, row in rows}, known, own=home == collection)
    for number, row in rows:
        if row.code in reasons:
            reason = reasons[row.code]
            report.refuse(number, reason, told(reason, row.parent_code), row_values(frame.loc[number]))
    return [(number, row) for number, row in rows if row.code not in reasons]


def _lost(parents: dict[str, str], known: set[str], *, own: bool) -> dict[str, Refused]:
    """Codes that no chain of parents leads to the top from, with the reason. parents: by code, empty at the top.

    known: codes of the parents' collection as it stands; own: the rows are of that collection themselves.
    """
    sound = known - parents.keys() if own else known
    left = {code: parent for code, parent in parents.items() if parent}
    if own:
        sound |= parents.keys() - left.keys()
    while found := {code for code, parent in left.items() if parent in sound}:
        left = {code: parent for code, parent in left.items() if code not in found}
        if not own:
            break
        sound |= found
    return {
        code: Refused.PARENT_CIRCLE if own and _circles(code, left) else Refused.UNKNOWN_PARENT
        for code in left
    }


def _circles(code: str, parents: dict[str, str]) -> bool:
    """Whether the parents of a code come back to it."""
    seen: set[str] = set()
    above = parents.get(code, "")
    while above and above not in seen and above != code:
        seen.add(above)
        above = parents.get(above, "")
    return above == code


def _tell_parents(version: BoundaryVersion, report: Report) -> None:
    """Whom the new version takes out of the tree: parents it names but does not hold, and areas it gives none."""
    held = Boundary.objects.filter(version=version)
    gone = held.filter(parent__collection=version.collection).exclude(parent__in=held.values("area"))
    names = gone.order_by("parent__name", "parent__code").values_list("parent__name", "parent__code")
    if dropped := [f"{name} ({code})" for name, code in names.distinct()]:
        told = _("Parents that the new version itself does not hold: %(names)s.")
        report.warn(told % {"names": ", ".join(dropped[:PARENTS_SHOWN])})
    before = version.collection.versions.filter(state=VersionState.PUBLISHED, valid_to=None)
    known = Boundary.objects.filter(version__in=before, parent__isnull=False)
    if orphans := held.filter(parent=None, area__in=known.values("area")).count():
        told = _(
            "Areas that lose the parent they have in the version in force: %(count)s. --parent-code-field keeps it."
        )
        report.warn(told % {"count": orphans})


def _tell_unchanged(version: BoundaryVersion, report: Report) -> None:
    report.details.update({"version": version.number, "state": version.state, "unchanged": True})
    report.note(_("The content is that of %(version)s: no new version.") % {"version": version})


def tell_checks(version: BoundaryVersion, report: Report) -> None:
    """Repairs, overlaps and gaps of a version into the report: the largest in words, all as data."""
    found = version.report
    report.details.update(
        {
            "collection": version.collection.slug,
            "version": version.number,
            "state": version.state,
            "unchanged": False,
            "repairs": found["repairs"],
            "overlaps": found["overlaps"],
            "gaps": found["gaps"],
        }
    )
    for line in describe_checks(found):
        report.warn(line)
