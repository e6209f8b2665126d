"""The home page: two doors, and the tables below."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evmap.mappings import snapshot
from evmap.mappings.models import Connector
from evmap.mappings.preferences import ambiguous_statuses
from evmap.mappings.rows import equivalence, examples
from evmap.mappings.views.pictures import field_ledger

#: Searches that show what the look-up box takes.
TRIES = ("36", "CCS2", "OUT_OF_SERVICE", "chargeCapacity", "Schuko")
#: The connector whose line and whose conversion stand as examples.
EXAMPLE = "36"


def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    tables = snapshot.current()
    row = tables.rows_of(Connector).get(EXAMPLE)
    context = {
        "tries": TRIES,
        "tables": tables,
        "states": Counter(row.state for row in tables.connectors),
        "several": list(ambiguous_statuses()),
        "line": equivalence.of_connector(row, link=True) if row else None,
        "example": examples.of_connector(row) if row else None,
        "ledger": field_ledger(tables, "v3"),
        "State": Connector.State,
    }
    return render(request, "mappings/home.html", context)
