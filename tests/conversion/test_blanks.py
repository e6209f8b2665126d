"""Blanks around texts are seen in the JSON that a record becomes again."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st
from msgspec.json import encode

from evmap.conversion.read.records import has_blanks

SIGNS = 'ab"\\é –\u00a0\u3000\u2003\u2028\t\n\x0b\x1f\x85\u200b'


@given(st.text(st.sampled_from(SIGNS), max_size=6))
def test_a_blank_at_an_end_is_seen_in_the_json_as_in_the_text(text: str) -> None:
    written = encode({"name": text, "more": ["x", text]})
    assert has_blanks(written) == (text != text.strip())


def test_every_character_is_a_blank_in_json_as_in_a_text() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    blanks = [sign for sign in signs if not sign.strip()]
    for form in ("{}a", "a{}"):
        assert [one for one in blanks if not has_blanks(encode([form.format(one)]))] == []
        assert not has_blanks(encode([form.format(one) for one in signs if one.strip()]))
