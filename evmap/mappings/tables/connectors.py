"""Tables of connectors and standards."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.marks import code_link, codes, fate_mark, links, mark
from evmap.mappings.models import Connector, Standard
from evmap.mappings.tables.base import BaseTable, column

SAME = format_html('<span class="soft">{}</span>', "same")


class ConnectorTable(BaseTable):
    """v2 connector types and the standards that stand for them."""

    caption = "v2 connector types and the v3 standards that stand for them"
    exported = {
        "v2_id": "v2_id",
        "v2_name": "v2_name",
        "state": "state",
        "fate": "fate",
        "v3_standards": lambda row: [one.standard.code for one in row.equivalences.all()],
        "more_information": "more_information",
        "reason": "reason",
    }

    v2_id = column("v2 id", order=["v2_id"], css="number")
    v2_name = column("v2 name", order=["v2_name", "v2_id"], css="wide")
    fate = column("Fate", order=["fate", "state", "v2_id"], css="tight")
    standards = column("v3 standard", order=["first_standard", "v2_id"], css="tight")
    more_information = column("More information", order=["more_information", "v2_id"], css="wide")

    def render_v2_id(self, record: Connector) -> SafeString:
        """Return a link to the connector."""
        return code_link(address(record), str(record.v2_id))

    def render_fate(self, record: Connector) -> SafeString:
        """Return the line."""
        return fate_mark(record.fate)

    def render_standards(self, record: Connector) -> SafeString:
        """Return links to the standards."""
        rows = (equivalence.standard for equivalence in record.equivalences.all())
        return links((address(row), row.code) for row in rows)


class StandardTable(BaseTable):
    """v3 connector standards and the v2 ids that they stand for."""

    caption = "v3 connector standards, the v2 ids that become them, and their spellings"
    exported = {
        "standard": "code",
        "description": "description",
        "common_name": "common_name",
        "current": "current",
        "v2_ids": lambda row: [one.connector.v2_id for one in row.equivalences.all()],
        "here_v3": "here_v3",
        "here_v3_since": "here_v3_since",
        "ocpi_2_1_1": "ocpi_2_1_1",
        "ocpi_2_2_1": "ocpi_2_2_1",
        "ocpi_2_3_0": "ocpi_2_3_0",
    }

    code = column("v3 standard", order=["code"], css="tight")
    description = column("Description", order=["description", "code"], css="wide")
    current = column("Power", order=["current", "code"], css="tight")
    v2_ids = column("v2 id", order=["first_id", "code"], css="number")
    here_v3 = column("HERE v3", order=["here_v3", "code"], css="tight")
    ocpi = column("OCPI 2.2.1 and 2.3.0", order=["ocpi_2_3_0", "code"], css="tight")

    def render_code(self, record: Standard) -> SafeString:
        """Return a link to the standard."""
        return code_link(address(record), record.code)

    def render_v2_ids(self, record: Standard) -> SafeString:
        """Return links to the v2 ids."""
        rows = (equivalence.connector for equivalence in record.equivalences.all())
        return links((address(row), str(row.v2_id)) for row in rows)

    def render_here_v3(self, record: Standard) -> SafeString | str:
        """Return the spelling on the wire of HERE v3."""
        return _spelling(record.here_v3, record.code)

    def render_ocpi(self, record: Standard) -> SafeString | str:
        """Return the spelling in OCPI, with the version where one lacks it."""
        if record.ocpi_2_2_1 == record.ocpi_2_3_0:
            return _spelling(record.ocpi_2_3_0, record.code)
        version = "2.3.0" if record.ocpi_2_3_0 else "2.2.1"
        spelling = _spelling(record.ocpi_2_3_0 or record.ocpi_2_2_1, record.code)
        return format_html("{} {}", spelling, mark(f"only {version}"))


def _spelling(spelling: str, code: str) -> SafeString | str:
    if not spelling:
        return mark("none")
    return SAME if spelling == code else codes([spelling])
