"""Forms of the editors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evmap.mappings.models import Note
from evmap.mappings.note_rows import EXAMPLES, MODELS, resolve_key, row_keys


class RowInput(forms.TextInput):
    """A field that offers the keys of all rows, so that nobody has to know how one is written."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the field with the list that it chooses from."""
        rows = f"rows-of-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": rows}, renderer)
        keys = [
            (key, f"{model._meta.verbose_name} {key}")
            for table, model in MODELS.items()
            for key in row_keys(table)
        ]
        options = format_html_join("", '<option value="{}" label="{}"></option>', keys)
        return format_html('{}<datalist id="{}">{}</datalist>', field, rows, options)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A note: the table, the row, and plain text."""

    key = forms.CharField(
        label="Row",
        max_length=250,
        widget=RowInput,
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


class AdminNoteForm(NoteForm):
    """The same in the admin, where notes are changed: who saves over another's change is told."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self._version_now()

    def _version_now(self) -> str:
        """What changes with each edit of the note; empty of one that was never saved.

        Asked of the database: a form may be filled with an older version, to bring it back.
        """
        now = Note.objects.filter(pk=self.instance.pk).values_list("changed_at", flat=True).first()
        return now.isoformat() if now else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a note that is not the one any more that the editor saw."""
        cleaned = super().clean()
        if cleaned.get("seen") not in ("", self._version_now()):
            raise forms.ValidationError(
                "Meanwhile somebody else changed this note. Copy your text and load the page "
                "again; nothing was saved."
            )
        return cleaned


class PageNoteForm(NoteForm):
    """The same on a page of the site, in its style and its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["text"].error_messages["required"] = "The note is empty: write its text."


def _no_such_row(table: str, key: str, close: list[str]) -> str:
    name = MODELS[table]._meta.verbose_name
    if close:
        return f"There is no {name} {key}. Did you mean {' or '.join(close)}?"
    return f"There is no {name} {key}. Write it as in: {EXAMPLES[table]}."
