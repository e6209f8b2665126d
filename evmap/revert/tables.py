"""The mapping tables, read from right to left."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from evmap.conversion.guide import ConnectorType, Guide


class Backward:
    """v3 standards and statuses, in any spelling, to those of v2.

    No two v2 ids share a standard (a test says so), and ids that the guide calls deprecated have
    none. Where several v2 states share one status, the guide's first counts.
    """

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self._standards: dict[str, str] = {}
        for standard in guide.standards.values():
            spellings = (standard.here_v3, standard.ocpi_2_2_1, standard.ocpi_2_3_0)
            for spelling in (standard.code, *spellings):
                if spelling:
                    self._standards.setdefault(spelling, standard.code)
        self._statuses: dict[str, str] = {}
        for status in guide.spellings.values():
            for spelling in (status.code, status.here_v3, status.ocpi):
                if spelling:
                    self._statuses.setdefault(spelling, status.code)
        self._connectors = {
            standard: connector
            for connector in guide.connectors.values()
            if connector.state != "deprecated"
            for standard in connector.standards
        }
        self._states = _states(guide)

    def standard(self, spelled: str) -> str | None:
        """The guide's code of a standard in the spelling of any target."""
        return self._standards.get(spelled)

    def status(self, spelled: str) -> str | None:
        """The guide's code of a status in the spelling of any target."""
        return self._statuses.get(spelled)

    def connector(self, standard: str | None) -> ConnectorType | None:
        """The v2 connector type of a standard; None where it has none."""
        return self._connectors.get(standard or "")

    def states(self, status: str) -> list[str]:
        """The v2 states of a status, the one to take first."""
        return self._states.get(status, [])


@lru_cache(maxsize=4)
def backward(guide: Guide) -> Backward:
    """The backward tables of a guide, made once."""
    return Backward(guide)


def _states(guide: Guide) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for v2, candidates in guide.statuses.items():
        for v3 in candidates:
            found[v3].append(v2)
    return found
