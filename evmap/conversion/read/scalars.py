"""A value as the type that its field has: texts as numbers, numbers as texts, "yes" as true."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import Any

from evmap.conversion.fieldmap import TEXT_TYPES

#: What a value becomes that the rules can't use.
UNUSABLE = object()

#: Of a text that may be a number, in characters.
LONGEST_NUMBER = 200

#: No number says these: seconds, or their thousandths, since a day that nobody names.
MOMENTS = {"datetime", "date", "time"}

#: How else true and false are written; XML Schema allows the digits.
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def as_type(kind: str, value: Any, pattern: str) -> tuple[Any, bool]:
    """The value of a field as the rules want it, or UNUSABLE; and whether it was as documented.

    kind: the JSON type of the field's row; pattern: the field's place.
    """
    if kind in TEXT_TYPES:
        return _as_string(kind, value)
    if kind == "boolean":
        return _as_boolean(value)
    number, exact = _as_number(value)
    if number is UNUSABLE or isinstance(number, bool):
        return UNUSABLE, False
    if kind == "integer":
        whole = int(number) if number == int(number) else UNUSABLE
        return whole, exact and isinstance(number, int)
    if pattern.endswith(("latitude", "longitude")):
        return Decimal(number), exact
    return number if isinstance(number, int) else float(number), exact


def _as_string(kind: str, value: Any) -> tuple[Any, bool]:
    if isinstance(value, str):
        return value, True
    if isinstance(value, bool) or kind in MOMENTS:
        return UNUSABLE, False
    whole, _, decimals = str(value).partition(".")
    return (str(value) if decimals.strip("0") else whole), False  # 47449.0 is 47449


def _as_boolean(value: Any) -> tuple[Any, bool]:
    if isinstance(value, bool):
        return value, True
    found = BOOLEANS.get(str(value).strip().lower())
    return (UNUSABLE if found is None else found), False


def _as_number(value: Any) -> tuple[Any, bool]:
    if isinstance(value, bool):
        return UNUSABLE, False
    if isinstance(value, (int, Decimal)):
        return (value, True) if _is_finite(value) else (UNUSABLE, False)
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER or not value.strip().isascii():
        return UNUSABLE, False
    text = value.strip().replace("_", " ")
    try:
        number: int | Decimal = int(text) if text.lstrip("-").isdigit() else Decimal(text)
    except (ValueError, InvalidOperation):
        return UNUSABLE, False
    return (number, False) if _is_finite(number) else (UNUSABLE, False)


def _is_finite(value: int | Decimal) -> bool:
    try:
        return math.isfinite(float(value))
    except (OverflowError, ValueError):  # too large, or a signalling NaN
        return False
