"""The JSON Schemas that ship with the project."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent

#: Name -> file.
SCHEMAS = {
    "report": _FOLDER / "reports" / "report.schema.json",
    "accept": _FOLDER / "findings" / "accept.schema.json",
    "plan": _FOLDER / "plan" / "plan.schema.json",
}
