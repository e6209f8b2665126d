"""One entry of the catalogue, and how its entries are read."""

from __future__ import annotations

from importlib import resources
from typing import Literal

import msgspec

#: error: something a client needs is missing from the output, or can't be trusted.
#: warning: information is lost, or a choice was made for the user.
#: notice: the form changed and nothing is lost.
SEVERITIES = ("error", "warning", "notice")


#: In advice: what follows is for users of the command. Pages leave it out; they have buttons.
COMMAND = " With the command: "


def on_page(advice: str) -> str:
    """Return advice without what only users of the command can do."""
    return advice.partition(COMMAND)[0]


class Entry(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A kind of finding.

    `message` says what happened, with the event's arguments as {0}, {1} ...; findings of one code
    with different arguments are told apart only where `by_argument` is set. `bucket` is given where
    it does not follow from severity and fate (:mod:`evmap.conversion.findings.buckets`), `loss` is
    what goes with the value of a notice. `advice` says what to do in the client's code or in
    evmap, and at its end with which option of the command (COMMAND). `explanation` says why, in one
    to four sentences. `fields` are the paths of the field map that the code is about. A sample that
    triggers it, and a near one that doesn't, stand in `samples/<code>.json` beside the codes.
    """

    code: str
    severity: Literal["error", "warning", "notice"]
    bucket: Literal["", "decide", "lost"] = ""
    loss: Literal["", "elsewhere", "request"] = ""
    title: str
    message: str
    explanation: str
    advice: str
    fields: tuple[str, ...] = ()
    by_argument: bool = False

    @property
    def area(self) -> str:
        """The code's area, in a word."""
        return AREAS.get(self.code[:3]) or AREAS_BACK[self.code[:3]]

    @property
    def direction(self) -> str:
        """Which of two DIRECTIONS a document goes when the finding is made."""
        return DIRECTIONS[self.code[:2]]


_entries = msgspec.json.Decoder(list[Entry]).decode


def read_codes(package: str) -> dict[str, Entry]:
    """The entries of `codes.json` in a package by their codes, as they stand there."""
    text = (resources.files(package) / "codes.json").read_bytes()
    return {entry.code: entry for entry in _entries(text)}


#: The beginning of a code, and what such codes are about.
AREAS = {
    "EV1": "reading",
    "EV2": "connectors",
    "EV3": "status",
    "EV4": "fields",
    "EV5": "structure",
    "EV6": "target",
}
#: The same for the codes of the way back, in the same words.
AREAS_BACK = {
    "RV1": "fields",
    "RV2": "connectors",
    "RV3": "status",
    "RV4": "fields",
    "RV5": "structure",
}

#: The first letters of a code, and the way that a document goes.
DIRECTIONS = {"EV": "v2 to v3", "RV": "v3 to v2"}
