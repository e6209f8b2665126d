"""The report as JSON: the contract to the letter."""

from __future__ import annotations

import msgspec

from evmap.conversion.reports.contract import Report


def render(report: Report, site: str) -> bytes:  # noqa: ARG001 - addresses are relative here
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
