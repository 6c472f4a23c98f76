"""The cover of a box by Morton ranges: nothing of the box is missing, and little else is in it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.tilegrid import QUANTUM_BITS, morton, morton_cover, morton_parts

LAST = (1 << QUANTUM_BITS) - 1
axis = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(lambda two: (min(two), max(two)))


@given(columns=axis, rows=axis, across=st.floats(0, 1), down=st.floats(0, 1))
def test_holds_every_quantum_of_the_box(
    columns: tuple[int, int], rows: tuple[int, int], across: float, down: float
) -> None:
    ranges = morton_cover(columns[0], rows[0], columns[1], rows[1])
    qx = columns[0] + int((columns[1] - columns[0]) * across)
    qy = rows[0] + int((rows[1] - rows[0]) * down)
    for x, y in ((qx, qy), (columns[0], rows[0]), (columns[1], rows[1]), (columns[0], rows[1])):
        assert any(low <= morton(x, y) <= high for low, high in ranges)


@given(columns=axis, rows=axis)
def test_ranges_ascend_apart_and_are_few(columns: tuple[int, int], rows: tuple[int, int]) -> None:
    ranges = morton_cover(columns[0], rows[0], columns[1], rows[1])
    assert 1 <= len(ranges) <= 96
    assert all(low <= high for low, high in ranges)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(ranges))


def place(code: int) -> tuple[int, int]:
    """The quantum of a Morton code."""
    bits = range(QUANTUM_BITS)
    return sum((code >> 2 * bit & 1) << bit for bit in bits), sum(
        (code >> 2 * bit + 1 & 1) << bit for bit in bits
    )


@given(columns=axis, rows=axis, share=st.floats(0, 1))
def test_whole_ranges_lie_in_the_box_and_all_together_are_the_cover(
    columns: tuple[int, int], rows: tuple[int, int], share: float
) -> None:
    box = (columns[0], rows[0], columns[1], rows[1])
    whole, cut = morton_parts(*box)
    for low, high in whole:
        for code in (low, high, low + int((high - low) * share)):
            x, y = place(min(code, high))
            assert columns[0] <= x <= columns[1]
            assert rows[0] <= y <= rows[1]
    together = sum(high - low + 1 for low, high in whole + cut)
    assert together == sum(high - low + 1 for low, high in morton_cover(*box))


def test_a_single_quantum_is_one_code() -> None:
    code = morton(12345, 678)
    assert morton_cover(12345, 678, 12345, 678) == [(code, code)]


def test_little_else_is_read() -> None:
    box = (1_000_003, 2_000_005, 1_900_001, 2_700_009)
    held = sum(high - low + 1 for low, high in morton_cover(*box))
    wanted = (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
    assert held <= 1.4 * wanted
