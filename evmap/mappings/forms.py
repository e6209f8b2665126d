"""Forms of the editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from evmap.mappings.models import Note
from evmap.mappings.note_rows import EXAMPLES, MODELS, resolve_key
from evmap.mappings.notes import status_candidates

if TYPE_CHECKING:
    NoteModelForm = forms.ModelForm[Note]
else:
    NoteModelForm = forms.ModelForm


class NoteForm(NoteModelForm):
    """A note: the table, the row, and plain text."""

    key = forms.CharField(
        label="Row",
        max_length=250,
        help_text="; ".join(
            f"{MODELS[table]._meta.verbose_name}: {key}" for table, key in EXAMPLES.items()
        ),
    )

    class Meta:
        model = Note
        fields = ["table", "key", "text"]

    def clean(self) -> dict[str, Any]:
        """Put the row's key in its exact form; refuse a row that is not there.

        A note whose row disappeared can still be edited where it is.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        table, key = cleaned.get("table"), cleaned.get("key")
        moved = (table, key) != (self.instance.table, self.instance.key)
        if table and key and moved:
            exact, close = resolve_key(table, key)
            cleaned["key"] = exact or key
            if not exact:
                self.add_error("key", _no_such_row(table, key, close))
        return cleaned


def _no_such_row(table: str, key: str, close: list[str]) -> str:
    name = MODELS[table]._meta.verbose_name
    if close:
        return f"There is no {name} {key}. Did you mean {' or '.join(close)}?"
    return f"There is no {name} {key}. Write it as in: {EXAMPLES[table]}."


def ambiguous_statuses() -> dict[str, tuple[str, ...]]:
    """Return the v2 statuses that have several v3 candidates, with these."""
    return {v2: v3 for v2, v3 in status_candidates().items() if len(v3) > 1}
