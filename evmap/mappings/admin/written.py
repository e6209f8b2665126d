"""What editors write in the admin: notes, each edit in a history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import Truncator
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from evmap.mappings.addresses import address
from evmap.mappings.admin.lookups import FiltersOnly
from evmap.mappings.forms import AdminNoteForm
from evmap.mappings.models import Note
from evmap.mappings.note_rows import MODELS, find_row, row_keys
from evmap.mappings.notes import sign

#: Columns that the history has as its own "who" and "when".
SIGNATURE = {"author", "changed_by", "changed_at", "written_by"}


class ChangesHelper(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Gives the history what changed in full, without the signature."""

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        """Return field, old and new value of each change."""
        changes = [change for change in delta.changes if change.field not in SIGNATURE]
        told: list[dict[str, Any]] = super().context_for_delta_changes(
            replace(delta, changes=changes)
        )
        return told


class WrittenAdmin(FiltersOnly, SimpleHistoryAdmin):  # type: ignore[misc]
    """A table that editors write. Each edit is signed, also the last one, the deletion."""

    object_history_list_template = "admin/mappings/history_list.html"

    def get_historical_record_context_helper(
        self, _request: HttpRequest, historical_record: Any
    ) -> ChangesHelper:
        """Return the helper that prepares a record's changes for the page."""
        return ChangesHelper(self.model, historical_record, max_displayed_delta_change_chars=10_000)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the history of a row, also of one that was deleted."""
        _only_numbers(object_id)
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show a row as it was."""
        _only_numbers(object_id, version_id)
        answer: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the name of the editor."""
        self.sign(obj, request)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete with the name of the editor."""
        self.sign(obj, request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete one by one, so that each row's history ends with a signature."""
        for obj in queryset:
            self.delete_model(request, obj)

    def sign(self, obj: Any, request: HttpRequest) -> None:
        """Write the editor's name on the row."""
        raise NotImplementedError


def _only_numbers(*ids: str) -> None:
    """Raise Http404 for what is the id of nothing: the history would look for it all the same."""
    if not all(text.isascii() and text.isdigit() for text in ids):
        raise Http404("Rows and their versions have numbers.")


class RowState(admin.SimpleListFilter):
    """Notes whose row is in the tables, and notes whose row is gone."""

    title = "row"
    parameter_name = "row"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[Any, str]]:
        """Offer the two sides."""
        return [("here", "in the tables"), ("gone", "gone")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Note]) -> QuerySet[Note]:
        """Keep the notes of the chosen side."""
        here = Q(pk__in=[])
        for table in MODELS if self.value() else ():
            here |= Q(table=table, key__in=row_keys(table))
        match self.value():
            case "here":
                return queryset.filter(here)
            case "gone":
                return queryset.exclude(here)
        return queryset


@admin.register(Note)
class NoteAdmin(WrittenAdmin):
    """Notes on mapping rows."""

    form = AdminNoteForm
    list_display = ["__str__", "beginning", "author", "changed_by", "changed_at"]
    list_filter = ["table", RowState, "author"]
    search_fields = ["key", "text", "author"]
    readonly_fields = ["author", "created_at", "changed_by", "changed_at"]
    history_list_display = ["text"]

    @admin.display(description="text")
    def beginning(self, note: Note) -> str:
        """Return the first words of the note."""
        return Truncator(note.text).chars(80)

    def view_on_site(self, obj: Note) -> str | None:
        """Return the address of the row's public page; None where the row is gone."""
        row = find_row(obj.table, obj.key)
        return address(row) if row else None

    def response_add(
        self, request: HttpRequest, obj: Note, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Lead back to the row's page that a note was begun on; else as Django does."""
        usual = super().response_add(request, obj, post_url_continue)
        row = self.view_on_site(obj) if "_save" in request.POST and "key" in request.GET else None
        return HttpResponseRedirect(f"{row}#notes") if row else usual

    def sign(self, obj: Note, request: HttpRequest) -> None:
        """Write who wrote the note, and who changed it last."""
        sign(obj, request.user)
