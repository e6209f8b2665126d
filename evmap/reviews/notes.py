"""Which findings tell of a value: the way from the text to the list of findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from evmap.conversion.books import Finding
from evmap.conversion.ledger import Mark

#: Findings that tell of a guess: a choice between candidates, or a usual value.
GUESSES = frozenset({"EV204", "EV205", "EV301", "EV302", "EV418", "EV419", "EV514", "EV515"})


class Notes:
    """Finds the findings on a value, given as their numbers in the list (from 0)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        self._by_pattern: dict[str, list[int]] = defaultdict(list)
        for number, finding in enumerate(findings):
            self._by_pattern[finding.pattern].append(number)

    def on(self, mark: Mark, place: int) -> list[int]:
        """Return the findings on the value of a mark that stands at byte `place`."""
        return [
            number
            for number in self._by_pattern.get(mark.pattern, ())
            if self._tells(self.findings[number], mark, place)
        ]

    def guessed(self, numbers: Sequence[int]) -> bool:
        """Return whether one of these findings tells of a guess."""
        return any(self.findings[number].code in GUESSES for number in numbers)

    def _tells(self, finding: Finding, mark: Mark, place: int) -> bool:
        if finding.occurrences <= len(finding.spots):
            return any(spot.offset == place for spot in finding.spots)
        if finding.fate not in (None, mark.fate):
            return False
        # Of a code that tells its arguments apart, the one with this value.
        rivals = [
            self.findings[number]
            for number in self._by_pattern[mark.pattern]
            if self.findings[number].code == finding.code
        ]
        if len(rivals) < 2 or not finding.args:
            return True
        return finding.args[0].upper() == str(mark.value).strip().upper()
