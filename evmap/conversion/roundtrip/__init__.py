"""A v2 answer beside the one that comes back from v3: value by value, what came back and how.

It reads both documents anew and knows nothing of the conversion, so that it can prove what the
ledger claims.
"""

from __future__ import annotations

from evmap.conversion.roundtrip.difference import (
    OUTCOMES,
    Came,
    Difference,
    Row,
    difference,
    each_outcome,
)

__all__ = ["OUTCOMES", "Came", "Difference", "Row", "difference", "each_outcome"]
