"""T11, T31: choices of a status, and retired numbers."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import Statement
from tests.judges.support import (
    evses,
    odd,
    told,
    values,
)


def status(text: str) -> Any:
    """A check of the status of all EVSEs."""
    return lambda d, r: set(values(evses(d), "status")) == {text}


STATEMENTS = [
    *(
        Statement(
            "T11",
            {"state.state": word},
            target,
            f"UNKNOWN may be chosen for {word}",
            status("UNKNOWN"),
            ("--status", f"{word}=UNKNOWN"),
        )
        for word, target in (
            ("OTHER", "v3"),
            ("OUT_OF_SERVICE", "v3"),
            ("OFFLINE", "ocpi-2.2.1"),
            ("UNAVAILABLE", "v3"),
            ("AVAILABLE", "ocpi-2.3.0"),
        )
    ),
    Statement(
        "T11",
        {"state.state": "OFFLINE"},
        "here-v3",
        "UNKNOWN on HERE's wire, where PLANNED is not known",
        status("unknown"),
    ),
    Statement(
        "T11",
        {"state.state": "OFFLINE"},
        "v3",
        "without a choice the guide's first, and that is told",
        lambda d, r: status("PLANNED")(d, r) and bool(told(r, "PLANNED")),
    ),
    Statement(
        "T11",
        {"state.state": "OUT_OF_SERVICE"},
        "v3",
        "a choice of the guide's is obeyed",
        status("OUTOFORDER"),
        ("--status", "OUT_OF_SERVICE=OUTOFORDER"),
    ),
    *(
        Statement(
            "T31",
            {"state.state": number},
            target,
            f"the retired number {number!r} is {wanted}",
            lambda d, r, wanted=wanted: status(wanted)(d, r) and bool(odd(r)),
        )
        for number, target, wanted in (
            ("2", "v3", "AVAILABLE"),
            (2, "v3", "AVAILABLE"),
            ("3", "ocpi-2.2.1", "CHARGING"),
            ("4", "v3", "OUTOFORDER"),
            ("8", "v3", "RESERVED"),
            ("12", "v3", "UNKNOWN"),
        )
    ),
]
