"""Words as look-ups compare them: without case, separators or the spelling of a product.

`CCS 2`, `ccs2` and `CCS-2` are one word here; so are `OUT_OF_SERVICE`, `outOfService` and
`out of service`. Letters match anywhere, numbers only as numbers: `31` is not in `J3105`.
"""

from __future__ import annotations

import re
import unicodedata

#: Longer queries are cut: no term of the tables is as long.
MAX_QUERY = 100
#: Numbers up to this many digits must match to their end, longer ones may be unfinished.
SHORT_NUMBER = 2

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SEPARATORS = re.compile(r"[\W_]+")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[\W_]+(?=[^\W\d_])")
_LANGUAGE = re.compile(r"^\s*[A-Za-z]{2}\s*:\s+")
#: Digits of the longest v2 id. Spreadsheets and people write 31, 031 and 31.0.
MOST_DIGITS = 3


def plain(text: str) -> str:
    """Return what two spellings of a term share: lower case, without separators."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).casefold())


def number(text: str) -> int | None:
    """Return the id that a text is, and nothing else."""
    whole, point, decimals = text.strip().partition(".")
    is_whole = not decimals.strip("0") if point and decimals else not point
    if not (is_whole and whole.isascii() and whole.isdigit()):
        return None
    return int(whole) if len(whole.lstrip("0")) <= MOST_DIGITS else None


def normal(text: str) -> str:
    """Return a text in lower case, its words and numbers parted by single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _LETTERS_AND_DIGITS.sub(" ", text)
    return _SEPARATORS.sub(" ", text).strip()


def spellings(term: str) -> tuple[str, ...]:
    """Return the normal forms by which a term is found: as it is, in words, in one word."""
    forms = (term, _CAMEL.sub(" ", term), _BETWEEN_LETTERS.sub("", term))
    return tuple(dict.fromkeys(form for form in map(normal, forms) if form))


def without_language(text: str) -> str:
    """Return a text without the language that stands before it: `DE: Schuko` is Schuko."""
    return _LANGUAGE.sub("", text, count=1)


def queries(text: str) -> list[str]:
    """Return what to look for, in normal form: the text, and without a language."""
    text = text[:MAX_QUERY]
    forms = map(normal, (text, without_language(text)))
    return list(dict.fromkeys(form for form in forms if form))


def pattern(query: str) -> re.Pattern[str]:
    """Return the pattern that finds a query in normal form inside a spelling."""
    digits = len(query) - len(query.rstrip("0123456789"))
    before = r"(?<!\d)" if query[:1].isdigit() else ""
    after = r"(?!\d)" if 0 < digits <= SHORT_NUMBER else ""
    return re.compile(before + re.escape(query) + after)
