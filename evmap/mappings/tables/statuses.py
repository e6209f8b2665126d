"""Table of status pairs."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.marks import code_link, fate_mark, mark
from evmap.mappings.tables.base import BaseTable, column


class StatusTable(BaseTable):
    """v2 statuses and the v3 statuses that stand for them."""

    caption = "EVSE statuses: v2, v3, and what the v3 status means in OCPI"
    exported = {
        "v2_status": lambda row: row.v2.code,
        "v3_status": lambda row: row.v3.code,
        "fate": "fate",
        "preferred": "preferred",
        "in_guide": "in_guide",
        "ocpi_definition": "ocpi_definition",
        "reason": "reason",
    }

    v2 = column("v2 status", order=["v2__code", "position"], css="tight")
    fate = column("Fate", order=["fate", "position"], css="tight")
    v3 = column("v3 status", order=["v3__code", "position"], css="tight")
    ocpi_definition = column("OCPI definition", order=["ocpi_definition", "position"], css="wide")

    def render_v2(self, record: Any) -> SafeString:
        """Return a link to the v2 status."""
        return code_link(address(record.v2), record.v2.code)

    def render_fate(self, record: Any) -> SafeString:
        """Return the line."""
        return fate_mark(record.fate)

    def render_v3(self, record: Any) -> SafeString:
        """Return a link to the v3 status; of several candidates one is marked."""
        link = code_link(address(record.v3), record.v3.code)
        if record.has_rival and record.preferred:
            return format_html("{} {}", link, mark("preferred", "chosen"))
        return link

    def render_ocpi_definition(self, record: Any) -> SafeString | str:
        """Return the guide's text; the guide has none for a row of ours."""
        if record.in_guide:
            return str(record.ocpi_definition)
        return format_html("{} {}", mark("ours", "ours"), record.reason)
