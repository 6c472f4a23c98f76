"""What of an assignment's explanation a reader may know: pure, over the stored JSON; not how it is made or worded."""

from collections.abc import Mapping
from typing import Any

# Each of these narrows down where a coarsened pin really is: distances to borders, the house, small polygons.
_PLACE_TRACES = ("zone", "house_id", "border_m", "ambiguous", "runner_up", "neighbour")


def shown_explanation(explanation: Mapping[str, Any], *, exact: bool) -> dict[str, Any]:
    """The explanation with every member present. exact: the reader may know the exact place.

    Without it the traces of the place are null, the areas have no distances, and only the first sentence stays:
    the second one tells how near a border is.
    """
    shown = {**_EMPTY, **{key: explanation[key] for key in _EMPTY if key in explanation}}
    if exact:
        return shown
    hidden: dict[str, Any] = dict.fromkeys(_PLACE_TRACES)
    hidden["area"] = _without_distance(shown["area"]) if shown["area"] else None
    hidden["areas"] = [_without_distance(area) for area in shown["areas"]]
    hidden["sentence"] = _without_zone(shown["sentence"], shown["zone"])
    hidden["sentences"] = [_without_zone(sentence, shown["zone"]) for sentence in shown["sentences"][:1]]
    return {**shown, **hidden}


_EMPTY: dict[str, Any] = {
    "organisation": None,
    "rule": "manual",
    "manual_reason": None,
    "area": None,
    "areas": [],
    "zone": None,
    "house_id": None,
    "boundary_version": None,
    "border_m": None,
    "ambiguous": None,
    "runner_up": None,
    "tied": [],
    "neighbour": None,
    "sentence": "",
    "sentences": [],
}


def _without_distance(area: Mapping[str, Any]) -> dict[str, Any]:
    return {**area, "border_m": None}


def _without_zone(sentence: str, zone: Mapping[str, Any] | None) -> str:
    """The sentence without the name of the zone, which may be a few houses large; the quotes are either language's.

    The organisation, which may bear the same name, stands before it.
    """
    name = str(zone["name"]) if zone else ""
    for quoted in (f", “{name}”", f" “{name}”", f" «{name}»"):
        before, found, after = sentence.rpartition(quoted)
        if name and found:
            return before + after
    return sentence
