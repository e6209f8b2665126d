"""Admin: sizes and dates of reviews. What is in them can be read by those who have the link."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from evmap.mappings.admin.lookups import FiltersOnly
from evmap.reviews.models import StoredReview


@admin.register(StoredReview)
class StoredReviewAdmin(FiltersOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Reviews to look at: nothing can be written, and no content is there to be read."""

    list_display = ("__str__", "created_at", "expires_at", "kept", "files", "bytes", "stored_bytes")
    fields = ("created_at", "expires_at", "kept", "files", "bytes", "stored_bytes")
    readonly_fields = fields
    list_filter = ("kept", "expires_at")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reviews are made by converting."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: StoredReview | None = None) -> bool:
        """Nobody changes a review."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StoredReview | None = None) -> bool:
        """Reviews go by themselves, or with purge_reviews."""
        return False
