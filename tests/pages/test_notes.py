"""Notes on row pages, and what editors see there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from evmap.mappings.models import Note
from tests.pages.conftest import See, Seen


def test_a_note_shows_with_author_and_time_and_is_no_markup(see: See) -> None:
    note = Note.objects.create(
        table="connector", key="36", text="<b>Ask</b> first.\nThen convert.", author="Alice"
    )
    page = see("/connectors/36/")
    assert page.texts(".note p") == ["<b>Ask</b> first. Then convert."]
    assert page.texts(".note footer")[0].startswith("Alice,")
    assert f"{note.created_at:%Y-%m-%d %H:%M}" in page.texts(".note footer")[0]
    assert see("/connectors/35/").texts(".note") == []


def test_edits_are_shown(see: See) -> None:
    note = Note.objects.create(table="field", key="station = poolId", text="One", author="Alice")
    note.text = "Two"
    note.save()
    page = see("/fields/poolid/")
    assert page.texts(".note-list summary") == ["2 edits"]
    assert "One" in page.texts("details del")
    assert "Two" in page.texts("details ins")


def test_notes_stand_before_the_account_and_the_small_print(see: See) -> None:
    Note.objects.create(table="connector", key="36", text="Ask first.", author="Alice")
    headings = see("/connectors/36/").texts("main h2")
    assert headings.index("Notes of the team") == headings.index("What is lost") - 1
    assert "Notes of the team" not in see("/connectors/35/").texts("main h2")


def test_a_link_in_a_note_can_be_followed(see: See) -> None:
    Note.objects.create(table="connector", key="36", text="See https://example.org/x?a=1&b=2 <i>")
    page = see("/connectors/36/")
    assert page.links(".note p a") == ["https://example.org/x?a=1&b=2"]
    assert page.soup.select(".note p i") == []


def test_tables_mark_rows_with_a_note(see: See) -> None:
    Note.objects.create(table="connector", key="36", text="Ask first.")
    page = see("/connectors/?fate=lossy&fate=dropped")
    assert page.texts("tr:has(.stamp-note) td:first-child a.code") == ["36"]


def test_readers_see_no_link_to_write(see: See) -> None:
    Note.objects.create(table="connector", key="36", text="Ask first.")
    page = see("/connectors/36/")
    assert page.soup.select(".staff, .row-tools") == []
    assert [link for link in page.links("main a") if link.startswith("/admin/")] == []


def editor(client: Client) -> None:
    call_command("migrate", verbosity=0)  # makes the group of the editors
    user = User.objects.create_user("eva", is_staff=True)
    user.groups.add(Group.objects.get(name="editors"))
    client.force_login(user)


def test_editors_find_the_way_to_write_and_to_change(see: See, client: Client) -> None:
    note = Note.objects.create(table="connector", key="36", text="Ask first.")
    editor(client)
    page = see("/connectors/36/")
    assert page.links(".row-tools a") == ["#write-note"]
    assert page.links(".note a") == [f"/admin/mappings/note/{note.pk}/change/"]
    assert page.texts("#write-note option") == []
    page = see("/statuses/v2/OFFLINE/")
    assert page.texts("#write-note option") == ["OFFLINE → PLANNED", "OFFLINE → REMOVED"]
    assert see("/statuses/v2/AVAILABLE/").texts("#write-note option") == []
    assert see("/elements/").texts("#write-note option") != []


def test_a_note_says_who_wrote_it_and_who_changed_it(see: See, db: None) -> None:
    note = Note.objects.create(table="connector", key="36", text="Ask.", author="eva")
    assert "changed" not in see("/connectors/36/").texts(".note footer")[0]
    Note.objects.filter(pk=note.pk).update(created_at=note.created_at - timedelta(hours=1))
    note.refresh_from_db()
    note.changed_by = "ole"
    note.save()
    (said,) = see("/connectors/36/").texts(".note footer")
    assert re.search(r"eva, .* UTC \(changed by ole, .* UTC ?\)", said)


def test_the_page_that_knows_no_row_asks_for_table_row_and_text(see: See, client: Client) -> None:
    editor(client)
    assert see("/notes/").texts(".plan-form label") == ["Table", "Row", "Text"]


def note_form(page: Seen) -> tuple[str, dict[str, str]]:
    """Where the form for a note is sent, and what it sends beside the text."""
    form = page.one("#write-note")
    sent = {str(one["name"]): str(one["value"]) for one in form.select("[type=hidden]")}
    for option in form.select("option"):
        sent["key"] = str(option["value"])
    return str(form["action"]), sent


@pytest.mark.parametrize(
    "address",
    [
        *("/connectors/36/", "/standards/SAE_J3400/", "/statuses/v2/OFFLINE/", "/fields/poolid/"),
        *("/statuses/v3/OUTOFORDER/", "/elements/"),
    ],
)
def test_an_editor_writes_on_the_page_of_a_row_and_stays_there(
    see: See, client: Client, address: str
) -> None:
    editor(client)
    action, sent = note_form(see(address))
    answer = client.post(action, {**sent, "text": "Ask the operator."})
    note = Note.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#note-{note.pk}")
    assert (note.key, note.author, note.changed_by) == (sent["key"], "eva", "eva")
    assert see(address).texts(".note p") == ["Ask the operator."]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": " "}, "The note is empty: write its text."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"key": "999"}, "There is no"),
        ({"table": "nothing"}, "nothing"),
    ],
)
def test_a_note_that_cannot_be_saved_stands_in_the_form_again(
    client: Client, db: None, wrong: dict[str, str], told: str
) -> None:
    editor(client)
    sent = {"table": "connector", "key": "36", "text": "Ask.", **wrong}
    answer = client.post("/notes/", sent)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert sent["text"].strip() in answer.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("address", ["/connectors/36/", "/statuses/v2/OFFLINE/", "/elements/"])
def test_a_blank_note_is_asked_for_again_on_the_row_it_is_about(
    see: See, client: Client, address: str
) -> None:
    editor(client)
    action, sent = note_form(see(address))
    page = Seen(client.post(action, {**sent, "text": " "}))
    assert page.status == 400
    assert page.texts("h1") == [f"Write a note on {sent['key']}"]
    again = page.one("main form")
    assert [one["name"] for one in again.select("select, textarea, input:not([type=hidden])")] == [
        "text"
    ]
    assert again.select_one("textarea.field") is not None
    assert page.links("main a") == [address]
    hidden = {str(one["name"]): str(one["value"]) for one in again.select("[type=hidden]")}
    assert client.post("/notes/", {**hidden, "text": "Ask."}).status_code == 302
    assert see(address).texts(".note p") == ["Ask."]


def test_only_editors_write(client: Client, db: None) -> None:
    sent = {"table": "connector", "key": "36", "text": "Ask."}
    assert client.post("/notes/", sent)["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("rita"))
    assert client.post("/notes/", sent).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    editor(strict)
    assert strict.post("/notes/", sent).status_code == 403
    assert not Note.objects.exists()
