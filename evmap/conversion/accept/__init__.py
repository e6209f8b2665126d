"""Accepted findings: what a team looked at and decided to live with, with a reason each.

They stand in a file that goes from page to command and back (`evmap-accept/1`). An accepted finding
stays in every report and says why it was accepted; it counts neither for `--fail-on` nor in the
score.
"""

from __future__ import annotations

from evmap.conversion.accept.apply import accept_findings, open_findings
from evmap.conversion.accept.entries import (
    FORMAT,
    AcceptError,
    Entry,
    accept_schema,
    read_accept,
    write_accept,
)
from evmap.conversion.accept.making import entry_for, renew

__all__ = [
    "FORMAT",
    "AcceptError",
    "Entry",
    "accept_findings",
    "accept_schema",
    "entry_for",
    "open_findings",
    "read_accept",
    "renew",
    "write_accept",
]
