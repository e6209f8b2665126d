"""Admin: mapping rows are read, notes and preferred statuses are written."""

from __future__ import annotations

from evmap.mappings.admin import rows, written

__all__ = ["rows", "written"]
