"""The forms: what to convert, and how."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from evmap import options
from evmap.conversion import Limits, Options, ReadError
from evmap.mappings.preferences import (
    ambiguous_statuses,
    preferred_statuses,
    status_candidates,
)
from evmap.reviews.payload import LONGEST_NAME, Payload, of_sample, of_text, refuse_large
from evmap.samples import SAMPLES

PUBLISH = {"": None, "true": True, "false": False}


class OptionsForm(forms.Form):
    """How to convert. Every field may be empty."""

    to = forms.ChoiceField(
        label=options.TARGET.label,
        required=False,
        choices=[(target, target) for target in options.TARGETS],
    )
    accept_successors = forms.BooleanField(label=options.ACCEPT_SUCCESSORS.label, required=False)
    party = forms.CharField(label=options.PARTY.label, required=False)
    publish = forms.ChoiceField(
        label=options.PUBLISH.label,
        required=False,
        choices=[("", "as v2 says"), ("true", "true"), ("false", "false")],
    )
    partner = forms.CharField(
        label=options.PARTNER_ID.label, required=False, max_length=options.PARTNER_ID.longest
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form that is only read needs no query for what its fields would say.
        preferred = cache(preferred_statuses)
        for v2 in ambiguous_statuses():
            self.fields[f"status_{v2}"] = forms.ChoiceField(
                label=v2, required=False, choices=partial(_status_choices, v2, preferred)
            )

    def statuses(self) -> list[forms.BoundField]:
        """Return the fields of ambiguous statuses."""
        return [self[f"status_{v2}"] for v2 in ambiguous_statuses()]

    def targets(self) -> list[tuple[str, str, bool]]:
        """Return the targets as (value, explanation, chosen)."""
        chosen = self["to"].value() or options.TARGETS[0]
        return [(name, about, name == chosen) for name, about in options.TARGET_MEANINGS.items()]

    def clean_party(self) -> str:
        """Refuse what is no country and party."""
        given: str = self.cleaned_data["party"]
        if given:
            try:
                options.read_party(given)
            except options.OptionError as error:
                raise ValidationError(str(error), code="invalid") from error
        return given

    def chosen(self) -> Options:
        """Return what was chosen; only for a valid form."""
        given = self.cleaned_data
        country_code, party_id = (
            options.read_party(given["party"]) if given["party"] else (None, None)
        )
        return Options(
            target=given["to"] or options.TARGETS[0],
            statuses=tuple(
                (v2, given[f"status_{v2}"]) for v2 in ambiguous_statuses() if given[f"status_{v2}"]
            ),
            accept_successors=given["accept_successors"],
            country_code=country_code,
            party_id=party_id,
            publish=PUBLISH[given["publish"]],
            partner_id=given["partner"] or None,
        )

    def query(self) -> str:
        """Return the choices as a query string, without empty ones; only for a valid form."""
        given = {
            name: "on" if value is True else value
            for name, value in self.cleaned_data.items()
            if name in self.option_names() and value
        }
        return urlencode(given)

    def option_names(self) -> set[str]:
        """Return the names of the options among the fields."""
        fixed = {"to", "accept_successors", "party", "publish", "partner"}
        return fixed | {f"status_{v2}" for v2 in ambiguous_statuses()}


def _status_choices(v2: str, preferred: Callable[[], dict[str, str]]) -> list[tuple[str, str]]:
    candidates = options.status_choices(status_candidates(), v2)
    as_tables = ("", f"the preferred one: {preferred()[v2]}")
    return [as_tables, *((v3, v3) for v3 in candidates)]


def mark_of(text: str) -> str:
    """Return what tells a text from another; blanks don't count, as browsers change line ends."""
    return hashlib.sha256("".join(text.split()).encode(errors="replace")).hexdigest()


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Return the files; of no file an empty list."""
        return [super(_FilesField, self).clean(one, initial) for one in data or []]


class ConvertForm(OptionsForm):
    """Files, pasted text, or a sample."""

    file = _FilesField(label="Files", required=False, allow_empty_file=True)
    # A plain field: a character field would refuse NUL before the reader can say where it is.
    text = forms.Field(label="Or paste text", required=False, widget=forms.Textarea)
    sample = forms.ChoiceField(required=False, choices=[(name, name) for name in SAMPLES])
    #: The mark of the text that the page put into the box, for mending.
    filled = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse both and neither of file and text; a file outweighs a text that nobody touched."""
        given = super().clean() or self.cleaned_data
        if given.get("sample") or self.errors:
            return given
        if given.get("file") and given["filled"] and given["filled"] == mark_of(given["text"]):
            given["text"] = ""
        if given.get("file") and given.get("text"):
            raise ValidationError(
                "There are files and pasted text: evmap converts one or the other. Empty the box, "
                "or do not choose the files again.",
                code="both",
            )
        if not given.get("file") and not given.get("text"):
            raise ValidationError(
                "There is nothing to convert: choose files, paste text, or take a sample.",
                code="neither",
            )
        return given

    def payloads(self, limits: Limits) -> list[Payload]:
        """Return what to convert, at least one; only for a valid form.

        Raise ReadError, TooLarge.
        """
        given = self.cleaned_data
        if given["sample"]:
            return [of_sample(SAMPLES[given["sample"]])]
        if given["file"]:
            refuse_large(sum(file.size or 0 for file in given["file"]), limits)
            return [
                Payload((file.name or "")[:LONGEST_NAME], data=file.read())
                for file in given["file"]
            ]
        payload = of_text(given["text"])
        refuse_large(len(payload.data), limits)
        return [payload]

    def first_error(self) -> ReadError | None:
        """Return what is wrong with the choice of document, as an error of reading."""
        for message in self.non_field_errors():
            return ReadError(str(message))
        return None
