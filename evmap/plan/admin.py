"""The plan in the admin: decisions, chosen and not typed; figures, which only go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from evmap.conversion.plan.subjects import Subject, subjects_of
from evmap.mappings.admin.lookups import FiltersOnly
from evmap.mappings.admin.written import WrittenAdmin
from evmap.mappings.guide import current_guide
from evmap.plan.models import Decision, Sighting
from evmap.plan.rows import KINDS
from evmap.plan.services import NOT_OURS, REOPEN, CannotDecide, check
from evmap.plan.table import address

if TYPE_CHECKING:
    DecisionModelForm = forms.ModelForm[Decision]
else:
    DecisionModelForm = forms.ModelForm


def _subjects() -> list[tuple[str, Any]]:
    """The subjects that are open, by kind."""
    made = set(Decision.objects.values_list("subject", flat=True))
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, subject in subjects_of(current_guide()).items():
        if key not in made:
            groups.setdefault(KINDS[subject.kind], []).append((key, subject.title))
    return [("", "---------"), *groups.items()]


class DecisionForm(DecisionModelForm):
    """A decision. Who saves another version than the one they saw is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Decision
        fields = ["subject", "state", "choice", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the subjects, and the choices of the one that is chosen already."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        if self.instance._state.adding:
            self.fields["subject"] = forms.ChoiceField(choices=_subjects)
        self.fields["seen"].initial = self.instance.version if self.instance.pk else 0
        known = self._subject()
        if known is not None and known.own is None:
            options = [("", "---------"), *((one.value, one.label) for one in known.options)]
            self.fields["choice"] = forms.ChoiceField(choices=options, required=False)
        self.fields["choice"].help_text = _hint(known)

    def _subject(self) -> Subject | None:
        key = self.instance.subject or str(self.initial.get("subject", ""))
        return subjects_of(current_guide()).get(key)

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be decided, and a version that is not the newest any more."""
        cleaned: dict[str, Any] = super().clean() or {}
        subject = cleaned.get("subject") or self.instance.subject
        if self.instance.pk and cleaned.get("seen") != self._version_now():
            raise forms.ValidationError(
                "Meanwhile somebody else changed this decision. Load the page again; nothing was "
                "saved."
            )
        if subject:
            self._check(str(subject), cleaned)
        return cleaned

    def _version_now(self) -> int | None:
        found = Decision.objects.filter(pk=self.instance.pk).values_list("version", flat=True)
        return found.first()

    def _check(self, subject: str, cleaned: dict[str, Any]) -> None:
        state = str(cleaned.get("state", ""))
        if state != Decision.State.DECIDED:
            cleaned["choice"] = ""
        other = {Decision.State.OPEN.value: REOPEN, Decision.State.NOT_OURS.value: NOT_OURS}
        choice = other.get(state) or str(cleaned.get("choice", ""))
        try:
            check(subject, choice, cleaned.get("reason", ""))
        except CannotDecide as error:
            raise forms.ValidationError(str(error)) from error


def _hint(known: Subject | None) -> str:
    if known is None:
        return "One of the options on the subject's page in the plan."
    own = f"; or {known.own.hint}" if known.own else ""
    return f"{known.question} {', '.join(option.value for option in known.options)}{own}."


@admin.register(Decision)
class DecisionAdmin(WrittenAdmin):
    """The team's decisions."""

    form = DecisionForm
    list_display = ["subject", "state", "choice", "reason", "author", "changed_at"]
    list_filter = ["state", "author"]
    search_fields = ["subject", "choice", "reason", "author"]
    history_list_display = ["state", "choice", "reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Decision | None = None) -> list[str]:
        """Keep the subject of a decision: another one is another decision."""
        return ["author", "changed_at"] if obj is None else ["subject", "author", "changed_at"]

    def view_on_site(self, obj: Decision) -> str | None:
        """Return the address of the subject's page; None where the tables lack it."""
        return address(obj.subject) if obj.subject in subjects_of(current_guide()) else None

    def sign(self, obj: Decision, request: HttpRequest) -> None:
        """Write who decided, and count the change."""
        obj.author = request.user.get_username()
        obj.version = 1 if obj._state.adding else obj.version + 1


@admin.register(Sighting)
class SightingAdmin(FiltersOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Figures of reports: looked at and deleted; they come from reports alone."""

    list_display = ["source", "target", "seen_at", "open_findings", "open_occurrences", "author"]
    list_filter = ["target", "source"]
    search_fields = ["source", "author"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: reports are added on the plan's page of figures."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Sighting | None = None) -> bool:
        """Refuse."""
        return False
