"""The way back: v3 documents to v2 answers, by the same tables.

What v3 cannot give back is left out, never invented; what had to be chosen or computed is told in
findings. Plain Python, no Django. A document is held in memory as a whole.
"""

from __future__ import annotations

from evmap.revert.revert import Reverted, revert

__all__ = ["Reverted", "revert"]
