"""Conversions as the site makes them, without a page."""

from __future__ import annotations

from evmap.conversion import Conversion, Options, convert
from evmap.reviews.service import tables_for_web


def convert_for_web(
    data: bytes, chosen: Options | None = None, *, name: str = "", outline: bool = False
) -> Conversion:
    """Convert one v2 input by the tables, the plan and the limits as they are now."""
    tables = tables_for_web(chosen or Options())
    return convert(data, tables.options, guide=tables.guide, name=name, outline=outline)
