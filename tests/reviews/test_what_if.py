"""What other options, or an edited document, changed in the findings."""

from __future__ import annotations

import json

from django.test import Client

from evmap.samples import SAMPLES
from tests.pages.conftest import Seen
from tests.reviews.conftest import Make

DOCUMENT = '{"poolId": "p", "colour": "blue", "shade": "dark"}'


def parts(page: Seen) -> dict[str, list[str]]:
    """Return the codes of each part of the comparison."""
    found = {}
    for part in page.soup.select(".difference-part"):
        name = next(c for c in part["class"] if c.startswith("difference-") and c[11:] != "part")
        found[name.removeprefix("difference-")] = [
            code.get_text() for code in part.select("li div > .code:not(.soft)")
        ]
    return found


def after(client: Client, address: str, at: str = "choose/", **sent: str) -> Seen:
    """Send options or a text, and show what that changed."""
    assert client.post(address + at, sent).status_code == 303
    return Seen(client.get(f"{address}options/"))


def test_before_the_first_change_there_is_nothing_to_compare(make: Make, client: Client) -> None:
    page = Seen(client.get(f"{make(sample='pool')}options/"))
    assert page.soup.select(".difference") == []


def test_another_target_tells_what_goes_and_comes(make: Make, client: Client) -> None:
    page = after(client, make(sample="pool"), to="here-v3")
    assert page.texts(".difference")[0].startswith("With target here-v3 instead of v3:")
    found = parts(page)
    assert "EV612" in found["gone"]
    assert {"EV601", "EV613"} <= set(found["added"])


def test_another_status_is_a_change(make: Make, client: Client) -> None:
    page = after(client, make(sample="pool"), status_OUT_OF_SERVICE="OUTOFORDER")
    assert "0 gone, 0 added, 1 changed" in page.texts(".difference")[0]
    assert parts(page)["changed"] == ["EV301"]


def test_successors_turn_errors_into_choices(make: Make, client: Client) -> None:
    found = parts(after(client, make(sample="deprecated"), accept_successors="on"))
    assert "EV201" in found["gone"]
    assert "EV205" in found["added"]


def test_an_edited_document_tells_what_is_fixed_new_and_the_same(
    make: Make, client: Client
) -> None:
    address = make(text=DOCUMENT, to="here-v3")
    form = Seen(client.get(f"{address}options/")).one("#edit-text")
    assert form.get_text().strip() == DOCUMENT
    page = after(client, address, "edit/", text=DOCUMENT.replace('"colour"', '"size"'))
    assert page.texts(".difference")[0].startswith(
        "The document was edited: 1 fixed, 1 new, 0 changed"
    )
    assert (parts(page)["gone"], parts(page)["added"]) == (["EV101"], ["EV101"])


def test_a_long_document_is_edited_as_a_file(make: Make, client: Client) -> None:
    (first, *_) = json.loads(SAMPLES["pool"].read())["evStations"]["evStation"]
    many = [first | {"poolId": f"p{n}", "id": str(n)} for n in range(160)]
    page = Seen(client.get(f"{make(text=json.dumps(many))}options/"))
    assert page.soup.select("#edit-text") == []
    assert page.soup.select("#edit-file")
