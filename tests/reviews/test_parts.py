"""Long texts in parts, places in text, excerpts: the small tools of the result page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.reviews.excerpt import excerpt
from evmap.reviews.parts import Parts
from evmap.reviews.places import values_between, values_of_lines, values_of_texts

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    """Return scalars and empty containers by their path."""
    if isinstance(value, dict) and value:
        return {p: v for key, one in value.items() for p, v in leaves(one, (*path, key)).items()}
    if isinstance(value, list) and value:
        return {p: v for n, one in enumerate(value) for p, v in leaves(one, (*path, n)).items()}
    return {path: value}


@given(value=JSON, indent=st.none() | st.integers(0, 3), ascii_only=st.booleans())
def test_every_value_is_found_where_it_stands(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode(errors="replace")
    value = json.loads(text)
    found = {
        one.path: json.loads(text[one.start : one.end])
        for one in values_between(text, 0, len(text))
    }
    assert found == leaves(value)


@given(values=st.lists(JSON, max_size=5))
def test_values_of_several_texts_begin_with_the_index_of_the_text(values: list[Any]) -> None:
    lines = "\n".join(json.dumps(value) for value in values).encode()
    tall = "\n".join(json.dumps(value, indent=1) for value in values).encode()
    expected = set(leaves(values)) if values else set()
    assert {one.path for one in values_of_lines(lines, 0, len(lines))} == expected
    assert {one.path for one in values_of_texts(tall, 0, len(tall))} == expected


def test_a_line_that_is_no_json_leaves_the_next_ones_alone() -> None:
    text = b'{"a": 1}\n{"a": [[[ "\n\n{"b": 2}'
    assert [one.path for one in values_of_lines(text, 0, len(text)) if one.path[0] != 1] == [
        (0, "a"),
        (2, "b"),
    ]


def test_only_values_of_the_part_are_found() -> None:
    text = b'{"a": 11, "b": 22, "c": 33}'
    found = [one.path for one in values_between(text, text.index(b"22"), text.index(b"33"))]
    assert found == [("b",)]


@given(
    text=st.text(alphabet='a,\n"é中', max_size=400).map(str.encode),
    size=st.integers(4, 60),
)
def test_parts_hold_every_byte_once_and_end_between_characters(text: bytes, size: int) -> None:
    parts = Parts(text, size)
    shown = [parts.part(number) for number in range(1, len(parts) + 1)]
    assert b"".join(text[part.start : part.stop] for part in shown) == text
    for part in shown:
        text[part.start : part.stop].decode()
        assert part.stop - part.start <= size
        assert part.first_line == text.count(b"\n", 0, part.start) + 1
        assert all(parts.number_at(byte) == part.number for byte in part.bytes)


def test_parts_end_at_lines_where_they_can() -> None:
    parts = Parts(b"one\ntwo\nthree\n", 9)
    assert [parts.text[p.start : p.stop] for p in (parts.part(1), parts.part(2))] == [
        b"one\ntwo\n",
        b"three\n",
    ]
    assert (parts.part(2).first_line, parts.part(2).last_line, parts.lines) == (3, 3, 3)


@pytest.mark.parametrize("number", [-1, 0, 1])
def test_numbers_below_the_first_part_mean_the_first(number: int) -> None:
    assert Parts(b"x").part(number).number == 1


def test_a_dense_text_has_smaller_parts() -> None:
    parts = Parts(b"[" + b"{}," * 10_000 + b"{}]")
    assert len(parts) > 1
    assert parts.text[: parts.part(1).stop].count(b",") <= 3000


def test_an_excerpt_shows_two_lines_around_the_place() -> None:
    lines = excerpt("a\nb\nc\nd\ne\nf", 3, 1)
    assert [(line.number, line.before + line.here + line.after) for line in lines] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
        (4, "d"),
        (5, "e"),
    ]


def test_an_excerpt_of_a_long_line_is_cut_around_the_place() -> None:
    (line,) = excerpt("x" * 500 + "!" + "y" * 500, 1, 501)
    assert line.here == "!"
    assert line.before == "…" + "x" * 48
    assert line.after == "y" * 47 + "…"
    assert line.caret.index("^") == len(line.before)


def test_an_excerpt_points_behind_the_end_of_the_text() -> None:
    (line,) = excerpt("{", 1, 2)
    assert (line.before, line.here, line.caret) == ("{", " ", " ^")


def test_without_a_place_there_is_no_excerpt() -> None:
    assert excerpt("{", None, None) == []
