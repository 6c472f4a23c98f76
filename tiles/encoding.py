"""Writes layers of points as Mapbox vector tiles (version 2), whole columns at once; knows nothing of appeals.

ST_AsMVT looks up every attribute of every point in a hash table and spends most of a tile's time there. Here an
attribute is its different values and, for each point, which of them it has.
Source: https://github.com/mapbox/vector-tile-spec/tree/master/2.1
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from geo.tilegrid import EXTENT

Numbers = NDArray[np.integer[Any]]
Cell = Numbers | int

# Numbers of protobuf's fields: of a tile, a layer, a feature and a value; and its ways to write a field.
_LAYER = 3
_NAME, _FEATURE, _KEY, _VALUE, _EXTENT, _VERSION = 1, 2, 3, 4, 5, 15
_TAGS, _TYPE, _GEOMETRY = 2, 3, 4
_TEXT, _UNSIGNED = 1, 5
_VARINT, _SIZED = 0, 2
_POINT, _ONE_MOVE = 1, 9
_CONTINUED, _SEVEN_BITS = 0x80, 0x7F


class Column(NamedTuple):
    """An attribute of all points. values: the different ones, encoded; number: of values; codes: each point's own."""

    values: bytes
    number: int
    codes: Numbers


def texts(words: Sequence[str], codes: Numbers) -> Column:
    """An attribute with a few different texts. codes: for each point, which of the words."""
    position = {word: number for number, word in enumerate(dict.fromkeys(words))}
    renumbered = np.array([position[word] for word in words])
    return Column(b"".join(map(_word, position)), len(position), renumbered[codes])


def numbers(each: Numbers) -> Column:
    """An attribute of numbers from 0. each: every point's own."""
    different, codes = np.unique(each, return_inverse=True)
    return Column(b"".join(map(_unsigned, different.tolist())), len(different), codes)


def lines(text: str, count: int) -> Column:
    """An attribute that is different for every point: a line of the text for each, in their order."""
    written = text.encode()
    length = written.find(b"\n") if count > 1 else len(written)
    if len(written) == (length + 1) * count - 1 and written[length :: length + 1] == b"\n" * (count - 1):
        # All are as long as the first: what stands before each is the same.
        before = _text_of(length)
        values = before + written.replace(b"\n", before)
    else:
        values = b"".join([_text(line) for line in written.split(b"\n")])
    return Column(values, count, np.arange(count))


def words(text: str) -> tuple[list[str], Numbers]:
    """The different lines of a text, and for each of its lines which of them it is."""
    found = text.split("\n")
    position = {word: number for number, word in enumerate(dict.fromkeys(found))}
    return list(position), np.fromiter(map(position.__getitem__, found), np.int32, len(found))


def points(layer: str, x: Numbers, y: Numbers, columns: Mapping[str, Column]) -> bytes:
    """A tile with one layer of points. x, y: pixels, 0 ≤ … < 4,096, y down; columns: fewer than 20 of them.

    Empty for no points. Attributes with few values are best named first: their codes then take one byte.
    """
    if not len(x):
        return b""
    body = [
        _sized(_NAME, layer.encode()),
        _features(x, y, columns.values()),
        *(_sized(_KEY, key.encode()) for key in columns),
        *(column.values for column in columns.values()),
        _field(_EXTENT, _VARINT) + _varint(EXTENT),
        _field(_VERSION, _VARINT) + _varint(2),
    ]
    return _sized(_LAYER, b"".join(body))


def _features(x: Numbers, y: Numbers, columns: Iterable[Column]) -> bytes:
    tags, place, feature = _Bytes(), _Bytes(), _Bytes()
    first = 0
    for key, column in enumerate(columns):
        tags.add(key).add_varint(column.codes + first)
        first += column.number
    # A place is told as its distance from the tile's corner; signs are folded in: 0, 2, 4 for 0, 1, 2.
    place.add(_ONE_MOVE).add_varint(x << 1).add_varint(y << 1)
    feature.add(_FEATURE << 3 | _SIZED).add(tags.length + place.length + 6)
    feature.add(_TAGS << 3 | _SIZED).add(tags.length).append(tags)
    feature.add(_TYPE << 3 | _VARINT).add(_POINT)
    feature.add(_GEOMETRY << 3 | _SIZED).add(place.length).append(place)
    return feature.written(len(x))


class _Bytes:
    """The bytes of all points, one position after the other; at some positions only some points have one.

    cells: of each position the byte, one for all or each point's own, and which points have it (None: all). length: how
    many bytes each point has so far.
    """

    def __init__(self) -> None:
        self.cells: list[tuple[Cell, NDArray[np.bool_] | None]] = []
        self.length: Cell = 0

    def add(self, cell: Cell) -> Self:
        """One byte for every point: the same or each its own."""
        self.cells.append((cell, None))
        self.length = self.length + 1
        return self

    def add_varint(self, each: Numbers) -> Self:
        """Protobuf's integer: seven bits a byte, the lowest first, as many bytes as each needs."""
        most = int(each.max())
        self.add(each & _SEVEN_BITS | (each > _SEVEN_BITS) * _CONTINUED if most > _SEVEN_BITS else each)
        for shift in range(7, most.bit_length(), 7):
            rest = each >> shift
            has = rest > 0
            self.cells.append((rest & _SEVEN_BITS | (rest > _SEVEN_BITS) * _CONTINUED, has))
            self.length = self.length + has
        return self

    def append(self, other: "_Bytes") -> Self:
        self.cells += other.cells
        self.length = self.length + other.length
        return self

    def written(self, count: int) -> bytes:
        table = np.empty((len(self.cells), count), np.uint8)
        kept = np.ones(table.shape, np.bool_)
        for position, (cell, has) in enumerate(self.cells):
            table[position] = cell
            if has is not None:
                kept[position] = has
        return table.T[kept.T].tobytes()


@lru_cache(maxsize=4096)
def _word(word: str) -> bytes:
    return _text(word.encode())


@lru_cache(maxsize=4096)
def _unsigned(number: int) -> bytes:
    return _sized(_VALUE, _field(_UNSIGNED, _VARINT) + _varint(number))


def _text(word: bytes) -> bytes:
    return _text_of(len(word)) + word


def _text_of(length: int) -> bytes:
    """What stands before a text of a length."""
    inner = _field(_TEXT, _SIZED) + _varint(length)
    return _field(_VALUE, _SIZED) + _varint(len(inner) + length) + inner


def _sized(field: int, body: bytes) -> bytes:
    return _field(field, _SIZED) + _varint(len(body)) + body


def _field(field: int, way: int) -> bytes:
    return _varint(field << 3 | way)


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > _SEVEN_BITS:
        written.append(number & _SEVEN_BITS | _CONTINUED)
        number >>= 7
    written.append(number)
    return bytes(written)
