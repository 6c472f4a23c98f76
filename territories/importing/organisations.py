"""Organisations from files and names; not the register itself (services.organisations)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pandas import DataFrame

from geo.importing.reading import cell_text, records, require_fields
from geo.importing.report import Report
from territories.errors import AmbiguousArea, UnknownArea, UnknownCode
from territories.importing.catalogue import check_codes, split_codes
from territories.importing.places import AreaBook
from territories.importing.reasons import Refused, RefusedRow, told
from territories.models import Organisation
from territories.naming import is_form_alone, kind_of, name_key
from territories.services.organisations import Registered, register, set_authority, set_parents
from territories.types import OrganisationKind, OrganisationRow


def resolve_names(
    names: Iterable[str],
    *,
    kind: OrganisationKind = OrganisationKind.MANAGEMENT_COMPANY,
    report: Report | None = None,
) -> dict[str, Organisation]:
    """Organisation of every name as written, made (of `kind`) where new; spellings of one company share one.

    Empty names, and those of a legal form alone, are passed over. With a report the merges and the new organisations
    are told in it.
    """
    written = dict.fromkeys(name for name in names if name.strip())
    nobody = [name for name in written if is_form_alone(name)]
    distinct = [name for name in written if name not in nobody]
    if report is not None and nobody:
        report.warn(_("Only a legal form, no name, so nobody: %(names)s.") % {"names": ", ".join(nobody)})
    done = register(rows=[OrganisationRow(name=name) for name in distinct], kind=kind)
    if report is not None:
        tell(done, report)
    return dict(zip(distinct, done.organisations, strict=True))


def answering(organisations: Mapping[str, Organisation], report: Report) -> dict[str, Organisation]:
    """Those that may be given duties, by name as before; closed ones are left out and told once each."""
    closed = sorted({one.name for one in organisations.values() if not one.is_active})
    if closed:
        report.warn(_("Closed organisations are given nothing: %(names)s.") % {"names": ", ".join(closed)})
    return {name: one for name, one in organisations.items() if one.is_active}


def tell(done: Registered, report: Report) -> None:
    """New organisations and merged spellings into a report: counted for people, named for programs."""
    made = {one.pk: one.name for one in done.organisations if one.pk in done.created}
    report.details["organisations_created"] = sorted(made.values())
    report.details["organisations_merged"] = done.merges


def note_merges(report: Report) -> None:
    """The merged spellings that `tell` left in the report, in words: the first ones, and how many more."""
    merges = report.details.get("organisations_merged", {})
    for kept, spellings in list(merges.items())[:SHOWN]:
        report.note(_("Merged into “%(kept)s”: %(names)s.") % {"kept": kept, "names": ", ".join(spellings)})
    if len(merges) > SHOWN:
        left = len(merges) - SHOWN
        report.note(
            _("Spellings of %(count)d more organisations were merged: --json names them.") % {"count": left}
        )


# Merges that a person reads; programs get them all.
SHOWN = 10
COLUMNS = {
    "name": ("name", "organisation", "название", "наименование", "организация"),
    "kind": ("kind", "type", "вид", "тип"),
    "inn": ("inn", "инн"),
    "email": ("email", "e-mail", "mail", "почта", "электронная почта"),
    "phone": ("phone", "tel", "телефон"),
    "site": ("site", "url", "сайт"),
    "parent": ("parent", "родитель", "вышестоящая"),
    "area_codes": ("area_codes", "areas", "area_code", "территории", "октмо"),
    "categories": ("categories", "category", "категории"),
}


@dataclass(slots=True)
class _Line:
    """A usable row of the file."""

    number: int
    row: OrganisationRow
    parent: str
    area_ids: tuple[int, ...]
    categories: tuple[str, ...]
    values: dict[str, str]


def import_organisations(
    frame: DataFrame, *, kind: OrganisationKind, categories: Collection[str], report: Report
) -> None:
    """Register the rows of a table with their parents and the areas whose authority they are.

    kind: of rows that name none. categories: codes the catalogue knows, empty: not checked.
    """
    columns = _columns(frame)
    report.read = len(frame)
    lines = list(_lines(frame, columns, categories, report))
    lines = _with_known_parents(lines, report)
    done = register(rows=[line.row for line in lines], kind=kind)
    changed = _relate(lines, done.organisations, report)
    report.created = len(done.created)
    report.updated = len((done.updated | changed) - done.created)
    report.merged = len(lines) - len({one.pk for one in done.organisations})
    tell(done, report)
    note_merges(report)


def _columns(frame: DataFrame) -> dict[str, str]:
    """Column of each noun; a header may be written in Russian. Raises MissingField without a name."""
    by_lower = {str(column).strip().lower(): str(column) for column in frame.columns}
    found = {
        noun: by_lower[word]
        for noun, words in COLUMNS.items()
        for word in reversed(words)
        if word in by_lower
    }
    if "name" not in found:
        require_fields(frame, "name")
    return found


def _lines(
    frame: DataFrame, columns: dict[str, str], categories: Collection[str], report: Report
) -> Iterator[_Line]:
    book = AreaBook()
    for number, record in zip(frame.index, records(frame), strict=True):
        values = {str(name): cell_text(value) for name, value in record.items() if name != "geometry"}
        cells = {noun: values.get(column, "") for noun, column in columns.items()}
        try:
            yield _line(number, cells, values, book, categories)
        except RefusedRow as refused:
            report.refuse(number, refused.reason, refused.why, values)


def _line(
    number: int,
    cells: dict[str, str],
    values: dict[str, str],
    book: AreaBook,
    known: Collection[str],
) -> _Line:
    """Raises RefusedRow with the reason."""
    if not cells["name"]:
        raise RefusedRow(Refused.NO_NAME)
    kind = kind_of(cells["kind"]) if cells.get("kind") else None
    if cells.get("kind") and kind is None:
        raise RefusedRow(
            Refused.UNKNOWN_KIND,
            f"{told(Refused.UNKNOWN_KIND, cells['kind'])}; {', '.join(OrganisationKind)}",
        )
    row = OrganisationRow(
        name=cells["name"],
        kind=kind,
        inn=_inn(cells.get("inn", "")),
        email=_email(cells.get("email", "")),
        phone=cells.get("phone", ""),
        site=cells.get("site", ""),
    )
    categories = split_codes(cells.get("categories", ""))
    try:
        check_codes(categories, known)
    except UnknownCode as problem:
        raise RefusedRow(Refused.UNKNOWN_CATEGORY, str(problem)) from problem
    areas = _area_ids(cells.get("area_codes", ""), book)
    return _Line(number, row, cells.get("parent", ""), areas, categories, values)


def _inn(text: str) -> str:
    digits = "".join(text.split())
    if digits and not (digits.isdigit() and len(digits) in {10, 12}):
        raise RefusedRow(Refused.BAD_INN, told(Refused.BAD_INN, text))
    return digits


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError as problem:
            raise RefusedRow(Refused.BAD_EMAIL, told(Refused.BAD_EMAIL, text)) from problem
    return text


def _area_ids(cell: str, book: AreaBook) -> tuple[int, ...]:
    try:
        return tuple(sorted({book.find(code.strip()) for code in cell.split(";") if code.strip()}))
    except (UnknownArea, AmbiguousArea) as problem:
        raise RefusedRow(Refused.UNKNOWN_AREA, str(problem)) from problem


def _with_known_parents(lines: list[_Line], report: Report) -> list[_Line]:
    """Rows whose parent stands in the file or in the register; the others are refused."""
    keys = set(Organisation.objects.values_list("name_key", flat=True))
    inns = set(Organisation.objects.exclude(inn="").values_list("inn", flat=True))
    keys |= {str(name_key(line.row.name)) for line in lines}
    cores = {name_key(line.row.name).core for line in lines} | {name_key(key).core for key in keys}
    inns |= {line.row.inn for line in lines if line.row.inn}
    kept = []
    for line in lines:
        key = name_key(line.parent)
        named = str(key) in keys or (not key.form and key.core in cores)
        if not line.parent or line.parent in inns or (named and not is_form_alone(line.parent)):
            kept.append(line)
        else:
            why = told(Refused.UNKNOWN_PARENT, line.parent)
            report.refuse(line.number, Refused.UNKNOWN_PARENT, why, line.values)
    return kept


def _relate(lines: list[_Line], organisations: list[Organisation], report: Report) -> set[int]:
    """Parents and authorities; answers the ids of organisations that changed."""
    by_inn = {one.inn: one for one in Organisation.objects.exclude(inn="")}
    named = [line.parent for line in lines if line.parent and line.parent not in by_inn]
    by_name = resolve_names(named)
    parents: dict[int, int] = {}
    duties: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for line, organisation in zip(lines, organisations, strict=True):
        if line.parent:
            parents[organisation.pk] = (by_inn.get(line.parent) or by_name[line.parent]).pk
        for area_id in line.area_ids:
            duties[organisation.pk].setdefault(area_id, []).extend(line.categories)
    changed = set_parents(parents=parents)
    above = dict(Organisation.objects.filter(pk__in=parents).values_list("pk", "parent_id"))
    by_id = {one.pk: one for one in organisations}
    circling = [by_id[child].name for child, parent in parents.items() if above[child] != parent]
    if circling:
        report.warn(
            _("Left without a parent that leads back to them: %(names)s.") % {"names": ", ".join(circling)}
        )
    for one in answering({str(pk): by_id[pk] for pk in duties}, report).values():
        if set_authority(organisation=one, areas=duties[one.pk]):
            changed.add(one.pk)
    return changed
