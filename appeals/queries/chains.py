"""Whether the histories are what was written: recomputes the chain of every appeal; repairs nothing."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from geo import sql

CHUNK = 20_000


@dataclass(slots=True)
class Verdict:
    """broken: number of the appeal and the first wrong event, by seq. silent: appeals without events.

    fingerprint: of the last hashes of all appeals, hexadecimal. Kept elsewhere, it also tells of a history that
    was rewritten as a whole or cut off at its end: the fingerprint of the same appeals at the same time is another.
    """

    appeals: int = 0
    events: int = 0
    erased: int = 0
    broken: list[tuple[str, int]] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def sound(self) -> bool:
        return not (self.broken or self.silent)


def verify_events(*, chunk: int = CHUNK) -> Verdict:
    """Verify all events, some 20,000 appeals per statement. Index: event_seq_once."""
    verdict, last, root = Verdict(), 0, b""
    while True:
        [row] = sql.records("appeals", "verify_events", {"after_id": last, "limit": chunk})
        if row["last_id"] is None:
            break
        last = row["last_id"]
        verdict.appeals += row["appeals"]
        verdict.events += row["events"]
        verdict.erased += row["erased"]
        verdict.silent += row["silent"]
        verdict.broken += [(number, seq) for number, seq in json.loads(row["broken"])]
        root = sha256(root + bytes(row["heads"])).digest()
    verdict.fingerprint = root.hex()
    return verdict
