"""One entry of the catalogue."""

from __future__ import annotations

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


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of finding.

    `message` says what happened, with the event's arguments as {0}, {1} ...; findings of one code
    with different arguments are told apart only where `by_argument` is set. `bucket` is given where
    it does not follow from severity and fate (:mod:`evmap.conversion.buckets`), `loss` is what goes
    with the value of a notice: "elsewhere" or "request". `advice` says what to
    do in the client's code or in evmap, and at its end with which option of the command (COMMAND).
    `explanation` says why, in one to four sentences.
    `fields` are the paths of the field map that the code is about. A sample that triggers it, and
    a near one that doesn't, stand in `samples/<code>.json` beside the codes.
    """

    code: str
    severity: str
    title: str
    message: str
    explanation: str
    advice: str
    fields: tuple[str, ...] = ()
    by_argument: bool = False
    bucket: str = ""
    loss: str = ""

    @property
    def area(self) -> str:
        """The code's area, in a word."""
        return AREAS.get(self.code[:3]) or AREAS_BACK[self.code[:3]]

    @property
    def direction(self) -> str:
        """Which of two DIRECTIONS a document goes when the finding is made."""
        return DIRECTIONS[self.code[:2]]


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
