"""`evmap explain`: the catalogue as text."""

from __future__ import annotations

import pytest

from evmap.commands.explain import WIDTH, explain
from evmap.conversion.codes import CATALOGUE, DEFINITIONS


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_explained_in_full(code: str) -> None:
    entry = CATALOGUE[code]
    text = explain(code)
    words = " ".join(text.split())
    assert text.startswith(f"{code}  {entry.title}\n")
    assert f"{entry.severity}: {DEFINITIONS[entry.severity]}" in words
    assert entry.explanation in words
    assert "\n\nv2\n    " in text
    assert "What to do: " in words
    prose = [line for line in text.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= WIDTH + 30, "only a field's path may be longer than a line"


def test_the_whole_text_of_one_code() -> None:
    assert (
        explain("EV301")
        == """\
EV301  Ambiguous status

warning: Information is lost, or a choice was made for you.

The guide gives two v3 statuses for each of OUT_OF_SERVICE, OFFLINE and OTHER,
and v2 does not tell them apart. The preferred one is written: the first in the
guide's order, unless an editor or you chose the other.

Example: v2 OFFLINE has several v3 statuses; PLANNED is written. Other
candidates: REMOVED.

v2
    {
      "state": "OFFLINE"
    }

v3
    {
      "status": "PLANNED"
    }

What to do: Decide which status is right for your users. UNKNOWN may be chosen
too: it claims nothing. With the command: --status OFFLINE=STATUS."""
    )


@pytest.mark.parametrize("code", ["ev301", " EV301\n", "Ev301"])
def test_the_case_of_a_code_does_not_matter(code: str) -> None:
    assert explain(code) == explain("EV301")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("EV31", "There is no finding EV31. Close codes: EV431, EV311, EV310."),
        ("hello", "There is no finding hello."),
        ("", "There is no finding ."),
        ("E" * 500, f"There is no finding {'E' * 20}."),
    ],
)
def test_an_unknown_code_is_an_error_with_close_codes(code: str, message: str) -> None:
    with pytest.raises(LookupError) as caught:
        explain(code)
    assert caught.value.args == (message,)
