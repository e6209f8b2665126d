"""Table of the field map."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.marks import code_link, codes, fate_mark, mark
from evmap.mappings.tables.base import BaseTable, column


class FieldTable(BaseTable):
    """v2 fields and what becomes of them in one target."""

    caption = "v2 fields and what becomes of them"
    exported = {
        "answer": "answer",
        "path": "path",
        "type": "json_type",
        "fate": "fate",
        "deprecated": "deprecated",
        "v3_paths": lambda row: row.v3_paths or [],
        "replacement": "replacement",
        "basis": "basis",
        "meaning": "meaning",
        "reason": lambda row: row.reason or "",
    }

    path = column("v2 field", order=["path", "position"], css="wide")
    answer = column("Answer", order=["answer", "position"])
    json_type = column("Type", order=["json_type", "position"], css="tight")
    fate = column("Fate", order=["fate", "position"], css="tight")
    v3_paths = column("v3 path", css="path")
    meaning = column("Meaning", order=["meaning", "position"])

    def render_path(self, record: Any) -> SafeString:
        """Return a link to the field, marked where it is deprecated."""
        link = code_link(address(record), record.path)
        if record.deprecated:
            return format_html("{} {}", link, mark("deprecated", "deprecated"))
        return link

    def render_answer(self, record: Any) -> str:
        """Return the v2 answer that has the field."""
        return str(record.get_answer_display())

    def render_fate(self, record: Any) -> SafeString | str:
        """Return the line."""
        return fate_mark(record.fate) if record.fate else ""

    def render_v3_paths(self, record: Any) -> SafeString:
        """Return the v3 paths, one a line."""
        return codes(record.v3_paths or [])
