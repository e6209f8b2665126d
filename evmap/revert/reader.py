"""Reading v3 objects key by key.

What is not asked for has no place in v2, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from evmap.conversion.pointers import escape, readable
from evmap.revert.findings import Findings

#: Decimals that degrees may have.
MOST_DECIMALS = 10_000


class Reader:
    """An object of a v3 document at a pointer. Values of a wrong type are left out, with a finding.

    A missing object reads as an empty one.
    """

    def __init__(self, value: Any, at: str, findings: Findings) -> None:
        self.at = at
        self.findings = findings
        self._value: dict[str, Any] = value if isinstance(value, dict) else {}
        self._unread = dict.fromkeys(self._value)
        if value is not None and not isinstance(value, dict):
            self._refuse(at, "an object", value)

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def text(self, key: str) -> str | None:
        """A string that is not empty."""
        value = self._take(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and readable(value) == value:
            return value
        self._refuse(self.place(key), "a text", value)
        return None

    def flag(self, key: str) -> bool | None:
        """true or false."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return value
        self._refuse(self.place(key), "true or false", value)
        return None

    def whole(self, key: str) -> int | None:
        """A whole number above 0."""
        value = self._take(key)
        if value is None:
            return None
        is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        if is_number and 0 < value < 1_000_000_000 and value == int(value):
            return int(value)
        self._refuse(self.place(key), "a whole number", value)
        return None

    def degrees(self, key: str, bound: int) -> Decimal | int | None:
        """Degrees as a number or as text, without padding zeros."""
        value = self._take(key)
        if value is None:
            return None
        number = _number(value)
        if number is None or not -bound <= number <= bound or _is_endless(number):
            self._refuse(self.place(key), "degrees", value)
            return None
        if isinstance(number, Decimal) and number == number.to_integral_value():
            return int(number)
        return number if isinstance(number, int) else Decimal(f"{number:f}".rstrip("0"))

    def words(self, key: str) -> list[tuple[str, str]]:
        """(word, pointer) of a list of texts."""
        found = []
        for place, value in self._entries(key):
            if isinstance(value, str) and value and readable(value) == value:
                found.append((value, place))
            elif value != "":
                self._refuse(place, "a text", value)
        return found

    def child(self, key: str) -> Reader:
        """The object at a key."""
        return Reader(self._take(key), self.place(key), self.findings)

    def children(self, key: str) -> list[Reader]:
        """The objects of a list."""
        return [Reader(value, place, self.findings) for place, value in self._entries(key)]

    def place(self, key: str) -> str:
        """The pointer of a key."""
        return f"{self.at}/{escape(key)}"

    def ignore(self, *keys: str) -> None:
        """Pass over keys that say again what others say."""
        for key in keys:
            self._unread.pop(key, None)

    def close(self) -> None:
        """Say of everything that was not asked for that it is left out."""
        for key in self._unread:
            for place, value in leaves(self._value[key], self.place(key)):
                self.findings.add("RV101", place, value=value)

    def _take(self, key: str) -> Any:
        self._unread.pop(key, None)
        return self._value.get(key)

    def _entries(self, key: str) -> Iterator[tuple[str, Any]]:
        value = self._take(key)
        if value is not None and not isinstance(value, list):
            self._refuse(self.place(key), "a list", value)
            return
        for index, entry in enumerate(value or ()):
            yield f"{self.place(key)}/{index}", entry

    def _refuse(self, place: str, wanted: str, value: Any) -> None:
        for inner, leaf in leaves(value, place):
            self.findings.add("RV102", inner, f"{wanted} is expected", value=leaf)


def leaves(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    """(pointer, scalar) of all values; empty lists and objects say nothing."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, f"{at}/{escape(key)}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from leaves(member, f"{at}/{index}")
    elif value is not None:
        yield at, value


def _is_endless(number: int | Decimal) -> bool:
    """Whether a number has more decimals than anybody writes: a power of ten may have billions."""
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return isinstance(exponent, int) and exponent < -MOST_DECIMALS


def _number(value: Any) -> Decimal | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, Decimal)):
        return value
    if not isinstance(value, str) or len(value) > 40 or not value.isascii():
        return None
    whole, _, decimals = value.removeprefix("-").partition(".")
    if not (whole + decimals).isdigit() or not whole:
        return None
    return Decimal(value.rstrip("."))
