"""Organisations from files and names; not the register itself (services.organisations)."""

from collections.abc import Iterable

from geo.importing.report import Report
from territories.models import Organisation
from territories.services.organisations import Registered, register
from territories.types import OrganisationKind, OrganisationRow


def resolve_names(
    names: Iterable[str],
    *,
    kind: OrganisationKind = OrganisationKind.MANAGEMENT_COMPANY,
    report: Report | None = None,
) -> dict[str, Organisation]:
    """Organisation of every name as written, made (of `kind`) where new; spellings of one company share one.

    Empty names are passed over. With a report the merges and the new organisations are told in it.
    """
    distinct = list(dict.fromkeys(name for name in names if name.strip()))
    done = register(rows=[OrganisationRow(name=name) for name in distinct], kind=kind)
    if report is not None:
        tell(done, report)
    return dict(zip(distinct, done.organisations, strict=True))


def tell(done: Registered, report: Report) -> None:
    """New organisations and merged spellings into a report: counted for people, named for programs."""
    made = {one.pk: one.name for one in done.organisations if one.pk in done.created}
    report.details["organisations_created"] = sorted(made.values())
    report.details["organisations_merged"] = done.merges
