"""The JSON Schemas that ship with the project, by name."""

from __future__ import annotations

from collections.abc import Callable

from evmap.conversion.findings.accept import accept_schema
from evmap.conversion.plan.file import plan_schema
from evmap.conversion.reports import report_schema

SCHEMAS: dict[str, Callable[[], bytes]] = {
    "report": report_schema,
    "accept": accept_schema,
    "plan": plan_schema,
}
