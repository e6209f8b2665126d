"""What people decide about a review is saved as they decide it, and nobody's decision gets lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from evmap.conversion import convert
from evmap.conversion.findings.accept import DECIDED, Entry, entry_for, write_accept
from evmap.conversion.reports.contract import make_report
from evmap.operations import children
from evmap.operations.children import Busy, Refused, TooMuchWork
from evmap.reviews import converting, keeping
from evmap.reviews.accepting import PROBLEMS, field_name
from evmap.reviews.saving import TOO_LATE
from evmap.reviews.stored import Review, State
from evmap.samples import SAMPLES
from tests.reviews.conftest import Make, Seen, stored
from tests.support.site import LiveSite

pytestmark = pytest.mark.django_db

AC = SAMPLES["ac"].read().decode()
AC_FINDINGS = [
    line for line in make_report(convert(AC.encode())).findings if line.severity in DECIDED
]


def entries_to_decide(review: Review) -> list[Entry]:
    """An entry for each finding that somebody has to decide on."""
    return [entry_for(line, "") for line in review.whole.findings if line.severity in DECIDED]


def accepted(address: str) -> dict[str, str]:
    """Pattern and reason of what is accepted."""
    return {entry.pattern or "": entry.reason for entry in stored(address).state.entries}


# --- Options ---


def test_an_option_is_saved_and_those_that_are_not_sent_stay(client: Client, make: Make) -> None:
    address = make(sample="ac", party="NL*ZUI", to="ocpi-2.2.1")
    answer = client.post(address + "choose/", {"to": "ocpi-2.3.0"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    choices = stored(address).choices
    assert (choices.target, choices.country_code, choices.party_id) == ("ocpi-2.3.0", "NL", "ZUI")
    assert stored(address).files().conversion.target == "ocpi-2.3.0"


def test_a_status_is_chosen_and_taken_back(client: Client, make: Make) -> None:
    text = AC.replace('"AVAILABLE"', '"OUT_OF_SERVICE"')
    address = make(text=text)

    def codes() -> set[str]:
        return {line.code for line in stored(address).whole.findings}

    assert "EV301" in codes()
    client.post(address + "choose/", {"status_OUT_OF_SERVICE": "OUTOFORDER"})
    assert b"OUTOFORDER" in stored(address).files().conversion.document
    client.post(address + "choose/", {"status_OUT_OF_SERVICE": ""})
    assert b"OUTOFORDER" not in stored(address).files().conversion.document


def test_a_choice_does_not_take_the_place_of_one_made_meanwhile(client: Client, make: Make) -> None:
    address = make(text=AC.replace('"AVAILABLE"', '"OUT_OF_SERVICE"'))
    shown = {"seen": stored(address).state.options, "here": f"{address}?finding=this"}
    name = "status_OUT_OF_SERVICE"
    client.post(address + "choose/", {name: "OUTOFORDER", **shown})
    answer = client.post(address + "choose/", {name: "UNKNOWN", **shown}, follow=True)
    assert answer.redirect_chain == [(f"{address}?finding=this", 303)]
    assert "Somebody else chose here meanwhile" in answer.content.decode()
    assert f"{name}=OUTOFORDER" in stored(address).state.options
    # Who has seen it may change it; who changes something else, changes only that.
    seen = stored(address).state.options
    client.post(address + "choose/", {"to": "here-v3", name: "", **shown})
    assert f"{name}=OUTOFORDER" in stored(address).state.options
    client.post(address + "choose/", {name: "UNKNOWN", "seen": seen})
    choices = stored(address).choices
    assert (choices.target, choices.statuses) == ("here-v3", (("OUT_OF_SERVICE", "UNKNOWN"),))


def test_successors_are_accepted_and_taken_back(client: Client, make: Make) -> None:
    address = make(sample="deprecated")
    before = stored(address).whole.summary.connectors
    client.post(address + "choose/", {"accept_successors": "on"})
    assert stored(address).whole.summary.connectors > before
    client.post(address + "choose/", {"accept_successors": "off"})
    assert stored(address).whole.summary.connectors == before


def test_what_was_before_is_told(client: Client, make: Make) -> None:
    address = make(sample="ac")
    assert stored(address).before is None
    client.post(address + "choose/", {"to": "here-v3"})
    before = stored(address).before
    assert before is not None
    assert before.query == ""
    assert len(before.findings) == len(stored(make(sample="ac")).whole.findings)


def test_the_same_options_convert_nothing(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(sample="ac", to="here-v3")
    monkeypatch.setattr(converting, "_run", None)
    assert client.post(address + "choose/", {"to": "here-v3"}).status_code == 303


@pytest.mark.parametrize(
    "given", [{"party": "Germany"}, {"to": "ocpi-9"}, {"status_OTHER": "RESERVED"}]
)
def test_an_option_that_can_not_be_changes_nothing(
    client: Client, make: Make, given: dict[str, str]
) -> None:
    address = make(sample="ac")
    page = Seen(client.post(address + "choose/", given))
    assert page.status == 400
    assert "The review is as it was." in page.main
    assert "An option has a value that it can't have" in page.main
    assert len(page.soup.select("form.options .field-error")) == 1
    assert stored(address).state.options == ""


def test_options_that_can_not_be_stand_in_the_form_again(client: Client, make: Make) -> None:
    given = {"party": "<b>bad", "partner": "x" * 81, "to": "here-v3", "publish": "true"}
    page = Seen(client.post(make(sample="ac", to="ocpi-2.2.1") + "choose/", given))
    for name in ("party", "partner"):
        field = page.one(f"#id_{name}")
        error = page.one(f"#{name}-error")
        assert (field["value"], field["aria-invalid"]) == (given[name], "true")
        assert str(error["id"]) in str(field["aria-describedby"])
    assert "Write country and party as in DE*ICT." in page.texts("#party-error")
    assert str(page.one("form.options input[name=to][checked]")["value"]) == "here-v3"
    assert page.texts("#id_publish option[selected]") == ["true"]


def test_a_party_that_is_typed_at_a_finding_is_refused_on_the_page_of_options(
    client: Client, make: Make
) -> None:
    address = make(text='{"poolId": "p"}', to="ocpi-2.2.1")
    listed = Seen(client.get(address + "findings/"))
    codes = [str(link["href"]) for link in listed.soup.select("a[href*='finding=']")]
    found = (Seen(client.get(code)).soup.select_one("form:has(#answer-party)") for code in codes)
    form = next(one for one in found if one is not None)
    # htmx shows no page of an error.
    assert form["hx-boost"] == "false"
    page = Seen(client.post(str(form["action"]), {"party": "Germany"}))
    assert (page.status, str(page.one("#id_party")["value"])) == (400, "Germany")


def test_options_of_a_review_that_is_stale_are_refused_without_its_page(
    client: Client, make: Make
) -> None:
    address = make(sample="ac")
    stored(address).row.parts.filter(name="results").delete()
    assert client.post(address + "choose/", {"party": "Germany"}).status_code == 400
    assert client.post(address + "edit/", {"text": "{"}).status_code == 400


def test_what_if_tells_and_saves_nothing(client: Client, make: Make) -> None:
    address = make(sample="ac")
    page = Seen(client.post(address + "what-if/", {"to": "ocpi-2.2.1"}))
    assert page.status == 200
    assert "ocpi-2.2.1" in page.soup.get_text()
    assert (stored(address).state.options, stored(address).before) == ("", None)


# --- Text ---


def test_an_edited_text_takes_the_place_of_the_document_and_keeps_its_name(
    client: Client, make: Make
) -> None:
    address = make(file=SimpleUploadedFile("stations.json", AC.encode()), to="here-v3")
    edited = AC.replace('"Zuiderstroom', '"Noorderstroom')
    assert client.post(address + "edit/", {"text": edited}).status_code == 303
    review = stored(address)
    assert review.files().conversion.text == edited.encode()
    assert (review.state.title, review.choices.target) == ("stations.json", "here-v3")
    assert review.before is not None


def test_other_files_take_their_place_too(client: Client, make: Make) -> None:
    address = make(sample="ac")
    files = [SimpleUploadedFile(f"{n}.json", SAMPLES["dc"].read()) for n in (1, 2)]
    assert client.post(address + "edit/", {"file": files}).status_code == 303
    assert [line.payload.name for line in stored(address).lines] == ["1.json", "2.json"]
    assert stored(address).row.parts.filter(name__startswith="input").count() == 2
    client.post(address + "edit/", {"file": files[:1]})
    files[0].seek(0)
    client.post(address + "edit/", {"file": files[0]})
    assert stored(address).row.parts.filter(name__startswith="input").count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": '{"poolId": "p",}'}, "line 1, column 16: This is not JSON"),
        ({}, "No file was chosen. What to do: Choose the mended file."),
        ({"text": ""}, "The box was empty. What to do: The text of the review stands in it again"),
        ({"text": " \n"}, "The box was empty."),
        ({"text": "[]"}, "The list is empty"),
        ({"sample": "nothing"}, "not one of the available choices"),
    ],
)
def test_a_text_that_can_not_be_read_changes_nothing(
    client: Client, make: Make, given: dict[str, str], said: str
) -> None:
    address = make(sample="ac")
    page = Seen(client.post(address + "edit/", given))
    assert page.status == 400
    assert said in page.main
    assert stored(address).files().conversion.text == AC.encode()


def test_a_text_that_can_not_be_read_is_in_the_box_again_with_the_place(
    client: Client, make: Make
) -> None:
    edited = '{\n  "poolId": "p",\n  "name": "</textarea><b>",\n  oops\n}'
    address = make(file=SimpleUploadedFile("stations.json", AC.encode()))
    page = Seen(client.post(address + "edit/", {"text": edited}))
    box = page.one("#edit-text")
    assert (page.status, box.get_text().removeprefix("\n")) == (400, edited)
    assert (box["aria-invalid"], box["aria-describedby"]) == ("true", "problem-text")
    assert page.texts("#problem-text")[0].startswith("stations.json , line 4, column 3: This")
    assert page.texts(".excerpt mark") == ["o"]
    assert page.texts("#desk h2")[:3] == [
        *("Nothing was converted", "Edit the document", "How it is converted")
    ]
    assert client.post(address + "edit/", {"text": AC}).status_code == 303


def test_an_empty_box_has_the_text_of_the_review_again(client: Client, make: Make) -> None:
    page = Seen(client.post(make(sample="ac") + "edit/", {"text": " "}))
    assert page.one("#edit-text").get_text().strip() == AC.strip()


def test_an_edited_text_over_the_limit_is_in_the_box_again(
    client: Client, make: Make, settings: Any
) -> None:
    address, long = make(sample="ac"), "é" * 600_000
    settings.EVMAP_MAX_UPLOAD_BYTES = 1024 * 1024
    page = Seen(client.post(address + "edit/", {"text": long}))
    assert (page.status, page.one("#edit-text").get_text().strip()) == (413, long)


def test_a_file_that_can_not_be_read_is_asked_for_again(client: Client, make: Make) -> None:
    address = make(text="[" + ",".join([AC] * 100) + "]")
    broken = SimpleUploadedFile("mended.json", b'{"poolId": "p",}')
    page = Seen(client.post(address + "edit/", {"file": broken}))
    assert page.status == 400
    assert page.texts("#problem-text")[0].startswith("mended.json , line 1, column 16")
    assert page.one("#edit-file")["aria-describedby"] == "problem-text"


# --- Accepted findings ---


def test_a_finding_is_accepted_with_a_reason_and_taken_back(client: Client, make: Make) -> None:
    address = make(sample="ac")
    first, second, *_ = entries_to_decide(stored(address))
    client.post(address + "accept/", {field_name(first): "One", field_name(second): " "})
    client.post(address + "accept/", {field_name(second): "Two"})
    assert accepted(address) == {first.pattern: "One", second.pattern: "Two"}
    reasons = [line.accepted for line in stored(address).whole.findings if line.accepted]
    assert sorted(reasons) == ["One", "Two"]
    client.post(address + "accept/", {"take_back": field_name(first)})
    assert accepted(address) == {second.pattern: "Two"}


def test_a_typed_reason_does_not_take_the_place_of_one_given_meanwhile(
    client: Client, make: Make
) -> None:
    address = make(text=AC)
    entry = entries_to_decide(stored(address))[0]
    shown = {"next": f"{address}?finding=next", "here": f"{address}?finding=this"}
    client.post(address + "accept/", {field_name(entry): "Theirs", **shown})
    answer = client.post(address + "accept/", {field_name(entry): "Mine", **shown}, follow=True)
    assert answer.redirect_chain == [(f"{address}?finding=this", 303)]
    assert (TOO_LATE in (told := answer.content.decode()), "“Mine”" in told) == (True, True)
    assert accepted(address) == {entry.pattern: "Theirs"}
    # Sent twice, it is one and the same, and nothing to tell.
    again = client.post(address + "accept/", {field_name(entry): "Theirs", **shown})
    assert again["Location"] == f"{address}?finding=next"


def test_a_file_may_give_another_reason(client: Client, make: Make) -> None:
    address = make(text=AC)
    entry = entries_to_decide(stored(address))[0]
    client.post(address + "accept/", {field_name(entry): "Before"})
    file = write_accept([msgspec.structs.replace(entry, reason="As agreed")])
    client.post(address + "accept/", {"accept_file": SimpleUploadedFile("a.json", file)})
    assert accepted(address) == {entry.pattern: "As agreed"}


def test_all_that_are_shown_are_accepted_with_one_reason(client: Client, make: Make) -> None:
    address = make(sample="ac")
    client.post(address + "accept/", {"go": "accept-shown", "accept_reason": "All"})
    review = stored(address)
    assert {one.reason for one in review.state.entries} == {"All"}
    assert len(review.state.entries) == len(entries_to_decide(review))


def test_a_review_takes_so_many_accepted_findings_and_no_more(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evmap.reviews.saving.MOST_ENTRIES", 2)
    address = make(sample="ac")
    fields = [field_name(entry) for entry in entries_to_decide(stored(address))]
    two = client.post(address + "accept/", dict.fromkeys(fields[:2], "Two"))
    third = client.post(address + "accept/", {fields[2]: "Three"})
    assert (two.status_code, third.status_code) == (303, 400)
    assert "A review can have 2 accepted findings." in third.content.decode()
    assert list(accepted(address).values()) == ["Two", "Two"]


def test_a_file_of_accepted_findings_is_read(client: Client, make: Make) -> None:
    address = make(sample="ac")
    entry = msgspec.structs.replace(entries_to_decide(stored(address))[0], reason="As agreed")
    file = SimpleUploadedFile("accept.json", write_accept([entry]))
    client.post(address + "accept/", {"accept_file": file})
    assert accepted(address) == {entry.pattern: "As agreed"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "file"),
        (b'{"format":"evmap-accept/1","entries":[{"code":"EV301","reason":"\\ud800"}]}', "file"),
        (b"", "empty-file"),
        (b'{"format":"evmap-accept/1","entries":[]}', "no-entries"),
        (b" " * (256 * 1024 + 1), "large-file"),
        (None, "no-file"),
    ],
)
def test_what_is_no_decision_is_told_and_changes_nothing(
    client: Client, make: Make, settings: Settings, content: bytes | None, problem: str
) -> None:
    settings.EVMAP_MAX_BODY_BYTES = 256 * 1024
    address = make(sample="ac")
    given: dict[str, object] = {"next": f"{address}findings/?code=EV402#finding-3"}
    given["go"] = "accept-file"
    if content is not None:
        given["accept_file"] = SimpleUploadedFile("accept.json", content)
    answer = client.post(address + "accept/", given)
    assert answer["Location"] == f"{address}findings/?code=EV402&problem={problem}#finding-3"
    assert Seen(client.get(answer["Location"])).texts("[role=alert]") == [PROBLEMS[problem]]
    assert accepted(address) == {}


@pytest.mark.parametrize(
    "name", ["accept:", "accept:e30=", "accept:%%%", "accept:eyJjb2RlIjoxfQ=="]
)
def test_a_field_of_another_name_is_no_decision(client: Client, make: Make, name: str) -> None:
    address = make(sample="ac")
    assert client.post(address + "accept/", {name: "x"}).status_code == 303
    assert client.post(address + "accept/", {"take_back": name}).status_code == 303
    assert accepted(address) == {}


def test_decisions_outlive_other_options_and_another_text(client: Client, make: Make) -> None:
    address = make(sample="ac")
    entry = entries_to_decide(stored(address))[0]
    client.post(address + "accept/", {field_name(entry): "Stays"})
    client.post(address + "choose/", {"to": "here-v3"})
    client.post(address + "edit/", {"text": AC + "\n"})
    client.post(address + "keep/", {"name": "Mine"})
    assert accepted(address) == {entry.pattern: "Stays"}
    assert stored(address).state.name == "Mine"
    report = json.loads(client.get(address + "download/report/").content)
    assert "Stays" in {line.get("accepted") for line in report["findings"]}
    taken = json.loads(client.get(address + "download/accepted/").content)
    assert [one["reason"] for one in taken["entries"]] == ["Stays"]


# --- Several people at once ---


def test_who_saves_a_conversion_that_is_no_longer_the_newest_converts_again(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(sample="ac")
    run, runs = converting._run, []

    def late(*given: object) -> object:
        runs.append(given)
        if len(runs) == 1:
            Client().post(address + "choose/", {"party": "NL*ZUI"})
        return run(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(converting, "_run", late)
    assert client.post(address + "choose/", {"to": "ocpi-2.2.1"}).status_code == 303
    choices = stored(address).choices
    assert (choices.target, choices.party_id) == ("ocpi-2.2.1", "ZUI")
    assert stored(address).files().conversion.target == "ocpi-2.2.1"
    assert len(runs) == 3


def test_who_is_always_late_is_told_to_try_again(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(sample="ac")

    def outdated(*_given: object) -> None:
        raise keeping.Outdated

    monkeypatch.setattr(keeping, "replace", outdated)
    answer = client.post(address + "choose/", {"to": "here-v3"})
    assert answer.status_code == 503
    assert answer["Retry-After"]


@pytest.mark.parametrize("error", [Busy("Full.", "Later."), TooMuchWork("Long.", "Less.")])
def test_what_was_typed_stays_where_a_conversion_is_refused(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch, error: Refused
) -> None:
    address = make(text=AC)

    def refuse(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(children, "run", refuse)
    before = stored(address).choices
    for path in ("/convert/", f"{address}edit/"):
        page = Seen(client.post(path, {"text": "[17]", "to": "here-v3"}))
        assert (page.status, error.message in page.main) == (error.status, True)
        assert page.answer.get("Retry-After") == (error.again and str(error.again))
        assert "Nothing was converted" in page.main
        assert [box.text.strip() for box in page.soup.select("textarea[name=text]")] == ["[17]"]
    assert stored(address).choices == before


def test_a_review_that_goes_while_it_is_changed_says_so(
    client: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(sample="ac")
    run = converting._run

    def gone(*given: object) -> object:
        keeping.let_go(address.split("/")[2])
        return run(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(converting, "_run", gone)
    assert client.post(address + "choose/", {"to": "here-v3"}).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_decisions_of_many_at_the_same_time_are_all_there(client: Client, make: Make) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one connection; PostgreSQL runs this")
    token = make(sample="ac").split("/")[2]
    names = [f"reason {number}" for number in range(12)]

    def accept(name: str) -> Callable[[State], None]:
        def edit(state: State) -> None:
            state.entries = [*state.entries, Entry(code="EV402", pattern=name, reason=name)]

        return edit

    def work(name: str) -> None:
        keeping.change(token, accept(name))
        connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted(f"/reviews/{token}/").values()) == sorted(names)


def test_so_are_they_on_the_real_site(live_site: LiveSite) -> None:
    def send(path: str, **fields: str) -> str:
        data = urlencode(fields).encode()
        with urlopen(Request(f"{live_site.url}{path}", data), timeout=60) as answer:
            return str(answer.url)

    address = send("/convert/", sample="ac").removeprefix(live_site.url)
    fields = [field_name(entry_for(line, "")) for line in AC_FINDINGS]
    with ThreadPoolExecutor(4) as people:
        done = [
            people.submit(send, f"{address}accept/", **{field: f"reason {number}"})
            for number, field in enumerate(fields)
        ]
        done.append(people.submit(send, f"{address}choose/", to="here-v3"))
        done.append(people.submit(send, f"{address}choose/", party="NL*ZUI"))
        assert {one.result() for one in done} == {live_site.url + address}
    with urlopen(f"{live_site.url}{address}download/accepted/") as answer:
        entries = json.load(answer)["entries"]
    assert sorted(entry["reason"] for entry in entries) == sorted(
        f"reason {number}" for number in range(len(fields))
    )
    with urlopen(f"{live_site.url}{address}download/report/") as answer:
        assert json.load(answer)["target"] == "here-v3"


# --- Where it leads ---


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ("{0}findings/?code=EV402#finding-3", "{0}findings/?code=EV402#finding-3"),
        ("{0}", "{0}"),
        ("", "{0}"),
        ("/admin/", "{0}"),
        ("https://evil.example{0}", "{0}"),
        ("//evil.example{0}", "{0}"),
        ("{0}\r\nSet-Cookie: a=b", None),
        ("[", "{0}"),
        ("http://[", "{0}"),
        ("//[{0}", "{0}"),
        ("//℀.example{0}", "{0}"),
    ],
)
def test_it_leads_back_to_the_page_of_the_review_that_it_came_from(
    client: Client, make: Make, given: str, leads: str | None
) -> None:
    address = make(sample="ac")
    answer = client.post(address + "name/", {"name": "x", "next": given.format(address)})
    assert answer.status_code == 303
    assert answer["Location"].startswith(address)
    if leads is not None:
        assert answer["Location"] == leads.format(address)
