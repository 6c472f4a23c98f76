"""All hostile files by name; names are unique."""

from tests.appeals.hostile import bombs, damaged, polyglots, telling

CASES = {**bombs.CASES, **polyglots.CASES, **telling.CASES, **damaged.CASES}
assert len(CASES) == sum(len(part.CASES) for part in (bombs, polyglots, telling, damaged))
