"""What `evmap convert` was asked for."""

from __future__ import annotations

from pathlib import Path

import msgspec

from evmap.options import Target


class Job(msgspec.Struct, kw_only=True):
    """The options of the command, as given."""

    inputs: list[str]
    output: str | None
    target: Target
    report: Path | None
    report_format: str | None
    statuses: list[str]
    accept_successors: bool
    party: str | None
    publish: bool | None
    partner_id: str | None
    fail_on: str
    workers: int
    plan: Path | None = None
    accept: Path | None = None
    write_accept: Path | None = None
    reason: str | None = None
    resume: bool = False
    engine: str = "local"
    scheduler: str | None = None
