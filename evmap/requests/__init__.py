"""A v2 request becomes the v3 way: what to call instead, and what becomes of each parameter.

v2 found and described stations in one request. v3 describes locations by id; HERE Search finds
them. Keys and tokens of the request are never part of the result: only values that were read as
what they claim to be are.
"""

from __future__ import annotations

from evmap.conversion.guide import Guide, fixture_guide
from evmap.requests.reading import MAX_LENGTH, NotARequest, read_request, to_show, without_keys
from evmap.requests.resources import RESOURCES
from evmap.requests.result import SOURCES, Call, Line, Translation

__all__ = [
    "MAX_LENGTH",
    "SOURCES",
    "Call",
    "Line",
    "NotARequest",
    "Translation",
    "to_show",
    "translate",
    "without_keys",
]


def translate(text: str, guide: Guide | None = None) -> Translation:
    """Return the v3 way of a v2 request: a URL, a path with query, or a curl command.

    Raises NotARequest, whose message says what is expected and repeats nothing of the text.
    """
    request = read_request(text)
    return RESOURCES[request.resource](request, guide or fixture_guide())
