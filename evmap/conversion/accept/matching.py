"""Which findings an entry is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from evmap.conversion.accept.entries import ANYWHERE, Entry
from evmap.conversion.buckets import REGULAR
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.reports.contract import FindingLine


class Matcher:
    """Finds the entry for a finding, and remembers which entries fitted any."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._fitted: set[int] = set()
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            self._by_code[entry.code].append(number)

    def entry_for(self, finding: FindingLine) -> Entry | None:
        """Return the first entry that is about a finding."""
        fitting = [n for n in self._by_code.get(finding.code, ()) if fits(self.entries[n], finding)]
        self._fitted.update(fitting)
        return self.entries[fitting[0]] if fitting else None

    @property
    def unused(self) -> list[Entry]:
        """Return the entries that fitted no finding so far."""
        return [e for number, e in enumerate(self.entries) if number not in self._fitted]


def fits(entry: Entry, finding: FindingLine) -> bool:
    """Return whether an entry is about a finding."""
    return (
        entry.code == finding.code
        and entry.fate in (None, finding.fate)
        and _is_there(entry.pattern, finding.pattern)
        and entry.args == args_of(finding.code, finding.message)[: len(entry.args)]
    )


def _is_there(wanted: str | None, pattern: str) -> bool:
    if wanted is None or wanted == pattern:
        return True
    return wanted.startswith(ANYWHERE) and pattern.endswith(wanted.removeprefix("**"))


def args_of(code: str, message: str) -> tuple[str, ...]:
    """Return what a finding's message names, read back from the catalogue's sentence.

    Of a message that can be read in several ways, always in the same one.
    """
    match = _sentence(code).fullmatch(message)
    if match is None:
        return ()
    found = match.groupdict()
    return tuple(found[f"a{number}"] for number in range(len(found)))


def telling_args(code: str, message: str) -> tuple[str, ...]:
    """Return the arguments that tell findings of one code and place apart; none for most codes."""
    if not CATALOGUE[code].by_argument or code in REGULAR:
        return ()
    return args_of(code, message)


@cache
def _sentence(code: str) -> re.Pattern[str]:
    """A catalogue's message as an expression with a group for each argument."""
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = f"a{match[1]}"
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    text = re.escape(CATALOGUE[code].message)
    return re.compile(re.sub(r"\\\{(\d)\\\}", group, text), re.DOTALL)
