"""Puts marks and roll-up right again where they differ, while others write; finding it is `queries.verifying`."""

from django.conf import settings
from django.db import transaction

from analytics.queries.verifying import (
    APPEALS,
    MARKS,
    MOST,
    Verdict,
    WrongCell,
    cell_ranges,
    differences,
    mark_chunks,
    other_zone,
    wrong_cells,
)
from appeals.marks import write_mark
from appeals.models import Appeal
from geo import sql


def repair(*, most: int = MOST, appeals: int = APPEALS, marks: int = MARKS) -> Verdict:
    """Repairs all that `verify` would find, and tells what it found. Call it outside a transaction.

    A wrong mark is written anew under the lock of its appeal, one at a time, and the triggers move the roll-up. Then a
    range of cells at a time gets what it lacks: one statement reads marks and roll-up in one snapshot and appends the
    difference. Who writes meanwhile appends the own change, which adds to it in any order: nobody waits. Only another
    zone of months (a changed setting) waits for those who are writing, and for a moment holds new ones.
    """
    verdict = Verdict(most, zone=other_zone())
    if verdict.zone:
        with transaction.atomic():
            sql.execute("analytics", "set_zone", {"zone": settings.TIME_ZONE})
    for chunk, wrong in mark_chunks(appeals):
        verdict.appeals += chunk
        verdict.add_marks(wrong)
        for mark in wrong:
            _write_anew(mark.appeal_id)
    for after, through in cell_ranges(marks):
        verdict.add_cells(_append_difference(after, through))
    return verdict


@transaction.atomic
def _write_anew(appeal_id: int) -> None:
    rows = Appeal.objects.select_related("topic").select_for_update(of=("self",))
    appeal = rows.filter(pk=appeal_id).first()
    if appeal is not None:
        write_mark(appeal)


@transaction.atomic
def _append_difference(after: int, through: int) -> list[WrongCell]:
    sql.rows("analytics", "rollup_lock", {})
    relations = {"differences": differences(after, through)}
    return wrong_cells(sql.rows("analytics", "repair_rollup", {}, relations))
