"""What every target offers."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.ledger import OutputTally
from evmap.conversion.location import Event
from evmap.conversion.rules.context import Built


class Written(msgspec.Struct, eq=False):
    """A location in the target's form.

    `events` and `unwritten` are the target's own, per record, as in
    :class:`~evmap.conversion.rules.context.Built`.
    """

    document: dict[str, Any]
    events: list[list[Event]]
    unwritten: list[list[Path]]


class Target(Protocol):
    """Writes locations in one form, and counts the origin of every value."""

    #: Name as on the command line.
    name: str
    #: Key of the list of locations in the envelope.
    list_key: str
    #: What stands in the envelope beside the list.
    envelope: dict[str, Any]
    tally: OutputTally

    def write(self, built: Built) -> Written:
        """The document of one location; its leaves are added to `tally`."""
