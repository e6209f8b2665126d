"""Admin: sizes and dates of kept reviews. What is in them stays with those who have the link."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from evmap.reviews.models import KeptReview


@admin.register(KeptReview)
class KeptReviewAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Kept reviews to look at: nothing can be written, and no content is there to be read."""

    list_display = ("__str__", "created_at", "expires_at", "files", "bytes", "stored_bytes")
    fields = ("created_at", "expires_at", "files", "bytes", "stored_bytes")
    readonly_fields = fields
    list_filter = ("expires_at",)
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reviews are kept by those who made them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: KeptReview | None = None) -> bool:
        """Nobody changes a review."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: KeptReview | None = None) -> bool:
        """Reviews go by themselves, or with purge_reviews."""
        return False
