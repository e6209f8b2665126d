"""Mapping rows in the admin: shown, searched, filtered, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from evmap.mappings.addresses import address, note_address
from evmap.mappings.admin.lookups import FiltersOnly
from evmap.mappings.models import (
    Connector,
    ConnectorStandard,
    DataElement,
    Field,
    FieldTarget,
    Limit,
    OlderName,
    RetiredState,
    Source,
    Standard,
    StatusPair,
    Successor,
    Synonym,
    V2Status,
    V3Status,
)
from evmap.mappings.models.base import MappingRow
from evmap.mappings.note_rows import MODELS, with_has_note
from evmap.mappings.notes import notes_for

Lookups = list[tuple[Any, str]]

CITATION = ["source", "section", "in_guide", "position"]


class ReadOnly:
    """Whoever may see a row may only see it: it comes from elsewhere."""

    def has_add_permission(self, *_arguments: Any) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, *_arguments: Any) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, *_arguments: Any) -> bool:
        """Refuse."""
        return False


# --- Mapping rows ---


class HasNote(admin.SimpleListFilter):
    """Rows with and without a note."""

    title = "note"
    parameter_name = "note"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Lookups:
        """Offer the two sides."""
        return [("yes", "has a note"), ("no", "has none")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen side."""
        return queryset.filter(has_note=self.value() == "yes") if self.value() else queryset


class RowAdmin(ReadOnly, FiltersOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows a mapping row, its page and its notes; edits nothing."""

    change_form_template = "admin/mappings/row_change_form.html"
    list_per_page = 200

    def get_fields(self, request: HttpRequest, obj: Any | None = None) -> list[Any]:
        """Return what the row says first, then where it stands."""
        fields = [str(name) for name in super().get_fields(request, obj)]
        return [name for name in fields if name not in CITATION] + CITATION

    def get_inlines(self, request: HttpRequest, obj: Any | None) -> list[Any]:
        """Return the tables in which something belongs to the row."""
        return [
            inline
            for inline in super().get_inlines(request, obj)
            if obj and inline.model._default_manager.filter(**{_link(inline, obj): obj}).exists()
        ]

    def view_on_site(self, obj: MappingRow) -> str:
        """Return the address of the row's public page."""
        return address(obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the row with a way to write a note on it, where it can have one."""
        row = self.get_object(request, object_id)
        noted = row is not None and row.note_table in MODELS
        context = {
            "note_address": note_address(row.note_table, row.note_key) if row and noted else "",
            "notes": notes_for(row.note_table, row.note_key) if row and noted else [],
            "may_write_note": request.user.has_perm("mappings.add_note"),
        }
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )


def _link(inline: Any, row: MappingRow) -> str:
    """Return the field of an inline's rows that leads to the row shown."""
    return str(inline.fk_name or row._meta.model_name)


class NotedRowAdmin(RowAdmin):
    """A table whose rows can have notes."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each knowing whether it has a note."""
        return with_has_note(super().get_queryset(request))

    @admin.display(boolean=True, description="note", ordering="has_note")
    def noted(self, row: Any) -> bool:
        """Return whether an editor wrote a note on the row."""
        return bool(row.has_note)


class RowInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to the row shown."""

    extra = 0
    can_delete = False
    view_on_site = False


def _inline(of: type[Model], **options: Any) -> type[RowInline]:
    """The rows of a table that belong to the row shown."""
    return type(f"{of.__name__}Inline", (RowInline,), {"model": of, **options})


EQUIVALENCES = _inline(
    ConnectorStandard, exclude=["position"], verbose_name_plural="Equivalences of the guide"
)
SUCCESSORS = _inline(
    Successor,
    fields=["standard", "reason"],
    verbose_name_plural="Candidate successors (evmap's, not HERE's)",
)
OLDER_NAMES = _inline(OlderName, fields=["name", "source"])
LIMITS = _inline(
    Limit,
    fields=[
        *("current", "phases", "max_volts", "max_amperes", "max_watts"),
        *("source", "section", "reason"),
    ],
    verbose_name_plural="Limits (evmap's reading of the standards)",
)
RETIRED_STATES = _inline(RetiredState, fk_name="v3", fields=["code", "name", "reason"])
SYNONYMS = _inline(Synonym, fields=["term"])
FIELD_TARGETS = _inline(
    FieldTarget, fields=["target", "fate", "v3_paths", "loss", "said_by", "reason"]
)


@admin.register(Connector)
class ConnectorAdmin(NotedRowAdmin):
    """v2 connector types."""

    list_display = ["v2_id", "v2_name", "more_information", "state", "fate", "noted"]
    list_display_links = ["v2_id", "v2_name"]
    list_filter = [HasNote, "state", "fate"]
    search_fields = [
        "=v2_id",
        "v2_name",
        "more_information",
        "standards__code",
        "older_names__name",
    ]
    inlines = [EQUIVALENCES, SUCCESSORS, OLDER_NAMES]


@admin.register(Standard)
class StandardAdmin(NotedRowAdmin):
    """v3 connector standards."""

    list_display = ["code", "common_name", "description", "current", "noted"]
    list_filter = [HasNote, "current"]
    search_fields = ["code", "common_name", "description", "synonyms__term"]
    inlines = [EQUIVALENCES, LIMITS, SYNONYMS]


@admin.register(StatusPair)
class StatusPairAdmin(NotedRowAdmin):
    """Pairs of a v2 and a v3 status."""

    list_display = ["__str__", "fate", "in_guide", "noted"]
    list_filter = [HasNote, "fate", "in_guide"]
    list_select_related = ["v2", "v3"]
    search_fields = ["v2__code", "v3__code", "ocpi_definition"]


@admin.register(DataElement)
class DataElementAdmin(NotedRowAdmin):
    """Data elements."""

    list_display = ["v3_element", "v2_elements", "data_element", "noted"]
    list_filter = [HasNote]
    search_fields = ["v3_element", "data_element"]


@admin.register(Field)
class FieldAdmin(NotedRowAdmin):
    """v2 fields."""

    list_display = ["path", "answer", "json_type", "deprecated", "basis", "noted"]
    list_filter = [HasNote, "answer", "deprecated", "basis", "targets__fate", "targets__loss"]
    search_fields = ["path", "meaning", "slug"]
    inlines = [FIELD_TARGETS]


@admin.register(V2Status)
class V2StatusAdmin(RowAdmin):
    """v2 statuses."""

    list_display = ["code", "meaning"]
    search_fields = ["code", "meaning"]


@admin.register(V3Status)
class V3StatusAdmin(RowAdmin):
    """v3 statuses."""

    list_display = ["code", "meaning", "here_v3", "ocpi"]
    search_fields = ["code", "meaning", "here_v3"]
    inlines = [RETIRED_STATES]


@admin.register(Source)
class SourceAdmin(ReadOnly, FiltersOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Documents that rows cite."""

    list_display = ["title", "publisher", "address"]
    search_fields = ["code", "title", "publisher"]
