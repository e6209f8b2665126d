"""The plan's pages: everybody reads, editors decide; two at once: one is told."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.conversion.plan.subjects import subjects_of
from evmap.mappings.guide import current_guide
from evmap.mappings.loading import load
from evmap.mappings.models import Note
from evmap.plan.models import Decision, Figure, Sighting
from evmap.plan.services import CannotDecide, ChangedMeanwhile, decide
from evmap.samples import SAMPLES

pytestmark = pytest.mark.django_db

ADDRESS = "/plan/status/OFFLINE/"
REMOVED = {"choice": "REMOVED", "reason": "We take them down.", "version": "0"}


def soup(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def report_of(client: Client, sample: str = "deprecated") -> bytes:
    body = SAMPLES[sample].read()
    response = client.post("/api/v1/convert?part=report", body, content_type="application/json")
    assert response.status_code == 200
    return response.content


# --- Reading ---


def test_the_page_has_every_subject_exactly_once(client: Client) -> None:
    rows = client.get("/plan.json").json()["items"]
    keys = [row["subject"] for row in rows]
    assert sorted(keys) == sorted(subjects_of(current_guide()))
    assert {row["state"] for row in rows} == {"open"}
    page = soup(client, "/plan/?per_page=500")
    assert len(page.select("table.rows tbody tr[id]")) == len(keys)


def test_a_row_tells_once_what_happens_and_asks_once(editing: Client) -> None:
    for address in ("/statuses/v2/OFFLINE/", ADDRESS):
        main = soup(editing, address).select_one("main")
        assert main is not None
        for hidden in main.select(".visually-hidden"):
            hidden.decompose()
        assert main.get_text().count("Which v3 status does OFFLINE become?") == 1, address
    assert "the guide's first" not in soup(editing, "/statuses/v2/OFFLINE/").get_text()
    assert "Its connectors are left out" in soup(editing, "/standards/MCS/").get_text()


def test_the_page_has_fifty_rows_and_its_pages_have_all_of_a_filter(client: Client) -> None:
    first = soup(client, "/plan/?kind=loss")
    assert len(first.select("table.rows tbody tr[id]")) == 50
    pages = [str(link["href"]) for link in first.select(".pages a[id^=page-]")]
    assert pages[1] == "/plan/?kind=loss&page=2"
    last = pages[-1].rpartition("=")[2]
    shown = [row["id"] for row in first.select("table.rows tbody tr[id]")]
    for number in range(2, int(last) + 1):
        page = soup(client, f"/plan/?kind=loss&page={number}")
        shown += [row["id"] for row in page.select("table.rows tbody tr[id]")]
    losses = [key for key in subjects_of(current_guide()) if key.startswith("loss/")]
    assert sorted(map(str, shown)) == sorted(f"row-{key}" for key in losses)


def test_subjects_are_sorted_by_their_numbers(client: Client) -> None:
    page = soup(client, "/plan/?kind=connector&sort=title&per_page=500")
    ids = [int(str(row["id"]).rpartition("/")[2]) for row in page.select("table.rows tbody tr[id]")]
    assert len(ids) > 10
    assert ids == sorted(ids)


def test_enter_in_the_search_box_searches(editing: Client) -> None:
    page = soup(editing, "/plan/")
    buttons = page.select("#table-search button[type=submit], [form=table-search][type=submit]")
    assert [one.get_text() for one in buttons] == ["Search", "Decide on all that the filters leave"]


def test_who_reads_finds_no_form(client: Client) -> None:
    for address in ("/plan/", ADDRESS, "/plan/figures/", "/statuses/v2/OFFLINE/"):
        assert soup(client, address).select("form[method=post]") == [], address


def test_what_is_not_there_is_told(client: Client) -> None:
    assert soup(client, "/plan/status/GONE/", 404)


def test_home_shows_how_far_the_plan_is(client: Client, editor: User) -> None:
    decide("status/OFFLINE", "REMOVED", "Ours.", editor)
    decide("connector/26", "not_ours", "None left.", editor)
    words = soup(client, "/").select_one(".plan-home")
    assert words is not None
    assert [one.get_text() for one in words.select("strong")][1:] == ["1", "1"]


# --- Deciding ---


def test_an_editor_decides_on_the_row_and_stays_there(editing: Client) -> None:
    form = soup(editing, "/statuses/v2/OFFLINE/").select_one(".plan-form")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    answer = editing.post(str(form["action"]), {**fields, **REMOVED})
    assert (answer.status_code, answer["Location"]) == (302, "/statuses/v2/OFFLINE/")
    made = Decision.objects.get()
    assert (made.subject, made.choice, made.author) == ("status/OFFLINE", "REMOVED", "eva")
    page = soup(editing, "/statuses/v2/OFFLINE/")
    assert "REMOVED: We take them down." in " ".join(page.get_text().split())


def test_the_next_conversion_obeys_and_the_report_says_so(editing: Client, client: Client) -> None:
    editing.post(ADDRESS, REMOVED)
    report = json.loads(report_of(client))
    told = [one for one in report["findings"] if one.get("subject") == "status/OFFLINE"]
    assert [(one["decision"], one["accepted"]) for one in told] == [
        ("REMOVED", "We take them down.")
    ]
    assert [one["subject"] for one in report["plan"]] == ["status/OFFLINE"]
    editing.post(ADDRESS, {"choice": "open", "reason": "", "version": "1"})
    assert "plan" not in json.loads(report_of(client))


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"choice": "", "reason": "x"}, "Choose one of PLANNED, REMOVED, UNKNOWN."),
        ({"choice": "CHARGING", "reason": "x"}, "“CHARGING” cannot be chosen."),
        ({"choice": "REMOVED", "reason": " "}, "Say why"),
        ({"choice": "REMOVED", "reason": "x" * 2001}, "at most 2,000 characters"),
    ],
)
def test_what_cannot_be_decided_is_told_and_what_was_written_stays(
    editing: Client, form: dict[str, str], told: str
) -> None:
    answer = editing.post(ADDRESS, {**form, "version": "0"})
    assert answer.status_code == 400
    page = BeautifulSoup(answer.content, "html.parser")
    assert told in page.select_one(".message-error").get_text()  # type: ignore[union-attr]
    assert form["reason"] in page.select_one("textarea").get_text()  # type: ignore[union-attr]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("address", "choice", "own"),
    [
        ("/plan/connector/18/", "not_ours", ""),
        (ADDRESS, "REMOVED", ""),
        ("/plan/required/ocpi-2.2.1/party_id/", "own", "ICT"),
        ("/plan/required/ocpi-2.2.1/party_id/", "own", "<b>bad"),
    ],
)
def test_what_was_chosen_and_typed_stays_where_it_is_refused(
    editing: Client, address: str, choice: str, own: str
) -> None:
    reason = "" if own != "<b>bad" else "Ours."
    sent = {"choice": choice, "own": own, "reason": reason, "version": "0"}
    answer = editing.post(address, sent)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 400
    assert [one["value"] for one in page.select("[name=choice][checked]")] == [choice]
    assert [one["value"] for one in page.select("[name=own]")] == ([own] if own else [])


def test_a_decision_is_in_its_form(editing: Client, editor: User) -> None:
    for address, choice in ((ADDRESS, "REMOVED"), ("/plan/connector/26/", "not_ours")):
        decide(address.removeprefix("/plan/").strip("/"), choice, "Ours.", editor)
        page = soup(editing, address)
        assert [one["value"] for one in page.select("[name=choice][checked]")] == [choice]
        assert page.select_one("textarea").get_text().strip() == "Ours."  # type: ignore[union-attr]


@pytest.mark.parametrize("address", [ADDRESS, "/statuses/v2/OFFLINE/", "/plan/shown/?kind=loss"])
def test_a_reason_is_said_to_be_required(editing: Client, address: str) -> None:
    page = soup(editing, address)
    area = page.select_one("textarea[name=reason]")
    assert area is not None
    assert area.has_attr("required")
    label = page.select_one(f'label[for="{area["id"]}"]')
    assert label is not None
    assert label.get_text() == "Why (required)"


def test_what_was_chosen_for_all_that_is_shown_stays_where_it_is_refused(editing: Client) -> None:
    page = soup(editing, "/plan/shown/?target=ocpi-2.2.1&kind=loss")
    fields = {str(one["name"]): one["value"] for one in page.select("main input[type=hidden]")}
    for change, status in (({"reason": " "}, 400), ({"keys": "0", "reason": "Ours."}, 409)):
        answer = editing.post("/plan/shown/", {**fields, "choice": "not_ours", **change})
        page = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == status
        assert [one["value"] for one in page.select("[name=choice][checked]")] == ["not_ours"]
        assert change["reason"] in page.select_one("textarea").get_text()  # type: ignore[union-attr]


def test_of_two_people_at_once_one_is_told(editing: Client, editor: User) -> None:
    assert editing.post(ADDRESS, REMOVED).status_code == 302
    late = editing.post(ADDRESS, {**REMOVED, "choice": "PLANNED"})
    assert late.status_code == 409
    assert "Meanwhile eva changed this decision" in late.content.decode()
    assert Decision.objects.get().choice == "REMOVED"
    with pytest.raises(ChangedMeanwhile):
        decide("status/OFFLINE", "PLANNED", "Late.", editor, version=0)
    assert decide("status/OFFLINE", "PLANNED", "In time.", editor, version=1).version == 2


@pytest.mark.parametrize(
    "version", ["9" * 5_000, "-1", "x", "²"], ids=["long", "sign", "word", "power"]
)
def test_a_version_that_is_none_is_that_of_nobody(editing: Client, version: str) -> None:
    assert editing.post(ADDRESS, {**REMOVED, "version": version}).status_code == 409
    assert not Decision.objects.exists()


def test_a_value_of_ones_own_is_taken_where_one_is_asked_for(editing: Client) -> None:
    address = "/plan/required/ocpi-2.2.1/party_id/"
    wrong = {"choice": "own", "own": "ict!", "reason": "x", "version": "0"}
    assert editing.post(address, wrong).status_code == 400
    assert editing.post(address, {**wrong, "own": "ICT"}).status_code == 302
    assert Decision.objects.get().choice == "ICT"


def test_a_form_leads_nowhere_else(editing: Client) -> None:
    for there in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        Decision.objects.all().delete()
        assert editing.post(ADDRESS, {**REMOVED, "next": there})["Location"] == ADDRESS


def test_all_that_is_shown_is_decided_at_once(editing: Client) -> None:
    page = soup(editing, "/plan/shown/?target=ocpi-2.2.1&kind=loss")
    fields = {one["name"]: one["value"] for one in page.select("form input[type=hidden]")}
    wrong = {**fields, "keys": "0", "choice": "accept", "reason": "We don't use it."}
    assert editing.post("/plan/shown/", wrong).status_code == 409
    done = editing.post("/plan/shown/", {**wrong, "keys": fields["keys"]})
    assert done.status_code == 302
    lost = [key for key in subjects_of(current_guide()) if key.startswith("loss/ocpi-2.2.1/")]
    assert sorted(Decision.objects.values_list("subject", flat=True)) == sorted(lost)


def test_strangers_and_staff_without_rights_decide_nothing(client: Client) -> None:
    asked = ["/plan/upload/", "/plan/shown/", "/plan/figures/", ADDRESS, "/plan/changes/back/"]
    for address in asked:
        assert client.post(address, REMOVED)["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("ole", is_staff=True))
    for address in asked:
        assert client.post(address, REMOVED).status_code == 403
    assert not Decision.objects.exists()


# --- History ---


def test_a_deleted_decision_is_seen_and_brought_back(editing: Client, editor: User) -> None:
    made = decide("status/OFFLINE", "REMOVED", "Ours.", editor)
    note = Note.objects.create(table="connector", key="36", text="Mind it.", author="ole")
    editing.post(f"/admin/plan/decision/{made.pk}/delete/", {"post": "yes"})
    note.delete()
    page = soup(editing, "/plan/changes/")
    links = {link.get_text(): link["href"] for link in page.select("td[data-label=About] a")}
    assert links == {"status/OFFLINE": "/plan/status/OFFLINE/", "connector 36": "/connectors/36/"}
    forms = page.select("form[action='/plan/changes/back/']")
    assert len(forms) == 2
    for form in forms:
        editing.post(
            "/plan/changes/back/", {one["name"]: one["value"] for one in form.select("[name]")}
        )
    assert Decision.objects.get().choice == "REMOVED"
    assert (Note.objects.get().text, Note.objects.get().changed_by) == ("Mind it.", "eva")
    assert soup(editing, "/plan/changes/").select("form[action='/plan/changes/back/']") == []


def test_changes_of_what_has_no_page_any_more_have_no_link(editing: Client) -> None:
    Decision.objects.create(subject="status/GONE", choice="X", reason="Old.")
    Note.objects.create(table="connector", key="999", text="Old.", author="eva")
    Note.objects.create(table="field", key="station = address.city", text="Mind it.", author="eva")
    page = soup(editing, "/plan/changes/")
    cells = {cell.get_text(strip=True): cell.a for cell in page.select("td[data-label=About]")}
    assert cells["status/GONE"] is cells["connector 999"] is None
    link = cells["field station = address.city"]
    assert link is not None
    assert editing.get(str(link["href"])).status_code == 200


def test_loading_tables_touches_no_decision_and_tells_of_one_whose_subject_is_gone(
    client: Client, editor: User
) -> None:
    decide("status/OFFLINE", "REMOVED", "Ours.", editor)
    gone = Decision.objects.create(subject="status/GONE", choice="X", reason="Old.")
    assert load(check=True).orphaned_decisions == [gone]
    assert Decision.objects.count() == 2
    assert "status/GONE" in soup(client, "/plan/").select_one("main").get_text()  # type: ignore[union-attr]


# --- The file ---


def test_the_plan_is_downloaded_and_uploaded_with_a_difference_first(
    editing: Client, editor: User
) -> None:
    decide("status/OFFLINE", "REMOVED", "Ours.", editor)
    file = editing.get("/plan/file/").content
    Decision.objects.update(choice="PLANNED")
    uploaded = editing.post("/plan/upload/", {"file": SimpleUploadedFile("plan.json", file)})
    page = BeautifulSoup(uploaded.content, "html.parser")
    assert "1 decision would change" in page.get_text()
    assert Decision.objects.get().choice == "PLANNED"
    fields = {one["name"]: one["value"] for one in page.select("main form input[type=hidden]")}
    fields["text"] = page.select_one("textarea").get_text()  # type: ignore[union-attr]
    stale = editing.post("/plan/upload/", {**fields, "state": "0"})
    assert stale.status_code == 409
    assert editing.post("/plan/upload/", fields).status_code == 302
    assert Decision.objects.get().choice == "REMOVED"


def test_a_file_that_is_no_plan_is_told(editing: Client) -> None:
    wrong = SimpleUploadedFile("plan.json", b"{")
    answer = editing.post("/plan/upload/", {"file": wrong})
    assert answer.status_code == 400
    assert "line 1, column 2" in answer.content.decode()


# --- Figures ---


def test_figures_of_a_report_weigh_the_plan_and_hold_no_value(editing: Client) -> None:
    report = report_of(editing)
    for _ in range(2):
        given = {"report": SimpleUploadedFile("r.json", report), "source": "archive"}
        assert editing.post("/plan/figures/", given).status_code == 302
    assert Sighting.objects.count() == 2
    wanted = {(one["code"], one.get("subject", "")) for one in json.loads(report)["findings"]}
    first = Sighting.objects.order_by("pk")[0]
    assert set(first.figures.values_list("code", "subject")) == wanted
    rows = {row["subject"]: row for row in editing.get("/plan.json").json()["items"]}
    assert rows["status/OFFLINE"]["occurrences"] == 1
    assert rows["status/OFFLINE"]["sources"] == ["archive"]
    page = soup(editing, "/plan/figures/")
    (picture,) = page.select("svg.course-picture")
    assert picture["role"] == "img"
    numbers = [cell.get_text() for cell in page.select("td[data-label='Open findings']")]
    assert numbers == [str(first.open_findings)] * 2
    assert str(picture["aria-label"]).startswith(f"From {first.open_findings} open findings")


@pytest.mark.parametrize(
    ("files", "told"),
    [({}, "No file was chosen."), ({"report": b""}, "The file is empty.")],
)
def test_no_report_and_an_empty_one_are_told_apart(
    editing: Client, files: dict[str, bytes], told: str
) -> None:
    given = {name: SimpleUploadedFile("r.json", content) for name, content in files.items()}
    answer = editing.post("/plan/figures/", given)
    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_what_no_database_takes_is_left_out_of_figures(editing: Client) -> None:
    line = {"code": "EV301", "severity": "warning", "occurrences": 1, "subject": "status/\0OFFLINE"}
    told = {
        "format": "evmap-report/1",
        "target": "v3",
        "input": {"name": "a\0"},
        "findings": [line],
    }
    for source in ("archive\0", "\0"):
        given = {
            "report": SimpleUploadedFile("r.json", json.dumps(told).encode()),
            "source": source,
        }
        assert editing.post("/plan/figures/", given).status_code == 302
    assert list(Sighting.objects.order_by("pk").values_list("source", flat=True)) == [
        "archive",
        "a",
    ]
    assert set(Figure.objects.values_list("subject", flat=True)) == {"status/OFFLINE"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": "evmap-report/2"}'])
def test_what_is_no_report_is_told(editing: Client, data: bytes) -> None:
    given = {"report": SimpleUploadedFile("r.json", data)}
    answer = editing.post("/plan/figures/", given)
    assert answer.status_code == 400
    assert "evmap convert" in answer.content.decode()
    assert not Figure.objects.exists()


# --- The admin ---


def test_the_group_is_enough_to_sign_in_and_sees_no_accounts(editor: User) -> None:
    client = Client()
    form = {"username": "eva", "password": "only-for-this-test", "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 302
    page = soup(client, "/admin/")
    captions = page.select(".app-plan caption, .app-mappings caption")
    heads = [one.get_text(strip=True) for one in captions]
    assert heads[:2] == ["Plan", "Mapping tables"]
    assert "/admin/auth/" not in str(page)
    assert client.get("/admin/auth/user/").status_code == 403


def test_nobody_else_signs_in() -> None:
    User.objects.create_user("ida", password="only-for-this-test")
    form = {"username": "ida", "password": "only-for-this-test"}
    refused = Client().post("/admin/login/", form)
    assert refused.status_code == 200
    told = BeautifulSoup(refused.content, "html.parser").select(".errornote")
    assert [one.get_text() for one in told] == [
        "No account that may edit has this name and password. Upper and lower case matter."
    ]


def test_the_admin_decides_by_the_same_rules(editing: Client) -> None:
    add = "/admin/plan/decision/add/"
    assert "status/OFFLINE" in {
        one["value"] for one in soup(editing, add).select("#id_subject option")
    }
    form = {"subject": "status/OFFLINE", "state": "decided", "choice": "REMOVED", "reason": "Ours."}
    assert editing.post(add, {**form, "choice": "CHARGING", "seen": "0"}).status_code == 200
    assert editing.post(add, {**form, "seen": "0"}).status_code == 302
    made = Decision.objects.get()
    assert (made.author, made.version) == ("eva", 1)
    change = f"/admin/plan/decision/{made.pk}/change/"
    late = editing.post(change, {**form, "choice": "PLANNED", "seen": "0"})
    assert "Meanwhile somebody else changed" in late.content.decode()
    assert editing.post(change, {**form, "choice": "PLANNED", "seen": "1"}).status_code == 302
    made.refresh_from_db()
    assert (made.choice, made.version) == ("PLANNED", 2)


def test_nothing_is_decided_twice_nor_on_nothing(editor: User) -> None:
    for subject, choice in (("status/GONE", "X"), ("status/OFFLINE", "own")):
        with pytest.raises(CannotDecide):
            decide(subject, choice, "Why.", editor)


@pytest.mark.parametrize("address", ["/plan/", "/plan/required/ocpi-2.2.1/publish/"])
def test_what_happens_now_names_no_option_of_the_command(client: Client, address: str) -> None:
    words = soup(client, f"{address}?kind=required" if address == "/plan/" else address).main
    assert words is not None
    for code in words.select("pre"):
        code.decompose()
    assert "Say whether the public may see the location." in words.get_text()
    assert "--" not in words.get_text()
