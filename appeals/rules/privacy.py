"""What the public may know of an appeal: its place, address and text; not who may see the appeal at all.

Places of `home` topics are snapped to the centre of a cell of the tile grid before anything public is stored, so that
list, card, tile, heat map and export cannot disagree, and none of them holds the exact pin.
"""

import re

from appeals.types import Privacy
from geo.tilegrid import QUANTUM_BITS, dequantize, quantize
from geo.types import LonLat

# Cells of this zoom are 153 m wide at 60° N and 171 m at 56° N: about ten houses of a town, a few of a village.
HOME_CELL_ZOOM = 17
_FREE_BITS = QUANTUM_BITS - HOME_CELL_ZOOM


def coarsen(point: LonLat) -> LonLat:
    """Centre of the cell that holds the point, degrees. The same point always gives the same centre."""
    qx, qy = quantize(point)
    return dequantize(coarse_quantum(qx), coarse_quantum(qy))


def coarse_quantum(quantum: int) -> int:
    """Middle of the cell along one axis of the 31-bit grid; works on numpy arrays of integers alike."""
    return (quantum >> _FREE_BITS << _FREE_BITS) + (1 << (_FREE_BITS - 1))


def public_place(point: LonLat, privacy: Privacy) -> LonLat:
    """The pin that the public sees."""
    return coarsen(point) if privacy == Privacy.HOME else point


_HOUSE_PART = re.compile(
    r"^(д(ом)?\b|вл(адение)?\b|к(орп(ус)?)?\b|стр(оение)?\b|лит(ера?)?\b|кв(артира)?\b|пом(ещение)?\b|оф(ис)?\b"
    r"|под(ъезд)?\b|эт(аж)?\b|\d)",
    re.IGNORECASE,
)
_HOUSE_TAIL = re.compile(
    r"\s+(?:д(?:ом)?\.?\s*)?№?\s*\d+(?:[/-]\d+)?\s*[А-Яа-яA-Za-z]?"
    r"(?:\s*(?:к|корп|корпус|стр|лит|литера|с|кв|квартира)\.?\s*\w+)*\s*$",
    re.IGNORECASE,
)


def public_address(address: str, privacy: Privacy) -> str:
    """The address that the public sees: of a `home` topic without house, flat and what follows them."""
    if privacy != Privacy.HOME:
        return _without_flat(address)
    parts = [part.strip() for part in address.split(",")]
    kept: list[str] = []
    for part in parts:
        if kept and _HOUSE_PART.match(part):
            break
        kept.append(part)
    if kept:
        kept[-1] = _HOUSE_TAIL.sub("", kept[-1])
    return ", ".join(part for part in kept if part)


_FLAT = re.compile(r"[,\s]*\b(?:кв(?:артира)?|комн(?:ата)?)\.?\s*№?\s*\d+\s*[а-яё]?\b", re.IGNORECASE)


def _without_flat(address: str) -> str:
    return _FLAT.sub("", address).strip(" ,")
