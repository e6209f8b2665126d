"""The places of values in JSON text, found without parsing it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.conversion.diagnostics import Path
from evmap.conversion.read.jsontext import end_of, leaves, place, places, value_end

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def every(value: Any, path: Path = ()) -> dict[Path, Any]:
    """All values by their path."""
    found = {path: value}
    members = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else ()
    for step, inner in (*members, *items):
        found |= every(inner, (*path, step))
    return found


def is_leaf(value: Any) -> bool:
    return not (isinstance(value, (dict, list)) and value)


@given(value=JSON, indent=st.none() | st.integers(0, 3), ascii_only=st.booleans())
def test_every_value_is_found_where_it_stands(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode(errors="replace")
    wanted = every(json.loads(text))
    found = {path: (start, end_of(text, start)) for path, start in places(text, wanted).items()}
    assert {path: json.loads(text[start:end]) for path, (start, end) in found.items()} == wanted
    assert list(leaves(text)) == [found[path] for path, one in wanted.items() if is_leaf(one)]


def test_of_a_key_that_occurs_again_the_earlier_values_are_named_by_their_number() -> None:
    text = b'{"a": 1, "a": {"b": 2}, "a": {"b": 3, "b": 4}}'
    wanted: dict[Path, int] = {
        (("a", 0),): 1,
        (("a", 1), "b"): 2,
        ("a", ("b", 0)): 3,
        ("a", "b"): 4,
    }
    found = places(text, wanted)
    assert {path: text[start] - 48 for path, start in found.items()} == wanted
    assert [start for start, _ in leaves(text)] == list(found.values())


def test_where_a_path_leads_nowhere_the_deepest_place_on_the_way_counts() -> None:
    text = b'{"a": [1, {"b": 2}]}'
    assert place(text, ("a", 1, "c", "d")) == text.index(b'{"b"')
    assert place(text, ("a", 5)) == text.index(b"[")
    assert place(text, ("x",)) == 0


def test_keys_are_compared_as_they_are_read() -> None:
    assert place(rb'{"\u0061": 7}', ("a",)) == 11


@pytest.mark.parametrize(
    "text", [b'{"a": [1, 2', b'{"a": "b', b'{"a": NaN, "b": [', b"]]", b'"', b""]
)
def test_what_is_no_json_has_places_as_far_as_it_goes(text: bytes) -> None:
    assert all(0 <= start <= end <= len(text) for start, end in leaves(text))
    assert place(text, ("a", 1)) >= 0


def test_of_a_value_that_ends_the_text_more_is_needed() -> None:
    assert value_end(b'{"a": 1}, 2', 0) == 8
    assert value_end(b'{"a": 1}', 0) < 0
    assert value_end(b"}", 0) < 0
