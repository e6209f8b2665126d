"""What an explanation holds: every value of both texts, and every diagnostic at its place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from evmap.conversion.account.candidates import tells_loss
from evmap.conversion.counts import LOSSES, FindingKey, finding_key
from evmap.conversion.diagnostics import Indexes
from evmap.conversion.findings.buckets import is_spared, loss_of, regular_code
from evmap.conversion.guide import FieldRow


class Remark(msgspec.Struct, eq=False):
    """A diagnostic on one place of the v2 text.

    `at`: the indexes of the place, or of what is around it, as rules see them
    (:mod:`.diagnostics`).
    """

    code: str
    pattern: str
    fate: str | None
    args: tuple[str, ...]
    at: Indexes

    @property
    def key(self) -> FindingKey:
        """The finding that it belongs to."""
        return finding_key(self.code, self.pattern, self.fate, self.args)


class V2Value(msgspec.Struct, eq=False):
    """A leaf of the v2 text: its bytes, its fate, its row in the field map, what was said of it.

    is_twice: whether it belongs to something that came again.
    """

    pointer: str
    pattern: str
    start: int
    end: int
    value: Any
    fate: str
    row: FieldRow | None
    at: Indexes
    is_twice: bool = False
    remarks: list[Remark] = []
    partners: list[V3Value] = []

    def findings(self, target: str, written: Collection[str]) -> list[FindingKey]:
        """The findings that tell of it; those that the ledger makes come last.

        written: the patterns below a location that the output has.
        """
        found = list(dict.fromkeys(remark.key for remark in self.remarks))
        if self.row is not None and self.row.deprecated:
            replacement = self.row.replacement or "the other fields"
            found.append(("EV401", self.pattern, None, (replacement,)))
        if self.row is not None and self.fate in LOSSES and not self._is_told(target):
            regular = self.row.targets[target]
            code = regular_code(regular, self.fate, written)
            found.append((code, self.pattern, self.fate, (regular.reason,)))
        return found

    def is_spared(self, target: str, written: Collection[str]) -> bool:
        """Whether nothing is lost with it, whatever its fate; `written` as for its findings."""
        if self.fate not in LOSSES:
            return False
        keys = self.findings(target, written)
        return any(is_spared(fate, loss_of(code, fate)) for code, _, fate, _ in keys)

    def _is_told(self, target: str) -> bool:
        """Whether a remark tells its loss."""
        if self.is_twice:
            return True
        regular = self.row.targets[target].fate if self.row is not None else ""
        return any(tells_loss(remark.code, remark.fate, regular) for remark in self.remarks)


class V3Value(msgspec.Struct, eq=False):
    """A leaf of the v3 text: its bytes in it, its origin, the v2 values that it was made of."""

    pointer: str
    pattern: str
    start: int
    end: int
    value: Any
    origin: str
    partners: list[V2Value] = []


class Explained(msgspec.Struct, eq=False):
    """Some records and what was made of them; `document` is the v3 text, a location a line."""

    document: bytes = b""
    v2: list[V2Value] = []
    v3: list[V3Value] = []
    remarks: list[Remark] = []

    @property
    def written(self) -> set[str]:
        """The patterns below a location that were written."""
        return {value.pattern.removeprefix("/") for value in self.v3}
