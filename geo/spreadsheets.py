"""Texts in tables that a spreadsheet may open; not the files, nor what stands in them."""

import re

# A spreadsheet takes a cell that begins so for a formula, some after a tab or a line's end; the wide ones as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what it might take for a formula. Spaces do not hide one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text


def harmless_cell(text: str) -> str:
    """A stranger's cell, harmless; a number stays as it was written, to be read again."""
    return text if _NUMBER.fullmatch(text) else harmless(text)
