"""Admin: sizes and dates of reviews. What is in them can be read by those who have the link."""

from __future__ import annotations

from django.contrib import admin

from evmap.mappings.admin.lookups import FiltersOnly
from evmap.mappings.admin.rows import ReadOnly
from evmap.reviews.models import StoredReview


@admin.register(StoredReview)
class StoredReviewAdmin(ReadOnly, FiltersOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Reviews to look at: converting makes them, time or purge_reviews lets them go."""

    list_display = ("__str__", "created_at", "expires_at", "kept", "files", "bytes", "stored_bytes")
    fields = ("created_at", "expires_at", "kept", "files", "bytes", "stored_bytes")
    readonly_fields = fields
    list_filter = ("kept", "expires_at")
    date_hierarchy = "created_at"
