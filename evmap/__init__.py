"""evmap: HERE EV Charge Points API v2 data in the terms of v3 and OCPI."""

from __future__ import annotations

__version__ = "0.1.0"
