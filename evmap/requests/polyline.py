"""HERE's flexible polyline: how a route is written in a URL (format version 1, two dimensions)."""

from __future__ import annotations

from collections.abc import Iterable

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VERSION = 1
#: Decimal digits of a coordinate: about a metre.
PRECISION = 5


def encode(points: Iterable[tuple[float, float]]) -> str:
    """Encode points given as (latitude, longitude)."""
    text = _unsigned(VERSION) + _unsigned(PRECISION)
    last = (0, 0)
    for point in points:
        scaled = (round(point[0] * 10**PRECISION), round(point[1] * 10**PRECISION))
        text += _signed(scaled[0] - last[0]) + _signed(scaled[1] - last[1])
        last = scaled
    return text


def _signed(number: int) -> str:
    return _unsigned(~(number << 1) if number < 0 else number << 1)


def _unsigned(number: int) -> str:
    text = ""
    while number > 0x1F:
        text += ALPHABET[(number & 0x1F) | 0x20]
        number >>= 5
    return text + ALPHABET[number]
