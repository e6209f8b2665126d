"""What a user may choose about a conversion: one definition for page, API and command.

The values of one conversion stand in :class:`evmap.conversion.Options`. Nothing heavy is imported
here, so that the command starts at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Target = Literal["v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0"]

#: The forms of the output; the first is the default.
TARGETS: tuple[Target, ...] = get_args(Target)

#: The v3 status that claims nothing.
UNKNOWN = "UNKNOWN"

#: What each target is.
TARGET_MEANINGS: dict[Target, str] = {
    "v3": "OCPI's shape with the names of HERE's migration guide.",
    "here-v3": "The JSON that HERE's v3 API sends: for a client of that API.",
    "ocpi-2.2.1": "Strict OCPI 2.2.1: for a partner who uses that version.",
    "ocpi-2.3.0": "Strict OCPI 2.3.0, which has MCS and NACS plugs too.",
}


@dataclass(frozen=True)
class Option:
    """An option: its label on pages, and what it does; of texts an example and the longest."""

    label: str
    help: str
    example: str = ""
    longest: int | None = None


TARGET = Option("Target", "The form of the output.")
STATUS = Option(
    "v2 status",
    "The v3 status of a v2 status that has several, or UNKNOWN for any, as V2=V3; may repeat.",
    example="OUT_OF_SERVICE=OUTOFORDER",
)
ACCEPT_SUCCESSORS = Option(
    "Accept candidate successors of deprecated connector ids",
    "Write evmap's candidates for deprecated connector ids, where there is one or its size tells.",
)
PARTY = Option(
    "Country and party",
    "Country and party of the operator in OCPI, where EVSE ids don't tell.",
    example="DE*ICT",
    longest=20,
)
PUBLISH = Option("Publish", "OCPI's publish, where v2 doesn't tell.")
PARTNER_ID = Option(
    "Partner id of the operator", "Partner id of the operator, for here-v3.", longest=80
)

_PARTY = re.compile(r"([A-Z]{2})[*-]?([A-Z0-9]{3})", re.ASCII | re.IGNORECASE)


class OptionError(ValueError):
    """What was given for an option cannot be; the message says what can."""


def read_party(text: str) -> tuple[str, str]:
    """Country and party, as in DE*ICT, DE-ict or DEICT. Raise OptionError for anything else."""
    match = _PARTY.fullmatch(text.strip())
    if match is None:
        raise OptionError(f"Write country and party as in {PARTY.example}.")
    return match[1].upper(), match[2].upper()


def status_choices(statuses: Mapping[str, tuple[str, ...]], v2: str) -> tuple[str, ...]:
    """The v3 statuses that a user may choose for a v2 status: the guide's, and UNKNOWN for any.

    statuses: v2 code -> v3 codes. Empty for a status that is not in it.
    """
    candidates = statuses.get(v2, ())
    return tuple(dict.fromkeys((*candidates, UNKNOWN))) if candidates else ()


def read_status(text: str, candidates: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """The v2 status and its v3 status, of a text V2=V3.

    candidates: what the tables give for each v2 status; UNKNOWN may be chosen besides. Raise
    OptionError where it is none of these.
    """
    v2, _, v3 = (part.strip().upper() for part in text.partition("="))
    if v2 not in candidates:
        raise OptionError(f"Give V2=V3 with a v2 status of {', '.join(candidates)}.")
    allowed = status_choices(candidates, v2)
    if v3 not in allowed:
        *others, last = allowed
        raise OptionError(f"{v2} can be {', '.join(others)}{' or ' if others else ''}{last}.")
    return v2, v3
