"""A finding as reports have it (`evmap-report/1`)."""

from __future__ import annotations

from typing import Any

import msgspec


class Example(msgspec.Struct):
    """One occurrence of a finding; line and column count from 1 in the user's text."""

    v2_pointer: str
    line: int | None
    column: int | None
    value: Any
    v3_pointer: str | None


class FindingLine(msgspec.Struct, omit_defaults=True):
    """A group of equal findings; `accepted` is the reason, where they were accepted.

    bucket: decide, lost, nothing; what was accepted is in the last. loss: information, elsewhere,
    request, or None where nothing is lost. subject: what the plan calls the question behind it, if
    it is one. decision: the choice that answers it, made by a plan or by an option; then
    `accepted` is its reason.
    """

    code: str
    severity: str
    bucket: str
    loss: str | None
    fate: str | None
    title: str
    message: str
    pattern: str
    occurrences: int
    suggestion: str
    reference: str
    examples: list[Example]
    accepted: str = ""
    subject: str = ""
    decision: str = ""
