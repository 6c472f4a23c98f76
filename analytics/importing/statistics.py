"""A table of numbers about areas into rows of statistics: which rows are counted, which refused, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pandas import DataFrame

from analytics.errors import NoYear, PopulationInOtherUnit
from analytics.importing.columns import AGES, PERIODS, SEXES, VALUES, Columns, number, period
from analytics.importing.dictionary import Dictionary
from analytics.importing.joining import Key, joined
from analytics.importing.matching import Join, Matcher
from analytics.importing.reasons import Refused
from analytics.importing.reducing import Part, reduced
from analytics.services.statistics import record_statistics
from analytics.types import PEOPLE, POPULATION, StatisticRow
from geo.importing.report import Report
from geo.models import Source

KEYS = {
    Join.OKTMO: ("oktmo", "октмо", "код октмо"),
    Join.CODE: ("code", "код"),
    Join.NAME: ("name", "название", "наименование", "municipal_district_name", "территория"),
}


@dataclass(frozen=True, slots=True)
class StatisticsOptions:
    """What an import of statistics is told. where: cells that a row must have. summed: columns whose rows add up.

    year: the only one that is taken of a file that tells years, else the year of all of it. Fields are columns,
    empty: those with a usual name.
    """

    indicator: str
    join: Join
    unit: str = ""
    year: int | None = None
    key_field: str = ""
    value_field: str = ""
    period_field: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    summed: Sequence[str] = ()
    collection: str = ""
    dictionary: Dictionary | None = None
    dictionary_key: str = ""


@dataclass(frozen=True, slots=True)
class _Fields:
    key: str
    value: str
    period: str
    ages: str
    parts: tuple[str, ...]


def import_statistics(
    frame: DataFrame, options: StatisticsOptions, *, source: Source, report: Report
) -> None:
    """Record what the rows say of areas. Needs a transaction.

    Raises MissingField, NoYear, PopulationInOtherUnit, UnknownArea.
    """
    unit = _unit(options)
    columns = Columns(frame)
    fields = _fields(columns, options)
    report.read += len(columns.numbers)
    chosen = _chosen(columns, options, report)
    parts = _parts(columns, fields, options, chosen, report)
    rows = _with_areas(columns, fields, options, parts, report)
    done = record_statistics(indicator=options.indicator, unit=unit, rows=rows, source=source)
    report.created, report.updated = done.created, done.updated
    report.details["areas"] = len({row.area_id for row in rows})


def _unit(options: StatisticsOptions) -> str:
    """The unit to record; of the population always people, which the rates divide by as they stand."""
    if options.indicator != POPULATION:
        return options.unit
    if options.unit not in ("", PEOPLE):
        raise PopulationInOtherUnit(unit=options.unit)
    return PEOPLE


def _fields(columns: Columns, options: StatisticsOptions) -> _Fields:
    usual = (options.dictionary_key,) if options.dictionary and options.dictionary_key else KEYS[options.join]
    key = columns.require(options.key_field, usual)
    value = columns.require(options.value_field, VALUES)
    told = columns.find(options.period_field, PERIODS)
    if not told and options.year is None:
        raise NoYear
    ages = columns.find("", AGES)
    named = [ages, columns.find("", SEXES), *(columns.find(name, ()) for name in options.summed)]
    taken = {key, value, told, *options.where}
    parts = tuple(dict.fromkeys(name for name in named if name and name not in taken))
    return _Fields(key, value, told, ages, parts)


def _chosen(columns: Columns, options: StatisticsOptions, report: Report) -> list[int]:
    """Positions of the rows that `where` asks for."""
    wanted = [
        (columns.find(name, ()), " ".join(value.lower().split())) for name, value in options.where.items()
    ]
    chosen = [
        position
        for position in range(len(columns.numbers))
        if all(columns.row(position)[name].lower() == value for name, value in wanted)
    ]
    if left := len(columns.numbers) - len(chosen):
        report.note(_("Rows left out by --where: %(count)d.") % {"count": left})
    return chosen


def _parts(
    columns: Columns, fields: _Fields, options: StatisticsOptions, chosen: list[int], report: Report
) -> dict[Key, list[Part]]:
    """Usable rows by key and period."""
    found: dict[Key, list[Part]] = defaultdict(list)
    other_years = 0
    for position in chosen:
        row = columns.row(position)
        when = period(columns[fields.period][position]) if fields.period else (options.year or 0, None)
        value = number(columns[fields.value][position])
        if when is not None and options.year not in {None, when[0]}:
            other_years += 1
        elif when is None:
            report.refuse(columns.numbers[position], Refused.NO_PERIOD, row=row)
        elif not row[fields.key]:
            report.refuse(columns.numbers[position], Refused.NO_KEY, row=row)
        elif value is None:
            report.refuse(columns.numbers[position], Refused.NO_VALUE, row=row)
        elif value < 0 and options.indicator == POPULATION:
            report.refuse(columns.numbers[position], Refused.NEGATIVE, row=row)
        else:
            labels = tuple(row[name] for name in fields.parts)
            found[row[fields.key], when].append(Part(labels, value, (position,)))
    if other_years:
        report.note(_("Rows of other years: %(count)d.") % {"count": other_years})
    return found


def _with_areas(
    columns: Columns,
    fields: _Fields,
    options: StatisticsOptions,
    parts: dict[Key, list[Part]],
    report: Report,
) -> list[StatisticRow]:
    """The number of each area and period; what means no area, or adds up to no number, is refused."""
    found = joined(parts, Matcher(options.join, options.collection), options.dictionary)
    for of_key, refused in found.refused.items():
        _refuse(columns, parts[of_key], refused.reason, report, refused.why)
    ages = fields.parts.index(fields.ages) if fields.ages in fields.parts else None
    expected = _expected(parts, len(fields.parts))
    rows: list[StatisticRow] = []
    summed = 0
    for (key, when), area_ids in found.areas.items():
        outcome = reduced(parts[key, when], ages=ages, expected=expected)
        for left, reason in outcome.left:
            _refuse(columns, [left], reason, report)
        if outcome.whole is not None:
            summed += len(outcome.whole.positions) > 1
            rows += [StatisticRow(area_id, *when, outcome.whole.value) for area_id in sorted(area_ids)]
    if summed:
        report.note(_("Numbers that are sums of several rows: %(count)d.") % {"count": summed})
    return rows


def _expected(parts: dict[Key, list[Part]], width: int) -> list[frozenset[str]]:
    """The labels that stand in each column anywhere."""
    seen: list[set[str]] = [set() for _column in range(width)]
    for of_key in parts.values():
        for part in of_key:
            for labels, label in zip(seen, part.labels, strict=True):
                labels.add(label)
    return [frozenset(labels) for labels in seen]


def _refuse(columns: Columns, parts: Sequence[Part], reason: str, report: Report, why: str = "") -> None:
    for part in parts:
        for position in part.positions:
            report.refuse(columns.numbers[position], reason, why, columns.row(position))
