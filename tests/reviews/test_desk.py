"""The desk: figures that agree, a queue in working order, findings that are answered in place."""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.conversion import TARGETS
from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.reports.parts import counts_of, spared_part
from evmap.mappings.models import Note
from evmap.reviews.filters import key_of
from evmap.reviews.records import WHOLE_BYTES
from evmap.reviews.stored import open_review
from evmap.samples import SAMPLES
from tests.reviews.conftest import Convert, Seen, stored

READABLE = [name for name in SAMPLES if name != "broken"]
TABS = ["findings", "fields", "document", "roundtrip", "checklist", "options"]


def address_of(page: Seen) -> str:
    """The address of a review."""
    return page.answer.request["PATH_INFO"]  # type: ignore[attr-defined,no-any-return]


def counts_in(page: Seen) -> dict[str, int]:
    """The figures of the head: word of the bucket -> findings."""
    told = [text.split(" ", 1) for text in page.texts(".counts li")]
    return {word: int(number.replace(",", "")) for number, word in told}


def queue_in(page: Seen) -> dict[str, int]:
    """The figures over the parts of the queue, which must be those of their lines."""
    found = {}
    for part in page.soup.select(".queue-part"):
        (count,) = part.select("h2 .count")
        number = count.get_text(strip=True)
        word = WORDS[next(name for name in WORDS if f"bucket-{name}" in part["class"])]
        assert word in part.h2.get_text()  # type: ignore[union-attr]
        assert len(part.select("li")) == int(number)
        found[word] = int(number)
    return found


def with_zeros(found: dict[str, int]) -> dict[str, int]:
    return {word: found.get(word, 0) for word in WORDS.values()}


# --- No figure contradicts another ---


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("name", READABLE)
def test_head_queue_targets_and_report_count_the_same(
    convert: Convert, client: Client, name: str, to: str
) -> None:
    page = convert(sample=name, to=to)
    review = open_review(address_of(page).split("/")[2])
    assert review is not None
    report = review.whole
    told = {WORDS[bucket]: share.findings for bucket, share in report.buckets.items()}
    assert counts_in(page) == told
    assert with_zeros(queue_in(page)) == told
    assert sum(told.values()) == len(report.findings)
    assert f"Grade {report.score.grade}." in page.main
    others = page.soup.select("button.target")
    assert {str(button["value"]) for button in others} == set(TARGETS) - {to}
    for button in others:
        other = review.targets[str(button["value"])]
        shown = [int(one.get_text().split()[-1]) for one in button.select(".target-counts > span")]
        assert shown == [share.findings for share in other.buckets.values()]


@pytest.mark.parametrize("name", READABLE)
def test_every_filter_counts_what_it_shows(convert: Convert, client: Client, name: str) -> None:
    address = address_of(convert(sample=name))
    page = Seen(client.get(f"{address}findings/"))
    every = int(page.sentence.replace(",", ""))
    assert every == sum(counts_in(page).values())
    for link in page.soup.select(".facet li a"):
        count = sum(int(one.get_text().replace(",", "")) for one in link.select(".count"))
        filtered = Seen(client.get(str(link["href"])))
        assert int(filtered.sentence.replace(",", "")) == count, link["href"]
        assert len(filtered.soup.select(".listed .stack > li")) == count
        assert counts_in(filtered) == counts_in(page)


@pytest.mark.parametrize("name", READABLE)
def test_fields_add_up_to_all_values(convert: Convert, client: Client, name: str) -> None:
    address = address_of(convert(sample=name))
    page = Seen(client.get(f"{address}fields/"))
    values = [int(text.replace(",", "")) for text in page.column("Values")]
    assert f"the {sum(values):,} values" in page.main


@pytest.mark.parametrize("name", READABLE)
def test_what_is_dropped_with_nothing_lost_stands_apart(
    convert: Convert, client: Client, name: str
) -> None:
    address = address_of(convert(sample=name))
    page = Seen(client.get(f"{address}fields/?fate=dropped"))
    told = {"fate-dropped": 0, "fate-dropped-spared": 0}
    for finding in stored(address).whole.findings:
        if finding.fate == "dropped":
            is_lost = finding.loss == "information"
            told["fate-dropped" if is_lost else "fate-dropped-spared"] += finding.occurrences
    shown = dict.fromkeys(told, 0)
    for group in page.soup.select(".fate-group"):
        cells = group.select("td[data-label=Values]")
        shown[str(group.h2["id"])] = sum(int(cell.get_text()) for cell in cells)  # type: ignore[index]
    assert shown == told
    assert told["fate-dropped-spared"] > 0


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("name", READABLE)
def test_the_marks_in_the_text_agree_with_what_is_counted_as_lost(
    convert: Convert, client: Client, name: str, to: str
) -> None:
    address = address_of(convert(sample=name, to=to))
    told = counts_of(stored(address).whole)
    marked: Counter[str] = Counter()
    page = f"{address}document/"
    while page:
        seen = Seen(client.get(page))
        for value in seen.soup.select("#v2 .v"):
            css = value["class"]
            (fate,) = [name.removeprefix("fate-") for name in css if name.startswith("fate-")]
            is_spared = "is-spared" in css
            marked[spared_part(fate) if is_spared else fate] += 1
            assert ("nothing lost" in str(value["data-tip"])) is is_spared
        (page,) = seen.links('.finding-steps a[rel="next"]') or [""]
    assert marked == told
    assert marked["dropped-spared"] > 0


def test_a_value_in_part_that_others_say_is_not_marked_as_lost(
    convert: Convert, client: Client
) -> None:
    (station,) = json.loads(SAMPLES["ac"].read())["evStations"]["evStation"]
    capacity = "380-480VAC, 3-phase at max. 32 A"
    station["connectors"]["connector"][0]["chargeCapacity"] = capacity
    address = address_of(convert(text=json.dumps(station)))
    assert counts_of(stored(address).whole)["lossy-spared"] == 1
    shown = Seen(client.get(f"{address}document/"))
    assert shown.texts(".text .fate-lossy.is-spared") == [json.dumps(capacity)]
    fields = Seen(client.get(f"{address}fields/?fate=lossy"))
    assert "nothing lost" in fields.texts("#fate-lossy-spared")[0]
    assert fields.texts(".fate-group .is-spared") == ["lossy"]


def test_what_another_location_says_is_no_loss_in_the_text_either(
    convert: Convert, client: Client
) -> None:
    """The report looks at the whole document, and the page of one record says the same."""
    one, other = (json.loads(SAMPLES["ac"].read())["evStations"]["evStation"][0] for _ in "12")
    other["id"], other["poolId"] = "2", "evcp0-other"
    for connector in other["connectors"]["connector"]:
        connector["connectorType"] = {"id": "2"}
        connector["customerConnectorName"] = "Plug"
    one["terms"] = "x" * WHOLE_BYTES
    text = json.dumps({"evStations": {"evStation": [one, other]}})
    address = address_of(convert(text=text))
    told = [
        line for line in stored(address).whole.findings if "customerConnectorName" in line.pattern
    ]
    assert {line.code for line in told} == {"EV404"}
    (record,) = Seen(client.get(f"{address}document/?find=evcp0-other")).links(".record-list a")
    shown = Seen(client.get(record)).texts("#v2 .is-spared")
    assert shown.count('"Plug"') == len(other["connectors"]["connector"])


def test_records_that_are_one_location_are_one_record_of_the_page(
    convert: Convert, client: Client
) -> None:
    """A station without a pool that comes again, and a pool with blanks around its id."""
    stations = [json.loads(SAMPLES["ac"].read())["evStations"]["evStation"][0] for _ in "1234"]
    twice, pool = stations[:2], stations[2:]
    for station in twice:
        del station["poolId"]
    pool[0]["id"], pool[1]["poolId"] = "2", f" {pool[1]['poolId']} "
    twice[0]["terms"] = "x" * WHOLE_BYTES
    address = address_of(convert(text=json.dumps(stations)))
    page = Seen(client.get(f"{address}document/"))
    assert stored(address).whole.summary.locations == 2
    assert len(page.links(".record-list a")) == 2


def test_what_stands_around_the_records_is_chosen_but_not_counted(
    convert: Convert, client: Client
) -> None:
    one, other = (json.loads(SAMPLES["ac"].read())["evStations"]["evStation"][0] for _ in "12")
    other["id"], other["poolId"] = "2", "evcp0-other"
    one["terms"] = "x" * WHOLE_BYTES
    text = json.dumps({"hasMore": False, "evStations": {"evStation": [one, other]}})
    desk = convert(text=text)
    assert desk.texts(".record .soft") == ["record 1 of 2"]
    page = Seen(client.get(f"{address_of(desk)}document/"))
    assert page.texts(".records > summary") == ["2 records: choose one"]
    assert "record 1 of 2" in page.main
    around = page.links(".record-list a")[2]
    assert "record 3" not in Seen(client.get(around)).main


def test_deprecated_is_a_filter_and_no_bucket(convert: Convert, client: Client) -> None:
    page = convert(sample="deprecated")
    (link,) = [one for one in page.links(".queue-more a") if "deprecated" in one]
    filtered = Seen(client.get(link))
    shown = filtered.texts(".queue li a")
    assert len(shown) == sum(queue_in(filtered).values()) > 5
    assert all("deprecated" in text for text in shown)


def test_where_nothing_is_deprecated_no_link_leads_to_nothing(convert: Convert) -> None:
    assert convert(sample="pool").texts(".queue-more a") == ["More filters"]


def test_codes_never_stand_without_their_title(convert: Convert, client: Client) -> None:
    address = address_of(convert(sample="deprecated"))
    page = Seen(client.get(f"{address}findings/"))
    codes = [text for text in page.texts(".facet a") if text.startswith("EV")]
    assert codes
    assert all(re.fullmatch(r"EV\d{3} \D.*", text) for text in codes)


# --- The queue ---


def test_the_heaviest_finding_comes_first_and_the_queue_leads_through_all(
    convert: Convert, client: Client
) -> None:
    page = convert(sample="deprecated")
    seen = []
    while True:
        seen.append(page.texts(".queue [aria-current]")[0])
        following = page.links('a[rel="next"]')
        if not following:
            break
        page = Seen(client.get(following[0]))
    assert seen[0].startswith("error: Connector type without a v3 standard")
    assert len(seen) == sum(counts_in(page).values())
    assert len(set(seen)) > len(seen) / 2


def test_findings_of_one_code_at_one_place_are_told_apart(convert: Convert) -> None:
    page = convert(text='{"evStations": {"evStation": [{"id": "1"}]}}')
    alike = [text for text in page.texts(".queue li a") if "Expected, but not there" in text]
    assert len(set(alike)) == len(alike) > 1
    assert alike[0].endswith("the whole record : address")


def test_the_address_of_a_finding_stays_when_another_target_is_chosen(
    convert: Convert, client: Client
) -> None:
    page = convert(sample="pool")
    chosen = page.links('a[rel="next"]')[0]
    title = Seen(client.get(chosen)).texts("#finding-title")
    client.post(f"{address_of(page)}choose/", {"to": "ocpi-2.3.0"})
    assert Seen(client.get(chosen)).texts("#finding-title") == title


@pytest.mark.parametrize("query", ["?finding=nonsense", "?at=999999999", "?place=77", "?file=9"])
def test_an_address_that_means_nothing_shows_the_first_finding(
    convert: Convert, client: Client, query: str
) -> None:
    page = convert(sample="ac")
    other = Seen(client.get(address_of(page) + query))
    assert other.status == 200
    assert other.texts("#finding-title") == page.texts("#finding-title")


# --- Answers in place ---


def finding(client: Client, page: Seen, code: str) -> Seen:
    """The desk at the first finding with a code."""
    listed = Seen(client.get(f"{address_of(page)}?code={code}"))
    assert f"{code} explained" in listed.main
    return listed


def among_all(client: Client, page: Seen, code: str) -> Seen:
    """The desk at the first finding with a code, with all others in its queue."""
    lines = stored(address_of(page)).whole.findings
    key = next(key_of(line) for line in lines if line.code == code)
    return Seen(client.get(f"{address_of(page)}?finding={key}"))


def press(client: Client, page: Seen, label: str, **typed: str) -> Seen:
    """Press a button of the answers, and follow to where it leads."""
    (button,) = [
        one for one in page.soup.select(".answers button") if one.get_text(strip=True) == label
    ]
    form = button.find_parent("form")
    assert form is not None
    data = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    data |= {str(one["name"]): typed[str(one["id"])] for one in form.select("input.field")}
    if button.get("name"):
        data[str(button["name"])] = str(button["value"])
    return Seen(client.post(str(form["action"]), data, follow=True))


def test_an_ambiguous_status_is_answered_with_the_other_one(
    convert: Convert, client: Client
) -> None:
    page = finding(client, convert(sample="pool"), "EV301")
    assert page.texts(".text .is-chosen") == ['"OUT_OF_SERVICE"']
    assert page.texts(".text .is-partner") == ['"INOPERATIVE"']
    after = press(client, page, "Use OUTOFORDER")
    document = client.get(f"{address_of(page)}download/document/").getvalue()
    assert b"OUTOFORDER" in document
    assert b"INOPERATIVE" not in document
    assert after.status == 200


def test_a_status_that_was_chosen_is_decided_and_leads_to_the_next_finding(
    convert: Convert, client: Client
) -> None:
    page = among_all(client, convert(sample="pool"), "EV301")
    before = counts_in(page)
    after = press(client, page, "Use OUTOFORDER")
    decided = {"Decide": 0, "Nothing to do": before["Nothing to do"] + 1}
    assert counts_in(after) == with_zeros(queue_in(after)) == before | decided
    assert after.texts("#finding-title") == ["warning No place in the target"]
    (told,) = after.soup.select(".undo")
    assert "Decided: Ambiguous status , OUTOFORDER" in told.get_text(" ", strip=True)
    assert counts_in(Seen(client.get(f"{address_of(page)}?accepted=yes"))) == counts_in(after)
    for name in ("findings", "checklist"):
        told_there = Seen(client.get(f"{address_of(page)}{name}/")).main
        assert "Decided, OUTOFORDER: Chosen for this conversion." in told_there, name


def test_the_address_of_a_status_leads_to_it_whatever_is_chosen(
    convert: Convert, client: Client
) -> None:
    page = among_all(client, convert(sample="pool"), "EV301")
    (address,) = page.links(".queue a[aria-current]")
    press(client, page, "Use OUTOFORDER")
    there = Seen(client.get(address))
    assert "OUTOFORDER was chosen in this review." in there.main


def test_the_status_that_is_written_is_kept_with_one_press(
    convert: Convert, client: Client
) -> None:
    page = finding(client, convert(sample="pool"), "EV301")
    before = client.get(f"{address_of(page)}download/document/").getvalue()
    press(client, page, "Keep INOPERATIVE")
    kept = finding(client, page, "EV301")
    assert "INOPERATIVE was chosen in this review." in kept.main
    assert counts_in(kept)["Decide"] == 0
    assert "Keep INOPERATIVE" not in kept.texts(".answers button")
    assert client.get(f"{address_of(page)}download/document/").getvalue() == before


def test_a_choice_is_told_at_its_finding_changed_there_and_taken_back(
    convert: Convert, client: Client
) -> None:
    first = finding(client, convert(sample="pool"), "EV301")
    press(client, first, "Use OUTOFORDER")
    chosen = finding(client, first, "EV301")
    assert "OUTOFORDER was chosen in this review. Instead: Use INOPERATIVE" in chosen.main
    assert chosen.texts(".queue [aria-current]")[0].endswith("decided")
    assert chosen.soup.select("#accept-reason") == []
    press(client, chosen, "Use INOPERATIVE")
    kept = finding(client, first, "EV301")
    assert "INOPERATIVE was chosen in this review." in kept.main
    assert counts_in(kept)["Decide"] == 0
    press(client, kept, "Undo")
    again = finding(client, first, "EV301")
    assert counts_in(again) == counts_in(first)
    assert "was chosen" not in again.main


def test_what_was_just_chosen_is_taken_back_with_one_press(
    convert: Convert, client: Client
) -> None:
    for code, label in (("EV301", "Use REMOVED"), ("EV201", "Write DOMESTIC_J")):
        page = among_all(client, convert(sample="deprecated"), code)
        after = press(client, page, label)
        (told,) = after.soup.select(".undo")
        assert "Decided:" in told.get_text(), code
        data = {str(one["name"]): str(one["value"]) for one in told.select("input")}
        back = Seen(client.post(str(told["action"]), data, follow=True))
        assert counts_in(back) == counts_in(page), code
        assert back.texts(".undo") == [], code


def test_the_last_answer_under_a_filter_is_taken_back_there(
    convert: Convert, client: Client
) -> None:
    address = address_of(convert(sample="pool"))
    page = Seen(client.get(f"{address}?bucket=decide"))
    after = press(client, page, "Use OUTOFORDER")
    assert after.texts(".queue .empty") == ["No finding fits this filter."]
    assert after.texts(".undo button") == ["Undo"]


def test_who_may_see_a_restricted_place_is_asked_once(convert: Convert, client: Client) -> None:
    page = finding(client, convert(sample="deprecated"), "EV611")
    assert "May the public see these locations?" in page.main
    press(client, page, "Publish them")
    after = finding(client, page, "EV611")
    assert "They are published. Keep them private" in after.main
    assert "May the public see" not in after.main


def test_places_in_one_line_are_told_apart_by_their_columns(
    convert: Convert, client: Client
) -> None:
    station = json.loads(SAMPLES["ac"].read())["evStations"]["evStation"][0]
    stations = [station, station | {"poolId": "other", "id": "other"}]
    for indent, name in ((2, r"line \d+: "), (None, r"line 1:\d+: ")):
        page = convert(text=json.dumps(stations, indent=indent))
        places = finding(client, page, "EV417").texts(".places a")
        assert len({*places}) == len(places) == 2
        assert all(re.match(name, one) for one in places), places


def test_a_status_that_the_target_lacks_is_answered_with_another(
    convert: Convert, client: Client
) -> None:
    text = SAMPLES["pool"].read().decode().replace("OUT_OF_SERVICE", "OFFLINE")
    page = finding(client, convert(text=text, to="here-v3"), "EV603")
    labels = page.texts(".answers button:not(.js-only)")
    assert labels[:2] == ["Use REMOVED", "Use UNKNOWN"]
    press(client, page, "Use UNKNOWN")
    codes = [one.code for one in stored(address_of(page)).whole.findings]
    assert "EV603" not in codes


def test_nothing_is_told_twice_of_a_value(convert: Convert, client: Client) -> None:
    page = finding(client, convert(sample="pool"), "EV409")
    message = "Tells of the request: how many stations were found. v3 has no count."
    assert page.main.count(message) == 1
    assert page.texts(".finding .fate") == ["dropped"]
    assert page.texts(".finding .fate.is-spared") == ["dropped"]


def test_no_value_is_marked_as_made_of_a_whole_object(convert: Convert, client: Client) -> None:
    page = finding(client, convert(sample="counts"), "EV503")
    assert len(page.texts(".panes .text")) == 2
    assert page.texts(".text .is-partner") == []


def test_a_finding_about_an_object_opens_the_part_of_v3_that_it_became(
    convert: Convert, client: Client
) -> None:
    page = finding(client, convert(sample="counts"), "EV307")
    v2, v3 = page.texts(".panes .text")
    assert '"id": "34"' in v2
    assert ("IEC_62196_T2_COMBO" in v3, '"UNKNOWN"' in v3, '"CHARGING"' in v3) == (
        True,
        True,
        False,
    )


def test_or_is_said_only_where_there_is_another_answer(convert: Convert, client: Client) -> None:
    page = convert(sample="counts")
    with_buttons, without = (finding(client, page, code) for code in ("EV301", "EV503"))
    assert "Or accept it as it is, because" in with_buttons.texts(".answers label")
    assert "Accept it as it is, because" in without.texts(".answers label")


@pytest.mark.parametrize("to", ["here-v3", "ocpi-2.2.1"])
@pytest.mark.parametrize("name", ["deprecated", "counts", "pool"])
def test_advice_on_pages_is_for_users_of_pages(
    convert: Convert, client: Client, name: str, to: str
) -> None:
    address = address_of(convert(sample=name, to=to))
    pages = [f"{address}findings/", f"{address}checklist/"]
    first_of_each_code = ".queue li a:has(.queue-title)"
    pages += Seen(client.get(address)).links(first_of_each_code)
    for one in pages:
        assert re.findall(r" --[a-z]+", Seen(client.get(one)).main) == [], one


@pytest.mark.parametrize("name", READABLE)
def test_no_two_lines_of_the_checklist_read_the_same(
    convert: Convert, client: Client, name: str
) -> None:
    address = address_of(convert(sample=name))
    lines = Seen(client.get(f"{address}checklist/")).texts(".tasks > li > div > p:last-of-type")
    assert lines
    assert len(set(lines)) == len(lines)


def test_each_place_of_the_checklist_leads_to_its_finding(convert: Convert, client: Client) -> None:
    address = address_of(convert(sample="ac"))
    page = Seen(client.get(f"{address}checklist/"))
    places = page.soup.select(".tasks li li a")
    assert len(places) > 5
    for place in places:
        there = Seen(client.get(str(place["href"])))
        assert there.texts(".finding-what .code")[0] == place.get_text()


def test_a_deprecated_id_is_answered_with_its_successor_and_back(
    convert: Convert, client: Client
) -> None:
    page = finding(client, convert(sample="deprecated"), "EV201")
    assert "/connectors/18/" in page.links(".finding-what a")
    press(client, page, "Write DOMESTIC_J")
    document = f"{address_of(page)}download/document/"
    assert b"DOMESTIC_J" in client.get(document).getvalue()
    press(client, finding(client, page, "EV205"), "Undo")
    assert b"DOMESTIC_J" not in client.get(document).getvalue()


def test_party_and_publish_are_given_where_they_are_missing(
    convert: Convert, client: Client
) -> None:
    page = convert(sample="counts", to="ocpi-2.3.0")
    before = counts_in(page)
    listed = finding(client, page, "EV601")
    while "country_code" not in listed.texts(".finding > p")[2]:
        listed = Seen(client.get(listed.links('a[rel="next"]')[0]))
    after = press(client, listed, "Use this party", **{"answer-party": "DE*ABC"})
    assert counts_in(after)["Decide"] == before["Decide"] - 2
    assert b'"DE"' in client.get(f"{address_of(page)}download/document/").getvalue()


def test_a_loss_is_accepted_with_a_reason_and_taken_back(convert: Convert, client: Client) -> None:
    page = convert(sample="dc")
    before = counts_in(page)
    lost = finding(client, page, "EV402")
    title = lost.texts(".finding-what .code")[0]
    after = press(client, lost, "Accept", **{"accept-reason": "Nobody reads it"})
    assert counts_in(after) == before | {
        "Lost": before["Lost"] - 1,
        "Nothing to do": before["Nothing to do"] + 1,
    }
    accepted = Seen(client.get(f"{address_of(page)}?accepted=yes"))
    assert accepted.texts(".finding-what .code")[0] == title
    assert "Accepted: Nobody reads it" in accepted.main
    assert counts_in(press(client, accepted, "Undo")) == before


def test_what_was_just_accepted_is_taken_back_with_one_press(
    convert: Convert, client: Client
) -> None:
    page = convert(sample="dc")
    lost = finding(client, page, "EV402")
    path = lost.texts(".finding-what .code")[0]
    after = press(client, lost, "Accept", **{"accept-reason": "Nobody reads it"})
    (told,) = after.soup.select(".undo")
    assert told.span.get_text(" ", strip=True) == f"Accepted: No place in the target {path}"  # type: ignore[union-attr]
    data = {str(one["name"]): str(one["value"]) for one in told.select("input")}
    back = Seen(client.post(str(told["action"]), data, follow=True))
    assert counts_in(back) == counts_in(page)
    assert back.texts(".finding-what .code")[0] == path
    assert back.texts(".undo") == []


def test_a_blank_reason_is_told_at_its_field_and_the_finding_stays(
    convert: Convert, client: Client
) -> None:
    page = convert(sample="dc")
    lost = finding(client, page, "EV402")
    after = press(client, lost, "Accept", **{"accept-reason": " "})
    assert after.texts("[role=alert]") == [
        "Say why this finding is accepted: the reason was empty."
    ]
    field, alert = after.one("#accept-reason"), after.one(".answer [role=alert]")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", alert["id"])
    for what in (".finding-what .code", ".finding-steps span"):
        assert after.texts(what) == lost.texts(what)
    assert "done" not in parse_qs(after.answer.request["QUERY_STRING"])  # type: ignore[attr-defined]
    accepted = press(client, after, "Accept", **{"accept-reason": "Nobody reads it"})
    assert counts_in(accepted)["Lost"] == counts_in(page)["Lost"] - 1
    assert accepted.texts("[role=alert]") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("bucket=lost", "Say why these findings are accepted: the reason was empty."),
        ("accepted=yes", "Nothing was accepted: the reason was empty."),
    ],
)
def test_a_blank_reason_for_all_is_told_at_its_field_if_there_is_one(
    convert: Convert, client: Client, query: str, told: str
) -> None:
    address = f"{address_of(convert(sample='dc'))}findings/?{query}"
    data = {"accept_reason": " ", "go": "accept-shown", "next": address}
    after = Seen(client.post(f"{address.partition('findings')[0]}accept/", data, follow=True))
    assert after.texts("[role=alert]") == [told]
    assert len(after.soup.select("[aria-invalid]")) == (query == "bucket=lost")


def test_the_example_of_an_accept_file_is_where_the_message_says(
    convert: Convert, client: Client
) -> None:
    address = address_of(convert(sample="dc"))
    page = Seen(client.get(f"{address}findings/?problem=file"))
    (told,) = page.texts("[role=alert]")
    entry, menu = re.findall("“(.*?)”", told)
    (download,) = [one for one in page.soup.select(".desk-menu") if one.summary.text == menu]  # type: ignore[union-attr]
    assert entry in [link.text for link in download.select("a")]


def test_accepting_all_shown_leaves_what_the_filter_hides(convert: Convert, client: Client) -> None:
    page = convert(sample="dc")
    listed = Seen(client.get(f"{address_of(page)}findings/?code=EV402"))
    fields = {
        str(i["name"]): str(i["value"])
        for i in listed.soup.select(".accept form:first-of-type input[type=hidden]")
    }
    data = fields | {"accept_reason": "Known", "go": "accept-shown"}
    after = Seen(client.post(f"{address_of(page)}accept/", data, follow=True))
    assert after.sentence == listed.sentence
    left = counts_in(after)["Lost"]
    assert left == counts_in(page)["Lost"] - int(listed.sentence)


# --- What decided: rows and their notes ---


@pytest.mark.parametrize(
    ("code", "table", "key"),
    [
        ("EV201", "connector", "18"),
        ("EV301", "status", "OFFLINE = REMOVED"),
        ("EV402", "field", "station = address.floor"),
    ],
)
def test_notes_of_the_rows_reach_the_value(
    convert: Convert, client: Client, code: str, table: str, key: str
) -> None:
    Note.objects.create(table=table, key=key, text=f"Ask the team about {key}.")
    page = Seen(client.get(f"{address_of(convert(sample='deprecated'))}?code={code}"))
    while not any(f"Ask the team about {key}." in text for text in page.texts(".told-note")):
        # Without a next finding the note has reached none.
        (following,) = page.links('a[rel="next"]')
        page = Seen(client.get(following))


def test_the_note_of_a_standard_reaches_the_value_that_became_it(
    convert: Convert, client: Client
) -> None:
    Note.objects.create(table="standard", key="IEC_62196_T2", text="Our usual plug.")
    address = address_of(convert(text=json.dumps(STATION)))
    byte = json.dumps(STATION).encode().index(b'"31"')
    page = Seen(client.get(f"{address}?at={byte}"))
    assert page.texts(".text .is-chosen") == ['"31"']
    assert page.texts(".told-note") == ["Note by an editor: Our usual plug."]


PLUG = {"connectorType": {"id": "31"}, "maxPowerLevel": 22, "fixedCable": False}
STATION = {"poolId": "p", "name": "<b>Here & there</b>", "connectors": {"connector": [PLUG]}}


def test_what_came_from_the_document_is_text_and_never_markup(
    convert: Convert, client: Client
) -> None:
    address = address_of(convert(text=json.dumps(STATION | {"<i>": "<script>alert(1)</script>"})))
    for tab in ("", *(f"{one}/" for one in TABS)):
        html = client.get(address + tab).getvalue().decode()
        assert "<script>alert" not in html
        assert "<b>Here" not in html
        assert "<i>" not in html


# --- Texts: pieces around the place, whatever the size ---


def test_both_texts_show_pieces_around_the_place(convert: Convert, client: Client) -> None:
    page = finding(client, convert(sample="pool"), "EV301")
    v2, v3 = (pane.select(".l") for pane in page.soup.select("pre.text"))
    assert 10 <= len(v2) <= 17
    assert 10 <= len(v3) <= 40


def test_a_location_of_many_stations_shows_the_one_that_is_looked_at(
    convert: Convert, client: Client
) -> None:
    stations = [STATION | {"id": f"s{n}", "brand": "Brand" * 100 + f"{n}"} for n in range(400)]
    response = {"evStations": {"evStation": stations}}
    page = convert(text=json.dumps(response))
    shown = finding(client, page, "EV402")
    assert "This one is shown by itself." in shown.main
    assert len(shown.answer.getvalue()) < 150_000
    assert shown.texts(".text .is-chosen")
    document = Seen(client.get(f"{address_of(page)}document/"))
    assert len(document.answer.getvalue()) < 400_000


def test_a_station_that_is_too_large_is_shown_as_text(convert: Convert, client: Client) -> None:
    large = STATION | {"contacts": {"phone": [{"value": f"+49 30 {n}"} for n in range(12_000)]}}
    page = convert(text=json.dumps(large))
    assert "too large to be followed value by value" in page.main
    assert page.soup.select("pre.text .l")
    assert len(page.answer.getvalue()) < 200_000


# --- Every page of a review ---


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("name", READABLE)
def test_every_tab_is_a_page_with_the_same_head(
    convert: Convert, client: Client, name: str, tab: str
) -> None:
    page = convert(sample=name)
    other = Seen(client.get(f"{address_of(page)}{tab}/"))
    assert other.status == 200
    assert other.heading == page.heading
    assert counts_in(other) == counts_in(page)
    assert len(other.soup.select(".tabs [aria-current=page]")) == 1


def test_the_document_tab_leads_to_the_value_at_the_desk(convert: Convert, client: Client) -> None:
    page = convert(sample="pool")
    document = Seen(client.get(f"{address_of(page)}document/"))
    (value,) = [one for one in document.soup.select("a.v") if one.get_text() == '"OUT_OF_SERVICE"']
    shown = Seen(client.get(str(value["href"])))
    assert shown.texts("#finding-title") == ["warning Ambiguous status"]


def test_several_files_have_one_shown_and_the_others_a_line(
    convert: Convert, client: Client
) -> None:
    files = [
        SimpleUploadedFile(f"{name}.json", SAMPLES[name].read()) for name in ("ac", "broken", "dc")
    ]
    page = Seen(client.post("/convert/", {"file": files}, follow=True))
    assert page.texts(".files summary strong") == ["1 could not be read"]
    other = Seen(client.get(page.links(".files a")[0]))
    assert parse_qs(urlsplit(page.links(".files a")[0]).query) == {"file": ["3"]}
    assert other.heading == "dc.json"
    assert counts_in(other) != counts_in(page)
    assert with_zeros(queue_in(other)) == counts_in(other)
