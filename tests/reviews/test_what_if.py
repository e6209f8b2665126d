"""What other options, or an edited document, change in the findings. Nothing is stored."""

from __future__ import annotations

import json

import pytest

from evmap.reviews.whatif import Base, pack, unpack
from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen
from tests.reviews.conftest import Convert
from tests.reviews.test_accepting import carried, reason_for

DOCUMENT = '{"poolId": "p", "colour": "blue", "shade": "dark"}'


def parts(page: Seen) -> dict[str, list[str]]:
    """Return the codes of each part of the comparison."""
    found = {}
    for part in page.soup.select(".difference-part"):
        name = next(c for c in part["class"] if c.startswith("difference-") and c[11:] != "part")
        found[name.removeprefix("difference-")] = [
            code.get_text() for code in part.select("li div > .code:first-child")
        ]
    return found


def test_another_target_tells_what_goes_and_comes(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=pool")
    assert page.soup.select(".difference, .compared") == []
    after = convert(**carried(page) | {"to": "here-v3"})
    told = after.texts(".compared")[0]
    assert told.startswith(
        "With target here-v3 instead of v3: 5 gone, 4 added, 0 changed, 16 same."
    )
    found = parts(after)
    assert found["gone"] == ["EV402"] * 4 + ["EV612"]
    assert found["added"] == ["EV601", "EV402", "EV403", "EV613"]
    assert len(found["same"]) == 16


def test_another_status_is_a_change(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=pool")
    after = convert(**carried(page) | {"status_OUT_OF_SERVICE": "OUTOFORDER"})
    assert after.texts(".compared")[0].startswith(
        "With OUT_OF_SERVICE OUTOFORDER instead of as usual: 0 gone, 0 added, 1 changed"
    )
    assert parts(after)["changed"] == ["EV301"]


def test_successors_turn_errors_into_choices(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=deprecated")
    after = convert(**carried(page) | {"accept_successors": "on"})
    assert "accepted successors on instead of off" in after.texts(".compared")[0]
    found = parts(after)
    assert "EV201" in found["gone"]
    assert "EV205" in found["added"]


def test_a_look_at_another_part_keeps_the_comparison(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=pool")
    after = convert(**carried(page) | {"to": "here-v3"})
    moved = convert(go="v2:1", **carried(after))
    assert moved.texts(".compared") == after.texts(".compared")


def edit(page: Seen) -> dict[str, str]:
    """Return the fields of the form for an edited document."""
    fields = page.soup.select("form.edit input[type=hidden], form.edit textarea")
    return {str(f["name"]): str(f.get("value", f.get_text())) for f in fields}


def test_an_edited_document_tells_what_is_fixed_new_and_the_same(convert: Convert) -> None:
    page = convert(text=DOCUMENT, to="here-v3")
    fields = edit(page)
    assert fields["text"].strip() == DOCUMENT
    fields["text"] = DOCUMENT.replace('"colour"', '"size"')
    after = convert(**fields)
    assert after.texts(".compared")[0].startswith(
        "The document was edited: 1 fixed, 1 new, 0 changed"
    )
    found = parts(after)
    assert (found["gone"], found["added"]) == (["EV101"], ["EV101"])
    assert "Target here-v3" in after.main


def test_accepted_findings_go_with_the_edited_document(convert: Convert) -> None:
    page = convert(text=DOCUMENT)
    one = convert(go="accept", **carried(page) | {reason_for(page, "/colour"): "Ours."})
    after = convert(**edit(one) | {"text": DOCUMENT.replace('"shade"', '"size"')})
    assert after.texts(".finding.is-accepted .decision summary") == ["Accepted: Ours."]


def test_a_long_document_is_edited_as_a_file(convert: Convert) -> None:
    (first, *_) = json.loads(SAMPLES["pool"].read())["evStations"]["evStation"]
    many = [first | {"poolId": f"p{n}", "id": str(n)} for n in range(160)]
    page = convert(file=json.dumps(many).encode())
    assert page.soup.select("form.edit textarea") == []
    fixed = json.dumps([{k: v for k, v in one.items() if k != "brand"} for one in many]).encode()
    after = convert(file=fixed, **edit(page))
    assert "The document was edited: 1 fixed, 0 new" in after.texts(".compared")[0]
    assert parts(after)["gone"] == ["EV432"]


def test_the_script_gets_the_comparison_alone(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=pool")
    told = convert(at="/convert/what-if/", **carried(page) | {"to": "here-v3"})
    assert told.status == 200
    assert told.answer.headers["Cache-Control"] == "no-store"
    assert told.soup.select("main, h1") == []
    assert len(parts(told)["added"]) == 4
    assert convert(at="/convert/what-if/").status == 400


@pytest.mark.parametrize(
    "text", ["", "!", "e30=", "eJyrrgUAAXUA+Q==", "A" * 100, pack(Base("", "", []))[:-8]]
)
def test_what_is_no_packed_page_is_none(text: str) -> None:
    assert unpack(text) is None


def test_a_packed_page_that_grows_too_large_is_none() -> None:
    assert unpack(pack(Base("x" * 9_000_000, "", []))) is None


def test_a_foreign_field_is_no_error(convert: Convert) -> None:
    page = convert(text=DOCUMENT, before="nonsense", earlier="nonsense", go="v2:1")
    assert page.status in (200, 400)
    assert convert(text=DOCUMENT, before="nonsense").soup.select(".difference") == []
