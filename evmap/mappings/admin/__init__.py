"""Admin: mapping rows are read, notes and preferred statuses are written."""

from __future__ import annotations

from django.contrib import admin

from evmap.mappings.admin import rows, written

__all__ = ["rows", "written"]

admin.site.site_header = admin.site.site_title = "evmap"
admin.site.index_title = "Mapping tables, notes and accounts"
