"""T20: phone numbers."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.statements import Statement
from tests.judges.support import locations, odd, told, values


def phone(text: str) -> Any:
    """A station with this phone number."""
    return {"contacts": {"phone": [{"value": text, "label": "PHONE"}]}}


def support(number: str | None) -> Any:
    """A check of the number on HERE's wire."""
    return lambda d, r: values(locations(d), "supportPhoneNumber") == [number]


MUNICH = "+498912345678"
STATEMENTS = [
    Statement(
        "T20",
        phone(MUNICH),
        "here-v3",
        "a number in the form of E.164 stays, and is nothing to tell",
        lambda d, r: support(MUNICH)(d, r) and not odd(r),
    ),
    Statement(
        "T20",
        phone(f"tel:{MUNICH}"),
        "here-v3",
        "a link of a phone becomes its number",
        support(MUNICH),
    ),
    Statement(
        "T20",
        phone("+49 (89) 1234-5678"),
        "here-v3",
        "so does a number with blanks and dashes",
        support(MUNICH),
    ),
    Statement(
        "T20",
        phone("089 12345678"),
        "here-v3",
        "a national number gets its country, or is told",
        lambda d, r: support(MUNICH)(d, r) or (support(None)(d, r) and bool(told(r, "phone"))),
    ),
    Statement(
        "T20", phone("0049 89 12345678"), "here-v3", "00 is dialled, not written", support(MUNICH)
    ),
    Statement("T20", phone("Call 24/7 hotline"), "here-v3", "a text is no number", support(None)),
    Statement(
        "T20",
        phone("+49 89 12345678, +49 89 87654321"),
        "here-v3",
        "of two numbers the first, and that is told",
        lambda d, r: support(MUNICH)(d, r) and bool(told(r, "phone")),
    ),
    Statement(
        "T20", phone("info@example.com"), "here-v3", "nor is an address of mail", support(None)
    ),
    Statement(
        "T20",
        phone("Call 24/7 hotline"),
        "ocpi-2.3.0",
        "OCPI's help_phone is none of letters",
        lambda d, r: "hotline" not in json.dumps(d) or bool(told(r, "phone")),
    ),
]
