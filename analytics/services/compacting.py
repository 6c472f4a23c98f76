"""Puts the changes of the roll-up together, which changes no figure; the changes themselves are the triggers'."""

from datetime import date
from typing import Any

from django.db import transaction

from geo import sql

# A batch takes some tens of milliseconds and nobody waits for it; the next one begins where it ended.
BATCH = 2_000
FIRST_BATCH: dict[str, Any] = {
    "cell": -(1 << 62),
    "month": date.min,
    "is_public": False,
    "is_draft": False,
    "limit": BATCH,
}


def compact(*, batch: int = BATCH) -> int:
    """One row per cell, month and visibility again; answers how many rows fewer there are.

    Call it outside a transaction: each batch is its own, and writers and readers go on meanwhile. Where another one is
    at work it stops, having nothing to do. Index: cellmonth_cell, read once from end to end.
    """
    fewer, params = 0, FIRST_BATCH | {"limit": batch}
    while True:
        with transaction.atomic():
            if not sql.rows("analytics", "rollup_lock_try", {})[0][0]:
                return fewer
            [done] = sql.records("analytics", "compact_rollup", params)
        fewer += int(done["taken"]) - int(done["kept"])
        if done["keys"] < batch:
            return fewer
        params |= {name: done[name] for name in params if name in done}
