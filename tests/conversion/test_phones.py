"""Phone numbers of v2 in the form of E.164, as far as they are numbers."""

from __future__ import annotations

import pytest

from evmap.conversion.facts.phones import phone

MUNICH = "+498912345678"


@pytest.mark.parametrize(
    ("text", "alpha2", "number", "how"),
    [
        (MUNICH, None, MUNICH, "same"),
        ("+498002255793", "DE", "+498002255793", "same"),
        # In the form, whatever its plan of numbers says.
        ("+491234567890", None, "+491234567890", "same"),
        (f" {MUNICH} ", None, MUNICH, "converted"),
        ("+49 89 12345678", None, MUNICH, "converted"),
        ("+49 (89) 1234-5678", None, MUNICH, "converted"),
        ("+49 (0)89 12345678", None, MUNICH, "converted"),
        (f"tel:{MUNICH}", None, MUNICH, "converted"),
        ("tel:+49-89-1234-5678", "DE", MUNICH, "converted"),
        ("0049 89 12345678", "DE", MUNICH, "converted"),
        ("Hotline: +49 89 12345678 (24/7)", None, MUNICH, "converted"),
        ("+49 89 12345678 / +49 89 12345678", None, MUNICH, "converted"),
        ("+44 20 7946 0958", "DE", "+442079460958", "converted"),
        # National: the country of the site gives the code.
        ("089 12345678", "DE", MUNICH, "assumed"),
        ("(089) 12345678", "DE", MUNICH, "assumed"),
        ("089/12345678", "DE", MUNICH, "assumed"),
        ("＋498912345678", None, MUNICH, "converted"),
        ("tel:089-12345678", "DE", MUNICH, "assumed"),
        ("1-800-225-5793", "US", "+18002255793", "assumed"),
        ("1800 588 844", "VN", "+841800588844", "assumed"),
        # Several: the first.
        ("+49 89 12345678, +49 89 87654321", None, MUNICH, "several"),
        ("089 12345678 or 089 87654321", "DE", MUNICH, "several"),
        ("+49 89 12345678 ext. 12", None, MUNICH, "several"),
        ("+49 89 12345678, intern 4711", None, MUNICH, "several"),
        # None.
        ("Call 24/7 hotline", "DE", None, "unknown"),
        ("089 12345678", None, None, "unknown"),
        ("0049 89 12345678", None, None, "unknown"),
        ("112", "DE", None, "unknown"),
        ("12345", "DE", None, "unknown"),
        ("+49", "DE", None, "unknown"),
        ("+4989123456781234567", None, None, "unknown"),
        ("info@example.com", "DE", None, "unknown"),
        ("https://example.com/89123456", "DE", None, "unknown"),
        ("n/a", "DE", None, "unknown"),
        ("", "DE", None, "unknown"),
        ("0", "DE", None, "unknown"),
        ("1" * 100_000, "DE", None, "unknown"),
    ],
)
def test_a_text_is_a_phone_number_or_none(
    text: str, alpha2: str | None, number: str | None, how: str
) -> None:
    assert phone(text, alpha2) == (number, how)


def test_a_country_that_is_none_gives_no_code() -> None:
    assert phone("089 12345678", "XX") == (None, "unknown")
