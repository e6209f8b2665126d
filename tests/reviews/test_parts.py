"""Long texts in parts, places in text, excerpts: the small tools of the result page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.reviews.excerpt import excerpt
from evmap.reviews.panes import CHUNK, MOST_MARKS, REACH, chunk, near
from evmap.reviews.rows import Rows

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def rows_of(text: bytes) -> Rows:
    return Rows(text, [(0, len(text))])


@given(value=JSON, indent=st.none() | st.integers(0, 3))
def test_rows_put_together_are_the_text(value: Any, indent: int | None) -> None:
    text = json.dumps([value] * 20, indent=indent, ensure_ascii=False).encode(errors="replace")
    rows = rows_of(text)
    at = 0
    for row in rows.rows:
        assert text[at : row.start] in (b"", b"\n")
        assert text.count(b"\n", 0, row.start) + 1 == row.line
        text[row.start : row.stop].decode()
        at = row.stop
    assert at == len(text)


def test_a_short_line_is_one_row() -> None:
    rows = rows_of(b'{\n  "a": 1\n}\n')
    assert [(row.label, row.depth) for row in rows.rows] == [("1", 0), ("2", 0), ("3", 0)]


def test_a_long_line_is_cut_where_json_allows_line_ends() -> None:
    text = b'{"a":{"b":[1,"x,{y"],"c":{}},"d":"' + b"z" * 240 + b'"}'
    rows = rows_of(text)
    assert [(text[row.start : row.stop], row.depth) for row in rows.rows] == [
        (b"{", 0),
        (b'"a":{', 1),
        (b'"b":[', 2),
        (b"1,", 3),
        (b'"x,{y"', 3),
        (b"],", 2),
        (b'"c":{}', 2),
        (b"},", 1),
        (b'"d":"' + b"z" * 240 + b'"', 1),
        (b"}", 0),
    ]
    assert [row.label for row in rows.rows][:3] == ["1:1", "1:2", "1:7"]


def test_rows_of_a_piece_count_lines_and_columns_of_the_whole_text() -> None:
    text = b'[\n{"a":1},\n' + b'{"b":"' + b"x" * 300 + b'"}, {"c":1}]'
    rows = Rows(text, [(2, 9), (text.index(b'{"c"'), len(text) - 1)])
    assert [row.label for row in rows.rows] == ["2", "3:311"]


def test_a_value_without_end_is_cut_between_characters() -> None:
    rows = rows_of(("é" * 40_000).encode())
    assert len(rows.rows) == 3
    assert all((row.stop - row.start) % 2 == 0 for row in rows.rows)


@pytest.mark.parametrize(
    "line", [b'{"a":"twenty letters"},\n', b'{"a":"twenty letters"},', b"x" * 1000]
)
def test_a_long_text_has_pages_and_every_byte_is_on_one(line: bytes) -> None:
    text = b"[" + line * (300_000 // len(line)) + b"1]"
    pieces = [(0, 100), (200, 150_000), (150_000, len(text))]
    _, _, count = chunk(text, pieces, 1)
    assert count == 5
    pages = [chunk(text, pieces, number)[0] for number in range(1, count + 1)]
    put_together = b"".join(text[first:last] for page in pages for first, last in page)
    assert put_together == b"".join(text[first:last] for first, last in pieces)
    assert max(sum(last - first for first, last in page) for page in pages) <= CHUNK + 400
    assert [chunk(text, pieces, number)[1] for number in (0, 9)] == [1, 5]


@pytest.mark.parametrize("mark", [b"\n", b",", b"1,", b"1\n"])
def test_a_page_of_little_but_line_ends_or_commas_has_fewer_bytes(mark: bytes) -> None:
    text = b"[" + b" " * 500_000 + mark * 100_000 + b"]"
    whole = [(0, len(text))]
    _, _, count = chunk(text, whole, 1)
    pages = [chunk(text, whole, number)[0] for number in range(1, count + 1)]
    assert b"".join(text[first:last] for ((first, last),) in pages) == text
    assert max(text.count(mark[-1:], first, last) for ((first, last),) in pages) <= MOST_MARKS + 400


@pytest.mark.parametrize("byte", [0, 5, 100_000, 297_000])
def test_around_a_place_there_is_a_little_text(byte: int) -> None:
    text = b"[" + b'{"a":1},\n' * 33_000 + b"1]"
    ((first, last),) = near(text, [(0, len(text))], byte)
    assert first <= byte < last
    assert last - first < 3 * REACH


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
