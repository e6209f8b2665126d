"""Table of data elements."""

from __future__ import annotations

from django.utils.safestring import SafeString

from evmap.mappings.marks import codes
from evmap.mappings.models import DataElement
from evmap.mappings.tables.base import BaseTable, column


class ElementTable(BaseTable):
    """What v2 and v3 call the things on the ground."""

    caption = "Data elements: what v2 and v3 call the things on the ground"
    exported = {
        "data_element": "data_element",
        "v2_elements": "v2_elements",
        "v3_element": "v3_element",
        "ocpi_definition": "ocpi_definition",
    }

    data_element = column("Data element", order=["data_element", "position"], css="wide")
    v2_elements = column("v2", css="tight")
    v3_element = column("v3", order=["v3_element"], css="tight")
    ocpi_definition = column("OCPI definition", order=["ocpi_definition", "position"], css="wide")

    def render_v2_elements(self, record: DataElement) -> SafeString:
        """Return the v2 elements, one a line."""
        return codes(record.v2_elements)

    def render_v3_element(self, record: DataElement) -> SafeString:
        """Return the v3 element."""
        return codes([record.v3_element])
