"""A table of houses and their companies as contracts: rows by address and name or ИНН; not the register of either."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from pandas import DataFrame

from geo.addresses.geocoding import geocode
from geo.addresses.types import MatchLevel
from geo.importing.reading import cell_text, read_table, records, require_fields
from geo.importing.report import Report
from territories.importing.companies import CompanyBook
from territories.importing.contracts import SURE, WrittenContracts, write_contracts
from territories.importing.reasons import Refused, told
from territories.models import HouseContract

ADDRESS = ("address", "адрес", "адрес дома", "дом")
COMPANY = ("organisation", "company", "организация", "управляющая организация", "ук", "инн", "inn")


@transaction.atomic
def import_contracts(path: Path, *, since: date | None, report: Report) -> WrittenContracts:
    """Make the open contracts of the houses in the table those of the table; what cannot be used is refused by row.

    Companies have to be in the register. Raises UnreadableFile, UnknownFormat, MissingField.
    """
    frame = read_table(path)
    address, company = _column(frame, ADDRESS, "address"), _column(frame, COMPANY, "organisation")
    report.read = len(frame)
    pairs = list(_pairs(frame, address, company, since, report))
    written = write_contracts(pairs, since=since)
    report.created, report.updated = written.begun, written.ended
    return written


def _column(frame: DataFrame, words: Iterable[str], name: str) -> str:
    """The column that is called by one of the words. Raises MissingField."""
    by_lower = {str(column).strip().lower(): str(column) for column in frame.columns}
    found = next((by_lower[word] for word in words if word in by_lower), "")
    if not found:
        require_fields(frame, name)
    return found


def _pairs(
    frame: DataFrame, address: str, company: str, since: date | None, report: Report
) -> Iterator[tuple[int, int]]:
    book = CompanyBook()
    houses: dict[str, int | None] = {}
    late = _running_after(since)
    for number, record in zip(frame.index, records(frame), strict=True):
        values = {str(name): cell_text(value) for name, value in record.items() if name != "geometry"}
        text, who = values[address], values[company]
        organisation = book.find(who)
        if text not in houses:
            houses[text] = _house(text)
        house = houses[text]
        if not who:
            report.refuse(number, Refused.NO_ORGANISATION, row=values)
        elif organisation is None:
            report.refuse(
                number, Refused.UNKNOWN_ORGANISATION, told(Refused.UNKNOWN_ORGANISATION, who), row=values
            )
        elif house is None:
            report.refuse(number, Refused.UNKNOWN_HOUSE, told(Refused.UNKNOWN_HOUSE, text), row=values)
        elif house in late:
            report.refuse(number, Refused.LATER_CONTRACT, row=values)
        else:
            yield house, organisation


def _house(text: str) -> int | None:
    match = geocode(text) if text else None
    sure = match is not None and match.level == MatchLevel.HOUSE and match.confidence >= SURE
    return match.house_id if sure and match is not None else None


def _running_after(since: date | None) -> set[int]:
    """Houses whose present contract began after the day: it cannot end before it began."""
    if since is None:
        return set()
    rows = HouseContract.objects.filter(valid_to=None, valid_from__gt=since)
    return set(rows.values_list("house_id", flat=True))
