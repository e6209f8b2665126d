"""The result page: verdict, findings, highlights."""

from __future__ import annotations

import json

import pytest

from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen, text
from tests.reviews.conftest import Convert, again

STATION = {
    "poolId": "p1",
    "name": "Hafen",
    "position": {"latitude": 54.3213300, "longitude": 10.13489},
    "connectors": {
        "connector": [
            {
                "connectorType": {"id": "31"},
                "fixedCable": False,
                "maxPowerLevel": 22,
                "chargeCapacity": "200-240VAC, 1-phase at max. 16 A",
                "colour": "blue",
                "connectorStatuses": {
                    "connectorStatus": [{"cpoEvseId": "e1", "state": "OUT_OF_SERVICE"}]
                },
            }
        ]
    },
}


def marks(page: Seen) -> dict[str, set[str]]:
    """Return the marked values that are not plainly in the output: value -> fate and flags."""
    plain = {"fate-same", "fate-renamed", "fate-converted", "fate-restructured"}
    found = {}
    for mark in page.soup.select(".text-v2 .v"):
        words = {name for name in mark["class"] if name != "v"}
        if words - plain:
            found[text(mark)] = {name.partition("-")[2] for name in words}
    return found


def test_the_values_that_change_or_vanish_are_marked_in_the_users_own_text(
    convert: Convert,
) -> None:
    written = json.dumps(STATION, indent=3)
    page = convert(text=written)
    assert page.status == 200
    assert page.soup.select_one(".text-v2").get_text().rstrip("\n") == written  # type: ignore[union-attr]
    assert marks(page) == {
        '"200-240VAC, 1-phase at max. 16 A"': {"lossy", "deprecated"},
        '"blue"': {"unknown"},
        '"OUT_OF_SERVICE"': {"lossy", "assumed"},
    }


def test_a_mark_says_its_fate_and_its_finding_without_a_pointer(convert: Convert) -> None:
    page = convert(text=json.dumps(STATION))
    (mark,) = [m for m in page.soup.select(".text-v2 .v") if text(m) == '"OUT_OF_SERVICE"']
    assert mark["data-tip"] == "lossy, assumed (EV301)"
    assert mark["aria-describedby"] == "word-lossy word-assumed"
    assert page.texts("#word-lossy") == ["lossy"]
    (unknown,) = [m for m in page.soup.select(".text-v2 .v") if text(m) == '"blue"']
    why = page.soup.select_one(str(unknown["href"]))
    assert why is not None
    assert "/colour" in why.get_text()
    finding = page.soup.select_one(str(why.select_one("p a")["href"]))  # type: ignore[index]
    assert finding is not None
    assert "/colour" in finding.get_text()


def test_an_example_of_a_finding_links_to_the_value(convert: Convert) -> None:
    page = convert(text=json.dumps(STATION, indent=1))
    group = next(g for g in page.soup.select(".code-group") if "EV301" in g.get_text())
    link = group.select_one(".finding-places a")
    assert link is not None
    line = json.dumps(STATION, indent=1).split("\n")
    number = next(n for n, words in enumerate(line, 1) if "OUT_OF_SERVICE" in words)
    assert text(link) == f"line and column {number}:{line[number - 1].index('OUT')}"
    assert text(page.soup.select_one(str(link["href"]))) == '"OUT_OF_SERVICE"'


def test_findings_stand_by_severity_with_advice(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    assert [words.split()[1] for words in page.texts(".severity h3")] == [
        "errors",
        "warnings",
        "notices",
    ]
    codes = page.texts(".severity-error .code-group h4 .code")
    assert codes == ["EV201", "EV202"]
    assert all("What to do:" in words for words in page.texts(".code-group"))
    explained = {str(link["href"]) for link in page.soup.select(".code-group h4 a")}
    assert {see(address).status for address in explained} == {200}


def test_the_values_that_nobody_wrote_are_marked_in_the_output(see: See) -> None:
    page = see("/convert/?sample=pool")
    assumed = page.texts(".text-v3 .origin-assumed")
    assert '"INOPERATIVE"' in assumed
    assert '"Nordwind Laden Seestraße"' not in page.texts(
        ".text-v3 .origin-assumed, .text-v3 .origin-derived"
    )


def test_accepted_successors_are_written_and_marked_as_assumed(see: See) -> None:
    without = see("/convert/?sample=deprecated").texts(".text-v3")[0]
    page = see("/convert/?sample=deprecated&accept_successors=on")
    assert "DOMESTIC_J" not in without
    assert '"DOMESTIC_J"' in page.texts(".text-v3 .origin-assumed")


def test_party_and_publish_reach_the_output(see: See) -> None:
    page = see("/convert/?sample=counts&to=ocpi-2.2.1&party=nl-zui&publish=false")
    written = json.loads(page.soup.select_one(".text-v3").get_text())  # type: ignore[union-attr]
    first = written["data"][0]
    assert (first["country_code"], first["party_id"], first["publish"]) == ("NL", "ZUI", False)


def test_digits_stay_as_they_are(convert: Convert) -> None:
    page = convert(text='{"poolId":"p","position":{"latitude":52.519901300,"longitude":1e1}}')
    assert "52.519901300" in page.texts(".text-v2")[0]
    assert "52.519901300" in page.texts(".text-v3")[0]


def test_html_in_values_is_only_text(convert: Convert) -> None:
    hostile = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    page = convert(text=json.dumps({"poolId": hostile, "name": hostile, hostile: hostile}))
    assert page.status == 200
    assert page.soup.select("main script, main img") == []
    assert page.texts(".text-v2")[0].count("<script>") == 4


def test_characters_that_hide_or_turn_text_are_shown_as_codes(convert: Convert) -> None:
    page = convert(text='{"poolId": "a\u202eb\u2066c"}')
    assert "a\\u202eb\\u2066c" in page.texts(".text-v2")[0]


def test_converting_again_needs_no_new_upload(convert: Convert) -> None:
    first = convert(file=SAMPLES["pool"].read(), file_name="berlin.json")
    second = convert(**again(first) | {"to": "ocpi-2.3.0"})
    assert "berlin.json" in second.main
    assert second.texts("#v3-head") == ["ocpi-2.3.0, converted"]
    assert second.texts(".text-v2") == first.texts(".text-v2")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_are_read(convert: Convert, encoding: str) -> None:
    page = convert(file=json.dumps(STATION, ensure_ascii=False).encode(encoding))
    assert page.status == 200
    assert "Hafen" in page.texts(".text-v3")[0]


def test_lines_of_json_give_lines_of_json(convert: Convert) -> None:
    lines = "\n".join(json.dumps({**STATION, "poolId": f"p{n}"}) for n in range(3))
    page = convert(text=f"{lines}\nnot json\n")
    assert page.status == 200
    assert "3 stations became 3 locations" in page.main
    assert page.texts(".severity-error .code-group h4 .code")[0] == "EV108"
    # The line that cannot be read counts as one unknown value.
    assert len(page.soup.select(".text-v2 .v")) == 3 * 11 + 1


def test_a_pasted_text_keeps_its_lines(convert: Convert) -> None:
    page = convert(text='{\r\n"poolId": "p",\r\n"brand": "b"}')
    assert [line["id"] for line in page.soup.select(".text-v2 .l")] == ["v2-1", "v2-2", "v2-3"]


def test_xml_is_shown_as_the_json_that_was_made_of_it(convert: Convert) -> None:
    page = convert(text="<evStation>\n  <poolId>p</poolId>\n  <colour>blue</colour>\n</evStation>")
    assert page.texts("#v2-head") == ["v2, as JSON made of your XML"]
    assert marks(page)['"blue"'] == {"unknown"}
    assert convert(text='{"poolId": "p"}').texts("#v2-head") == ["v2, as you gave it"]
