"""Forms of the editors: notes, and choices between candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from evmap.mappings.models import Note, StatusPreference
from evmap.mappings.note_rows import EXAMPLES, MODELS, resolve_key
from evmap.mappings.notes import status_candidates

if TYPE_CHECKING:
    NoteModelForm = forms.ModelForm[Note]
    PreferenceModelForm = forms.ModelForm[StatusPreference]
else:
    NoteModelForm = PreferenceModelForm = forms.ModelForm


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


def _ambiguous_choices() -> list[tuple[str, str]]:
    return [("", "---------"), *((v2, v2) for v2 in ambiguous_statuses())]


def _candidate_choices() -> list[tuple[str, Any]]:
    groups = [(v2, [(code, code) for code in v3]) for v2, v3 in ambiguous_statuses().items()]
    return [("", "---------"), *groups]


class PreferenceForm(PreferenceModelForm):
    """A choice between the v3 candidates that the guide gives a v2 status."""

    v2_status = forms.ChoiceField(label="v2 status", choices=_ambiguous_choices)
    v3_status = forms.ChoiceField(
        label="Becomes",
        choices=_candidate_choices,
        help_text="Takes effect in the next conversion.",
    )

    class Meta:
        model = StatusPreference
        fields = ["v2_status", "v3_status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer only the candidates of the v2 status, where it is known."""
        super().__init__(*args, **kwargs)
        v2 = self.instance.v2_status or self.initial.get("v2_status", "")
        candidates = ambiguous_statuses().get(str(v2), ())
        if candidates:
            self.fields["v3_status"] = forms.ChoiceField(
                label="Becomes",
                choices=[(code, code) for code in candidates],
                widget=forms.RadioSelect,
                help_text="Takes effect in the next conversion.",
                error_messages={"invalid_choice": _choose(str(v2), candidates)},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a v3 status that is no candidate of the v2 status."""
        cleaned: dict[str, Any] = super().clean() or {}
        v2 = cleaned.get("v2_status", self.instance.v2_status)
        v3 = cleaned.get("v3_status")
        candidates = ambiguous_statuses().get(v2, ())
        if v2 and v3 and v3 not in candidates and not self.has_error("v3_status"):
            self.add_error("v3_status", _choose(v2, candidates))
        return cleaned


def _choose(v2: str, candidates: Sequence[str]) -> str:
    return f"{v2} becomes {' or '.join(candidates)}. Choose one."
