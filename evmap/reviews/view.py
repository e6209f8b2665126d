"""What of a review the page shows: as it was, and what the button that was pressed changes.

Buttons are called `go`: `file:2` shows another file, `v2:17` another record, `at:4711` the record
with that byte, `page2:3` and `page3:3` another page of a long record's v2 or v3 text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from evmap.reviews.sides import Shown


@dataclass(frozen=True)
class View:
    """The file and what of it is shown; `find` and `order` choose the records that are listed."""

    file: int = 1
    #: Record 0 is the one that most should be looked at.
    shown: Shown = field(default_factory=lambda: Shown(record=0))
    find: str = ""
    order: str = ""


def view_of(given: QueryDict) -> View:
    """Return the view that a form asks for."""
    pressed, _, text = str(given.get("go", "")).partition(":")
    number = _number(text)
    file = _number(given.get("file_part"), 1)
    if pressed == "file":
        return View(file=number)
    return View(
        file,
        _shown(given, pressed, number),
        given.get("find", "")[:80].strip(),
        given.get("order", ""),
    )


def _shown(given: QueryDict, pressed: str, number: int) -> Shown:
    if pressed == "v2":
        return Shown(record=number)
    if pressed == "at":
        return Shown(byte=number)
    return Shown(
        record=_number(given.get("record")),
        v2_page=number if pressed == "page2" else _number(given.get("page2"), 1),
        v3_page=number if pressed == "page3" else _number(given.get("page3"), 1),
    )


def _number(text: str | None, default: int = 0) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return default
