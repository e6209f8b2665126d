"""Templates ask objects only for what they have; Django shows nothing where they lack it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.template import Context, Template
from django.test import Client

from evmap.mappings.models import Note
from evmap.plan.services import decide
from tests.support.templates import asking_only_for_what_is_there

TABLES = ["/", "/connectors/", "/standards/", "/statuses/", "/elements/", "/fields/", "/findings/"]
ROWS = [
    *("/connectors/36/", "/connectors/10/", "/standards/IEC_62196_T2/", "/statuses/v2/OFFLINE/"),
    *("/statuses/v3/OUTOFORDER/", "/fields/poolid/", "/findings/EV301/", "/glossary/"),
    *("/lookup/?q=ccs2", "/lookup/?q=36+ccs2+nothing", "/convert/", "/request/", "/api/v1/docs"),
]
PLAN = [
    *("/plan/", "/plan/status/OFFLINE/", "/plan/connector/36/", "/plan/shown/?kind=status"),
    *("/plan/changes/", "/plan/figures/", "/plan/upload/", "/reviews/"),
]
TABS = ["", "findings/", "fields/", "document/", "roundtrip/", "checklist/", "options/"]


@pytest.fixture
def editing(db: None) -> Client:
    """An editor, where there is a note, its change, and a decision."""
    editor = User.objects.create_user("eva", is_staff=True)
    editor.groups.add(Group.objects.get(name="editors"))
    note = Note.objects.create(table="connector", key="36", text="Ask.", author="eva")
    note.text = "Ask first."
    note.save()
    decide("status/OFFLINE", "REMOVED", "Ours.", editor)
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize("address", [*TABLES, *ROWS, *PLAN])
def test_pages_ask_for_what_is_there(editing: Client, client: Client, address: str) -> None:
    with asking_only_for_what_is_there():
        assert editing.get(address).status_code == 200
        assert client.get(address).status_code in (200, 302)


@pytest.mark.parametrize("sample", ["deprecated", "counts"])
def test_so_do_the_pages_of_a_review(editing: Client, sample: str) -> None:
    with asking_only_for_what_is_there():
        address = editing.post("/convert/", {"sample": sample})["Location"]
        assert {editing.get(address + tab).status_code for tab in TABS} == {200}


def test_what_is_missing_is_noticed(editing: Client) -> None:
    with asking_only_for_what_is_there(), pytest.raises(AssertionError, match="asks Note for pk2"):
        Template("{{ note.pk2 }}").render(Context({"note": Note()}))
