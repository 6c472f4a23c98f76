"""Texts in tables that a spreadsheet may open; not the files, nor what stands in them."""

# A spreadsheet takes a cell that begins so for a formula, some after a tab or a line's end; the wide ones as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what it might take for a formula. Spaces do not hide one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
