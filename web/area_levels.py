"""Areas by level, for tables and choices: they lie in each other, and one list of all would count twice."""

from collections import defaultdict
from collections.abc import Iterable

from territories.labels import area_kind
from territories.models import Area


def by_level(area_ids: Iterable[int]) -> list[tuple[str, set[int]]]:
    """Names of levels, the one of fewest areas first, and which of the areas are of each. One query; none of none.

    area_ids: those with most appeals first.
    """
    wanted = list(area_ids)
    kinds = dict(Area.objects.filter(pk__in=wanted).values_list("pk", "kind")) if wanted else {}
    levels: dict[str, set[int]] = defaultdict(set)
    for area_id in wanted:
        if area_id in kinds:
            levels[area_kind(kinds[area_id])].add(area_id)
    # Of as many areas those come first that hold most, which were named first.
    return sorted(levels.items(), key=lambda level: len(level[1]))
