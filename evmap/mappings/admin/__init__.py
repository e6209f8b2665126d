"""Admin: mapping rows are read, notes are written."""

from __future__ import annotations

from django.contrib import admin

from evmap.mappings.admin import rows, written

__all__ = ["rows", "written"]

admin.site.site_header = admin.site.site_title = "evmap"
admin.site.index_title = "Notes, decisions, mapping tables"
