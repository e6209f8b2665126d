"""Notes on row pages, and what editors see there."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from evmap.mappings.models import Note
from tests.pages.conftest import See


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
    assert page.texts("details summary") == ["2 edits"]
    assert "One" in page.texts("details del")
    assert "Two" in page.texts("details ins")


def test_readers_see_no_link_to_write(see: See) -> None:
    assert see("/connectors/36/").soup.select(".staff") == []


def test_staff_find_the_way_to_write_a_note(see: See, client: Client) -> None:
    client.force_login(User.objects.create_user("editor", is_staff=True))
    links = see("/connectors/36/").links(".staff a")
    assert links == ["/admin/mappings/note/add/?table=connector&key=36"]
    links = see("/statuses/v2/OFFLINE/").links(".staff a")
    assert links == [
        "/admin/mappings/statuspreference/",
        "/admin/mappings/note/add/?table=status&key=OFFLINE+%3D+PLANNED",
        "/admin/mappings/note/add/?table=status&key=OFFLINE+%3D+REMOVED",
    ]
