"""HERE EV Charge Points v2 in, v3 (OCPI) out, with an account of every value.

Plain Python: this package imports no Django. :func:`convert` takes bytes and gives the document,
the two-sided ledger and the findings.
"""

from __future__ import annotations

from evmap.conversion.convert import Conversion, convert
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.limits import LOCAL, WEB, Limits
from evmap.conversion.options import TARGETS, Options
from evmap.conversion.read.errors import IsV3, ReadError, TooLarge

__all__ = [
    "LOCAL",
    "TARGETS",
    "WEB",
    "Conversion",
    "Guide",
    "IsV3",
    "Limits",
    "Options",
    "ReadError",
    "TooLarge",
    "convert",
    "fixture_guide",
]
