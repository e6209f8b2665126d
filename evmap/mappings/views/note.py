"""`/notes/`: a note that an editor writes on the page of a row, and stays there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evmap.mappings.addresses import address
from evmap.mappings.forms import PageNoteForm
from evmap.mappings.models import Note
from evmap.mappings.note_rows import find_row
from evmap.mappings.notes import sign
from evmap.plan.views.editing import way_back

WRITE = "mappings.add_note"


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Save a note on the row of a `table` with a `key`, and lead back to the page of the form.

    What cannot be saved stands in the form again, with the reason and status 400.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), "/admin/login/")
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "mappings/note.html", {"form": PageNoteForm()})
    form = PageNoteForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    note = form.save(commit=False)
    sign(note, request.user)
    note.save()
    messages.success(request, "The note is on the page.")
    page = way_back(request, _page_of(note)).partition("#")[0]
    return HttpResponseRedirect(f"{page}#note-{note.pk}")


def _refused(request: HttpRequest, form: PageNoteForm) -> HttpResponse:
    """Return the form again; of a row that is known only the text is asked."""
    context: dict[str, object] = {"form": form}
    row = find_row(form.cleaned_data.get("table", ""), form.cleaned_data.get("key", ""))
    if row is not None:
        context |= {"row": row, "page": way_back(request, address(row))}
    return render(request, "mappings/note.html", context, status=400)


def _page_of(note: Note) -> str:
    row = find_row(note.table, note.key)
    return address(row) if row is not None else reverse("mappings:home")
