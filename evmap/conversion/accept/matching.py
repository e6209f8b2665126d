"""Which findings an entry is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from evmap.conversion.accept.entries import ANYWHERE, Entry
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.reports.contract import FindingLine

#: What an entry has to say to be about a finding: code, pattern, fate, arguments.
_Key = tuple[str, str | None, str | None, tuple[str, ...]]


class Matcher:
    """Finds the entry for a finding, and remembers which entries fitted any."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._fitted: set[int] = set()
        self._by_key: dict[_Key, list[int]] = {}
        for number, entry in enumerate(entries):
            self._by_key.setdefault(entry.key, []).append(number)

    def entry_for(self, finding: FindingLine) -> Entry | None:
        """Return the first entry that is about a finding."""
        fitting = [n for key in _keys_of(finding) for n in self._by_key.get(key, ())]
        self._fitted.update(fitting)
        return self.entries[min(fitting)] if fitting else None

    @property
    def unused(self) -> list[Entry]:
        """Return the entries that fitted no finding so far."""
        return [e for number, e in enumerate(self.entries) if number not in self._fitted]


def fits(entry: Entry, finding: FindingLine) -> bool:
    """Return whether an entry is about a finding."""
    return entry.key in _keys_of(finding)


def _keys_of(finding: FindingLine) -> Iterator[_Key]:
    """All that an entry can say to be about a finding."""
    args = args_of(finding.code, finding.message)
    for place in _places_of(finding.pattern):
        for fate in dict.fromkeys((None, finding.fate)):
            for number in range(len(args) + 1):
                yield finding.code, place, fate, args[:number]


def _places_of(pattern: str) -> Iterator[str | None]:
    """A pattern, and what stands for it: nothing, or its end after `**`."""
    yield None
    yield pattern
    anywhere = ANYWHERE.removesuffix("/")
    start = pattern.find("/")
    while start >= 0:
        yield f"{anywhere}{pattern[start:]}"
        start = pattern.find("/", start + 1)


#: Codes whose argument is the field map's own words for the place: the place is enough.
BY_PLACE = frozenset({"EV401", "EV402", "EV403"})


def args_of(code: str, message: str) -> tuple[str, ...]:
    """Return what a finding's message names, read back from the catalogue's sentence.

    Of a message that can be read in several ways, always in the same one.
    """
    numbers, literals = _sentence(code)
    first, last = literals[0], literals[-1]
    if not numbers or not message.startswith(first) or not message.endswith(last):
        return ()
    left = message[len(first) : len(message) - len(last)]
    if len(message) < len(first) + len(last):
        return ()
    found = []
    for literal in literals[1:-1]:
        named, between, left = left.partition(literal)
        if not between:
            return ()
        found.append(named)
    told = dict(zip(numbers, [*found, left], strict=True))
    return tuple(told[number] for number in sorted(told))


def telling_args(code: str, message: str) -> tuple[str, ...]:
    """Return the arguments that tell findings of one code and place apart; none for most codes."""
    if not CATALOGUE[code].by_argument or code in BY_PLACE:
        return ()
    return args_of(code, message)


@cache
def _sentence(code: str) -> tuple[list[str], list[str]]:
    """The numbers of the arguments that a catalogue's message names, and the texts around them."""
    text, *parts = CATALOGUE[code].message.split("{")
    numbers = [part.partition("}")[0] for part in parts]
    return numbers, [text, *(part.partition("}")[2] for part in parts)]
