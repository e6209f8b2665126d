"""In the admin, mapping rows are read; notes and preferences are written, with a history."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client, RequestFactory

from evmap.mappings.editors import GROUP, codenames
from evmap.mappings.files import TABLES
from evmap.mappings.loading import load
from evmap.mappings.models import (
    Connector,
    DataElement,
    Field,
    Note,
    Source,
    Standard,
    StatusPair,
    V2Status,
    V3Status,
)
from evmap.mappings.models.base import MappingRow, NaturalKeyModel
from evmap.mappings.note_rows import MODELS, row_keys
from evmap.plan.models import Decision

pytestmark = pytest.mark.django_db

ROWS: list[type[NaturalKeyModel]] = [
    *(Connector, DataElement, Field, Source, Standard, StatusPair, V2Status, V3Status)
]
NOTED: list[type[MappingRow]] = [Connector, DataElement, Field, Standard, StatusPair]
NOTE_FORM = {"table": "connector", "key": "36", "text": "Mind the current."}


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("eva", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name=GROUP))
    return user


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def path(model: type[NaturalKeyModel], page: str = "") -> str:
    return f"/admin/mappings/{model._meta.model_name}/{page}"


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def errors(client: Client, address: str, form: dict[str, str]) -> list[str]:
    """Post a form that is refused, and return what it says."""
    response = client.post(address, form)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [item.get_text() for item in page.select("ul.errorlist li")]


# --- The group ---


def test_editors_have_exactly_the_permissions_they_need() -> None:
    group = Group.objects.get(name="editors")
    found = set(group.permissions.values_list("codename", flat=True))
    assert found == codenames()
    assert {name for name in found if not name.startswith("view_")} == {
        *("add_note", "change_note", "delete_note"),
        *("add_decision", "change_decision", "delete_decision"),
        *("add_sighting", "change_sighting", "delete_sighting"),
    }
    assert {name.removeprefix("view_") for name in found if name.startswith("view_")} == {
        *TABLES.values(),
        *("note", "decision", "sighting"),
    }


def test_the_group_is_kept_in_step_and_keeps_its_members(editor: User) -> None:
    group = Group.objects.get(name=GROUP)
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    group.permissions.remove(Permission.objects.get(codename="add_note"))
    call_command("migrate", verbosity=0)
    assert set(group.permissions.values_list("codename", flat=True)) == codenames()
    assert list(group.user_set.all()) == [editor]
    assert Group.objects.count() == 1


def test_staff_without_the_group_sees_nothing_of_it(client: Client) -> None:
    client.force_login(User.objects.create_user("ole", is_staff=True))
    for model in ROWS:
        assert client.get(path(model)).status_code == 403
    assert client.get("/admin/mappings/note/add/").status_code == 403


def test_who_is_no_staff_is_sent_to_log_in(client: Client) -> None:
    client.force_login(User.objects.create_user("ida"))
    response = client.get("/admin/mappings/note/add/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


# --- Mapping rows ---


@pytest.mark.parametrize("model", ROWS)
def test_rows_are_listed_searched_and_shown(editing: Client, model: type[NaturalKeyModel]) -> None:
    row = model._default_manager.all()[0]
    assert editing.get(path(model), {"q": "a"}).status_code == 200
    page = soup(editing, path(model, f"{row.pk}/change/"))
    assert page.select("#content-main input:not([type=hidden]), textarea, select") == []


@pytest.mark.parametrize("who", ["editor", "superuser"])
@pytest.mark.parametrize("model", ROWS)
def test_rows_are_not_written_by_anybody(
    client: Client, editor: User, model: type[NaturalKeyModel], who: str
) -> None:
    client.force_login(editor if who == "editor" else User.objects.create_superuser("root"))
    row = model._default_manager.all()[0]
    assert client.get(path(model, "add/")).status_code == 403
    assert client.post(path(model, "add/"), {}).status_code == 403
    assert client.post(path(model, f"{row.pk}/change/"), {}).status_code == 403
    assert client.post(path(model, f"{row.pk}/delete/"), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", NOTED)
def test_a_row_leads_to_its_page_and_to_a_new_note(
    editing: Client, model: type[MappingRow]
) -> None:
    row = model._default_manager.all()[1]
    page = soup(editing, path(model, f"{row.pk}/change/"))
    (view,) = page.select("a.viewsitelink")
    public = str(view["href"]).partition("#")[0]
    assert editing.get(public).status_code == 200
    (write,) = page.select("a.addlink[href*=key]")
    form = soup(editing, str(write["href"]))
    (key,) = form.select("#id_key")
    (table,) = form.select("#id_table option[selected]")
    assert (table["value"], key["value"]) == (model.note_table, row.note_key)


def test_who_may_only_read_gets_no_button_for_notes(client: Client) -> None:
    reader = User.objects.create_user("ole", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_connector"))
    client.force_login(reader)
    row = Connector.objects.get(v2_id=36)
    assert soup(client, path(Connector, f"{row.pk}/change/")).select("a[href*=key]") == []


def test_a_row_shows_what_it_says_before_where_it_stands(editing: Client) -> None:
    def shown(v2_id: int) -> tuple[list[str], list[str]]:
        row = Connector.objects.get(v2_id=v2_id)
        page = soup(editing, path(Connector, f"{row.pk}/change/"))
        labels = [
            label.get_text().rstrip(":") for label in page.select("fieldset.module .form-row label")
        ]
        return labels, [h2.get_text().strip() for h2 in page.select(".inline-group h2")]

    labels, inlines = shown(36)
    assert labels == [
        *("V2 id", "V2 name", "More information", "State", "Fate", "Reason", "Phases"),
        *("Source", "Section", "In guide", "Position"),
    ]
    assert inlines == ["Equivalences of the guide"]
    assert shown(10)[1] == ["Candidate successors (evmap's, not HERE's)"]
    assert shown(25)[1] == []


def test_a_row_shows_its_notes(editing: Client) -> None:
    Note.objects.create(table="connector", key="36", text="Mind the <b>current</b>.", author="eva")
    row = Connector.objects.get(v2_id=36)
    page = soup(editing, path(Connector, f"{row.pk}/change/"))
    assert "Mind the <b>current</b>." in page.get_text()


def test_the_row_of_a_note_is_chosen_from_all_there_are(editing: Client) -> None:
    page = soup(editing, "/admin/mappings/note/add/")
    (field,) = page.select("input[name=key]")
    offered = [str(option["value"]) for option in page.select(f"#{field['list']} option")]
    assert offered == [key for table in MODELS for key in row_keys(table)]
    assert "OUT_OF_SERVICE = OUTOFORDER" in offered


def test_rows_are_filtered_by_note_state_and_fate(editing: Client) -> None:
    Note.objects.create(table="connector", key="36", text="A note.", author="eva")

    def ids(**filters: str) -> set[str]:
        response = editing.get(path(Connector), filters)
        page = BeautifulSoup(response.content, "html.parser")
        return {cell.get_text() for cell in page.select("#result_list .field-v2_id")}

    assert ids(note="yes") == {"36"}
    assert len(ids(note="no")) == 68
    assert len(ids(state__exact="deprecated")) == 26
    assert ids(fate__exact="lossy") == {"36"}
    assert ids(q="SAE_J3400") == {"43"}
    assert ids(q="36") == {"11", "36", "61"}  # BS 1363, NBR 14136


# --- Notes ---


def test_an_editor_writes_a_note_and_is_its_author(editing: Client, editor: User) -> None:
    response = editing.post("/admin/mappings/note/add/", NOTE_FORM | {"author": "somebody else"})
    assert response.status_code == 302
    note = Note.objects.get()
    assert (note.table, note.key, note.text) == ("connector", "36", "Mind the current.")
    assert (note.author, note.changed_by, note.written_by) == ("eva", "eva", editor)


@pytest.mark.parametrize(
    ("query", "button", "to"),
    [
        ("?table=connector&key=36", "_save", "/connectors/36/#notes"),
        ("", "_save", "/admin/mappings/note/"),
        (
            "?table=connector&key=36",
            "_continue",
            "/admin/mappings/note/{}/change/?table=connector&key=36",
        ),
    ],
)
def test_a_note_begun_on_a_row_leads_back_there(
    editing: Client, query: str, button: str, to: str
) -> None:
    form = NOTE_FORM | {button: "Save"}
    saved = editing.post(f"/admin/mappings/note/add/{query}", form)
    assert saved["Location"] == to.format(Note.objects.get().pk)


def test_another_editor_changes_it_and_the_author_stays(editing: Client) -> None:
    note = Note.objects.create(table="connector", key="36", text="Old.", author="ole")
    editing.post(f"/admin/mappings/note/{note.pk}/change/", NOTE_FORM)
    note.refresh_from_db()
    assert (note.text, note.author, note.changed_by) == ("Mind the current.", "ole", "eva")


def test_who_saves_over_the_change_of_another_is_told(editing: Client) -> None:
    note = Note.objects.create(table="connector", key="36", text="Old.", author="ole")
    address = f"/admin/mappings/note/{note.pk}/change/"
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', editing.get(address).content.decode())
    note.text = "Theirs."
    note.save()
    late = editing.post(address, {**NOTE_FORM, "seen": seen}).content.decode()
    assert ("Meanwhile somebody else changed this note" in late, NOTE_FORM["text"] in late) == (
        *(True, True),
    )
    assert Note.objects.get().text == "Theirs."
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', editing.get(address).content.decode())
    editing.post(address, {**NOTE_FORM, "seen": seen})
    assert Note.objects.get().text == NOTE_FORM["text"]


def test_a_note_is_plain_text(editing: Client) -> None:
    text = "<script>alert(1)</script>\n& *stars*"
    editing.post("/admin/mappings/note/add/", NOTE_FORM | {"text": text})
    note = Note.objects.get()
    assert note.text.replace("\r\n", "\n") == text
    page = editing.get(f"/admin/mappings/note/{note.pk}/history/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_the_key_of_a_note_takes_its_exact_form(editing: Client) -> None:
    form = {"table": "status", "key": "out_of_service=OUTOFORDER", "text": "Broken."}
    editing.post("/admin/mappings/note/add/", form)
    assert Note.objects.get().key == "OUT_OF_SERVICE = OUTOFORDER"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"key": "99"}, "There is no connector 99. Write it as in: 36."),
        (
            {"table": "status", "key": "OFFLINE = REMOVE"},
            "There is no status pair OFFLINE = REMOVE. Did you mean OFFLINE = REMOVED",
        ),
        (
            {"table": "field", "key": "zzz"},
            "There is no field zzz. Write it as in: station = address.city.",
        ),
        ({"text": " "}, "This field is required."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_note_that_cannot_be_saved_says_why(
    editing: Client, form: dict[str, str], said: str
) -> None:
    (message,) = errors(editing, "/admin/mappings/note/add/", NOTE_FORM | form)
    assert said in message
    assert not Note.objects.exists()


def test_a_note_whose_row_is_gone_can_be_edited_found_and_moved(editing: Client) -> None:
    Note.objects.create(table="connector", key="36", text="In place.", author="eva")
    note = Note.objects.create(table="connector", key="99", text="Old.", author="eva")
    change = f"/admin/mappings/note/{note.pk}/change/"

    def listed(row: str) -> set[str]:
        page = soup(editing, f"/admin/mappings/note/?row={row}")
        return {link.get_text() for link in page.select("#result_list tbody th a")}

    assert (listed("gone"), listed("here")) == ({"connector 99"}, {"connector 36"})
    assert soup(editing, change).select("a.viewsitelink") == []
    assert (
        editing.post(change, {"table": "connector", "key": "99", "text": "New."}).status_code == 302
    )
    assert errors(editing, change, NOTE_FORM | {"key": "98"})
    assert (
        editing.post(change, {"table": "connector", "key": "37", "text": "New."}).status_code == 302
    )
    assert (listed("gone"), listed("here")) == (set(), {"connector 36", "connector 37"})


def test_the_history_says_who_when_before_and_after(editing: Client) -> None:
    editing.post("/admin/mappings/note/add/", NOTE_FORM)
    note = Note.objects.get()
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    client.post(
        f"/admin/mappings/note/{note.pk}/change/", NOTE_FORM | {"text": "Mind the amperes."}
    )
    page = soup(editing, f"/admin/mappings/note/{note.pk}/history/")
    rows = [
        [re.sub(r"\s+", " ", cell.get_text()).strip() for cell in row.select("td")[1:]]
        for row in page.select("#change-history tbody tr")
    ]
    assert rows == [
        ["root", "Changed", "Mind the amperes.", "Text: Mind the current. → Mind the amperes."],
        ["eva", "Created", "Mind the current.", ""],
    ]


def test_the_history_outlives_the_note_and_the_account(editing: Client, editor: User) -> None:
    editing.post("/admin/mappings/note/add/", NOTE_FORM)
    note = Note.objects.get()
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    client.post(f"/admin/mappings/note/{note.pk}/delete/", {"post": "yes"})
    editor.delete()
    page = soup(client, f"/admin/mappings/note/{note.pk}/history/")
    told = [row.select("td")[1].get_text() for row in page.select("#change-history tbody tr")]
    assert told == ["root", "eva"]


def test_notes_deleted_together_each_say_who_did_it(editing: Client) -> None:
    for key in ("35", "36"):
        Note.objects.create(table="connector", key=key, text="A note.", author="ole")
    pks = [str(pk) for pk in Note.objects.values_list("pk", flat=True)]
    editing.post(
        "/admin/mappings/note/",
        {"action": "delete_selected", "_selected_action": pks, "post": "yes"},
    )
    assert not Note.objects.exists()
    ends = Note.history.filter(history_type="-").values_list("key", "changed_by", "author")
    assert set(ends) == {("35", "eva", "ole"), ("36", "eva", "ole")}


def test_an_older_version_can_be_brought_back(editing: Client) -> None:
    editing.post("/admin/mappings/note/add/", NOTE_FORM)
    note = Note.objects.get()
    editing.post(f"/admin/mappings/note/{note.pk}/change/", NOTE_FORM | {"text": "Worse."})
    first = note.history.earliest("history_date")
    version = f"/admin/mappings/note/{note.pk}/history/{first.pk}/"
    assert "Mind the current." in soup(editing, version).get_text()
    editing.post(version, NOTE_FORM)
    note.refresh_from_db()
    assert note.text == "Mind the current."
    assert note.history.count() == 3


def test_a_note_survives_loading_with_its_history(editing: Client) -> None:
    editing.post("/admin/mappings/note/add/", NOTE_FORM)
    Connector.objects.all().delete()
    load()
    assert Note.objects.get().text == "Mind the current."
    assert Note.history.count() == 1


# --- Content security policy ---


def test_pages_need_no_inline_script_or_style(editing: Client) -> None:
    editing.post("/admin/mappings/note/add/", NOTE_FORM)
    note = Note.objects.get()
    choice = Decision.objects.create(
        subject="status/OTHER", choice="UNKNOWN", reason="Ours.", author="eva"
    )
    version = note.history.get()
    addresses = [
        "/admin/",
        *(path(model) for model in ROWS),
        *(path(model, f"{model._default_manager.all()[0].pk}/change/") for model in ROWS),
        "/admin/mappings/note/",
        "/admin/mappings/note/add/",
        f"/admin/mappings/note/{note.pk}/change/",
        f"/admin/mappings/note/{note.pk}/history/",
        f"/admin/mappings/note/{note.pk}/history/{version.pk}/",
        f"/admin/mappings/note/{note.pk}/delete/",
        "/admin/plan/decision/add/",
        f"/admin/plan/decision/{choice.pk}/history/",
    ]
    for address in addresses:
        page = soup(editing, address)
        assert page.select("script:not([src]):not([type='application/json']), style, [style]") == []
        assert [
            tag for tag in page.find_all(True) if any(a.startswith("on") for a in tag.attrs)
        ] == []


# --- Addresses of lists ---


@pytest.mark.parametrize("who", ["editor", "superuser"])
@pytest.mark.parametrize(
    "query",
    [
        "text__regex=^(a%2B)%2B$",
        "text__iregex=.*",
        "author__regex=a",
        "table__iregex=a",
        "key__contains=3",
        "written_by__password__startswith=pbkdf2",
        "history__text=a",
        "table=%00",
        "table__exact=%00",
    ],
)
def test_an_address_asks_the_database_for_nothing_but_the_filters(
    client: Client, editor: User, who: str, query: str
) -> None:
    client.force_login(editor if who == "editor" else User.objects.create_superuser("root"))
    assert client.get(f"/admin/mappings/note/?{query}").status_code == 400


def test_that_holds_for_every_list_of_ours() -> None:
    ours = {model: one for model, one in site._registry.items() if model._meta.app_label != "auth"}
    fields = [(one, field.name) for model, one in ours.items() for field in model._meta.fields]
    assert not any(
        one.lookup_allowed(f"{name}__regex", "a", RequestFactory().get("/")) for one, name in fields
    )


@pytest.mark.parametrize(
    "query",
    ["kept__exact=1", "created_at__year=2026", "expires_at__gte=2026-11-29T00:00:00Z&kept=0"],
)
def test_reviews_are_filtered_by_date(client: Client, query: str) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/admin/reviews/storedreview/?{query}").status_code == 200
    for wrong in ("digest__regex=(a%2B)%2B", "created_at__regex=a", "client__startswith=a"):
        assert client.get(f"/admin/reviews/storedreview/?{wrong}").status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("note", "table__exact=connector"),
        ("note", "author=Ada"),
        ("note", "row=gone"),
        ("connector", "state__exact=current&note=yes"),
        ("field", "targets__fate__exact=lossy&answer=stations"),
        ("statuspair", "in_guide__exact=1"),
    ],
)
def test_the_filters_of_a_list_work(editing: Client, model: str, query: str) -> None:
    assert editing.get(f"/admin/mappings/{model}/?{query}").status_code == 200


@pytest.mark.parametrize("table", ["mappings/note", "plan/decision"])
@pytest.mark.parametrize("row", ["x", "%00", "1_0", "²", "x/history/1", "1/history/x", "9" * 30])
def test_the_history_of_what_has_no_number_is_not_there(
    editing: Client, table: str, row: str
) -> None:
    assert editing.get(f"/admin/{table}/{row}/history/").status_code in (302, 404)
    assert editing.get(f"/admin/{table}/{row}/").status_code in (302, 404)
