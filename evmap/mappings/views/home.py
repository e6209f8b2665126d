"""The home page."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evmap.mappings import snapshot
from evmap.mappings.models import Connector, FieldTarget
from evmap.mappings.rows import equivalence
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.views.pictures import field_ledger

#: Searches that show what the look-up box takes.
TRIES = ("36", "CCS2", "OUT_OF_SERVICE", "chargeCapacity", "Schuko")
#: Connectors that show the equivalence line: one to one, one to many, to nothing.
EXAMPLES = (34, 36, 25)


def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    tables = snapshot.current()
    context = {
        "tries": TRIES,
        "tables": tables,
        "states": Counter(row.state for row in tables.connectors),
        "several": _several(tables),
        "examples": [
            equivalence.of_connector(tables.connector[v2_id], link=True)
            for v2_id in EXAMPLES
            if v2_id in tables.connector
        ],
        "ledger": field_ledger(tables, FieldTarget.Target.V3),
        "State": Connector.State,
    }
    return render(request, "mappings/home.html", context)


def _several(tables: Snapshot) -> list[str]:
    counts = Counter(pair.v2.code for pair in tables.pairs)
    return [code for code, number in counts.items() if number > 1]
