"""What of an assignment's explanation a reader may know: pure, over the stored JSON; not how it is made or worded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from territories.types import is_administrative

# Each of these narrows down where a coarsened pin really is: distances to borders, the house, small polygons.
_PLACE_TRACES = ("zone", "house_id", "border_m", "ambiguous", "runner_up", "neighbour")


def shown_explanation(
    explanation: Mapping[str, Any], *, exact: bool, told: Collection[int] = ()
) -> dict[str, Any]:
    """The explanation with every member present. exact: the reader may know the exact place.

    Without it the traces of the place are null, only areas with the ids `told` stay and have no distances, and only the
    first sentence stays: the second one tells how near a border is.
    """
    shown = {**_EMPTY, **{key: explanation[key] for key in _EMPTY if key in explanation}}
    if exact:
        return {**shown, "area": _naming(shown["areas"]) if shown["areas"] else shown["area"]}
    hidden: dict[str, Any] = dict.fromkeys(_PLACE_TRACES)
    areas = [area for area in (*shown["areas"], shown["area"]) if area]
    hidden["areas"] = [_without_distance(area) for area in shown["areas"] if area["id"] in told]
    hidden["area"] = _naming(hidden["areas"])
    secret = [str(area["name"]) for area in areas if area["id"] not in told]
    hidden["sentences"] = [_without_traces(sentence, shown, secret) for sentence in shown["sentences"][:1]]
    hidden["sentence"] = _without_traces(shown["sentence"], shown, secret)
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


def _naming(areas: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The area that names the place; in explanations of old it was the smallest of any kind."""
    return next((area for area in areas if is_administrative(area["kind"])), None)


def _without_distance(area: Mapping[str, Any]) -> dict[str, Any]:
    return {**area, "border_m": None}


def _without_traces(sentence: str, explanation: Mapping[str, Any], areas: Iterable[str]) -> str:
    """The sentence without the name of the zone, and with dots for the names of these areas.

    The organisation, which may be called like its area, stands before them and stays.
    """
    sentence = _without_zone(sentence, explanation["zone"])
    organisation = str(explanation["organisation"]["name"]) if explanation["organisation"] else ""
    begin = sentence.find(organisation) + len(organisation) if organisation in sentence else 0
    rest = sentence[begin:]
    for name in areas:
        for opening, closing in ("“”", "«»"):
            rest = rest.replace(f"{opening}{name}{closing}", f"{opening}…{closing}")
    return sentence[:begin] + rest


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
