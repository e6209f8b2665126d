"""The state of a table page, as its address holds it: in one order, without empty values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

SORT, PER_PAGE, PAGE = "sort", "per_page", "page"

Value = str | int | Sequence[str] | None


#: Digits of the longest number in an address or a form.
MOST_DIGITS = 9


def whole(text: str, usual: int = 0) -> int:
    """Return the number that somebody sent; `usual` for what is none, or is too long."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else usual


@dataclass(frozen=True)
class State:
    """A page's path and its parameters; makes the addresses of neighbouring states."""

    path: str
    #: Names of all parameters in their order.
    order: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, path: str, order: Iterable[str], values: Mapping[str, Value]) -> State:
        """Return the state with these values, in any order and with empty ones."""
        names = (*order, SORT, PER_PAGE, PAGE)
        given = {name: _texts(values.get(name)) for name in names}
        return cls(path, names, {name: texts for name, texts in given.items() if texts})

    def get(self, name: str) -> tuple[str, ...]:
        """Return the values of a parameter."""
        return self.values.get(name, ())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values in the one order."""
        return [(name, text) for name in self.order for text in self.get(name)]

    @property
    def query(self) -> str:
        """Return the query string, with its question mark; empty where nothing is set."""
        return f"?{urlencode(self.pairs)}" if self.values else ""

    @property
    def url(self) -> str:
        """Return the address of this state."""
        return self.path + self.query

    def but(self, **changes: Value) -> State:
        """Return the state with other values. Any change but that of the page leads to page 1."""
        kept = {name: value for name, value in self.values.items() if name != PAGE}
        return self.of(self.path, self.order[:-3], {**kept, **changes})

    def toggled(self, name: str, value: str) -> State:
        """Return the state with one value of a parameter added, or taken away if it was there."""
        values = self.get(name)
        if value in values:
            return self.but(**{name: [text for text in values if text != value]})
        return self.but(**{name: [*values, value]})

    def at(self, path: str) -> str:
        """Return the same parameters at another path."""
        return path + self.query


def _texts(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    values = [value] if isinstance(value, str | int) else value
    return tuple(str(text) for text in values if str(text))
