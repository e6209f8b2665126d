"""Values as cells of a CSV file that no spreadsheet takes for formulas."""

from __future__ import annotations

from typing import Any

#: A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Between the items of a list in one cell.
LIST_SEPARATOR = " | "


def cell(value: Any) -> str | int | float:
    """A value as a cell; a text that looks like a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = LIST_SEPARATOR.join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
