"""How many appeals a selection holds; a dear count is kept for a while, so that a list of everything stays quick."""

from hashlib import sha256

from django.core.cache import cache

from accounts.types import PUBLIC, Viewer
from appeals.queries.stretches import marks_within
from appeals.selecting import canonical
from appeals.types import Selection
from geo import sql

# Five million appeals take some 0.6 s to count; a number as large as this may be a few seconds old.
DEAR_NUMBER, KEPT_S = 300_000, 20


def number_matched(viewer: Viewer, selection: Selection) -> int:
    """How many appeals of the selection the viewer may see. Index: mark_mk or mark_h3, index-only."""
    key = _key("matched", selection)
    kept: int | None = cache.get(key) if viewer == PUBLIC else None
    if kept is not None:
        return kept
    found = marks_within(viewer, selection)
    ((number,),) = sql.rows("appeals", "number_matched", {}, {"marks": found})
    if viewer == PUBLIC and number >= DEAR_NUMBER:
        cache.set(key, int(number), KEPT_S)
    return int(number)


def _key(what: str, selection: Selection) -> str:
    return f"{what}:{sha256(canonical(selection).encode()).hexdigest()}"
