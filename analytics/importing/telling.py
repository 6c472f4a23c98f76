"""What spreading residents did, as sentences of an import's report; not the numbers themselves."""

from django.utils.translation import gettext as _

from analytics.services.residents import Done
from geo.importing.report import Report

SHOWN = 10


def tell(done: Done, report: Report) -> None:
    """How the people of a year were spread, and what does not add up."""
    plan = done.plan
    report.details |= {
        "residents": round(done.people, 3),
        "areas_scaled": plan.scaled,
        "areas_partly_built": plan.kept,
        "areas_even": plan.only_even,
    }
    report.note(_("Residents in all cells of the year: %(count)d.") % {"count": round(done.people)})
    if plan.scaled:
        report.note(
            _("Areas whose buildings were scaled to their population: %(count)d.") % {"count": plan.scaled}
        )
    if plan.kept:
        told = _(
            "Areas with buildings for less than half of their population, the rest spread evenly over other cells:"
            " %(count)d."
        )
        report.note(told % {"count": plan.kept})
    if plan.only_even:
        report.note(
            _("Areas without buildings, spread evenly over their cells: %(count)d.")
            % {"count": plan.only_even}
        )
    for name, total, inner in plan.disagreeing[:SHOWN]:
        told = _("“%(name)s” has %(total)d people, the areas inside it have %(inner)d.")
        report.warn(told % {"name": name, "total": round(total), "inner": round(inner)})
    for name, people in plan.unplaced[:SHOWN]:
        told = _(
            "“%(name)s”: %(count)d people live in no smaller area with a population, and no cell is left for them."
        )
        report.warn(told % {"name": name, "count": round(people)})
