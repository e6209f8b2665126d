"""Values as cells of a CSV file that no spreadsheet takes for formulas."""

from __future__ import annotations

from typing import Any

#: A cell that starts with one of these is a formula to a spreadsheet; some take the full-width
#: signs (of East Asian keyboards) for the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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
    is_formula = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text
