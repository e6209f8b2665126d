"""One entry of the catalogue."""

from __future__ import annotations

import msgspec

#: error: something a client needs is missing from the output, or can't be trusted.
#: warning: information is lost, or a choice was made for the user.
#: notice: the form changed and nothing is lost.
SEVERITIES = ("error", "warning", "notice")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of finding.

    `message` says what happened, with the event's arguments as {0}, {1} ...; findings of one code
    with different arguments are told apart only where `by_argument` is set. `advice` says what to
    do, in the client's code or with an option. `explanation` says why.
    """

    code: str
    severity: str
    title: str
    message: str
    advice: str
    explanation: str = ""
    before: str = ""
    after: str = ""
    by_argument: bool = False

    @property
    def area(self) -> str:
        """The code's area: its first three characters."""
        return self.code[:3]
