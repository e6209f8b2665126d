"""Every code that evmap knows, whoever gives it: the conversion (EV) and the way back (RV)."""

from __future__ import annotations

from evmap.conversion.codes import CATALOGUE, Entry
from evmap.conversion.codes import examples as of_conversion
from evmap.conversion.codes.examples import Example
from evmap.revert import examples as of_revert
from evmap.revert.codes import CODES

#: All entries by code, in the order of the codes.
ALL: dict[str, Entry] = {**CATALOGUE, **CODES}


def example(code: str) -> Example:
    """The example of a code, made by what gives it. Raises KeyError for a code that isn't known."""
    return of_conversion.example(code) if code in CATALOGUE else of_revert.example(ALL[code].code)
