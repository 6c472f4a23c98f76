"""Indexes and foreign keys of the large tables wait for the end of a large load; small loads keep them."""

from collections.abc import Iterator
from contextlib import contextmanager

from geo import sql

TABLES = (
    *("appeals_appeal", "appeals_mark", "appeals_assignment", "appeals_event"),
    *("geo_basemapfeature", "geo_house", "territories_housecontract"),
)
# The trigger that chains events looks the last one of the appeal up for every row.
NEEDED = ("event_seq_once",)


@contextmanager
def postponed() -> Iterator[None]:
    """What COPY keeps up row by row is made at once afterwards, in a third of the time. Needs a transaction.

    Primary keys stay, and what the load itself looks up by. The tables are locked until the transaction
    ends; when it fails, everything is as before.
    """
    sql.execute("demo", "postpone_indexes", {"tables": list(TABLES), "needed": list(NEEDED)})
    sql.execute("demo", "drop_indexes", {})
    yield
    sql.execute("demo", "make_indexes", {})
