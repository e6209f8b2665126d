"""`privateAccess` of connector groups: deprecated, and read where no station tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Cause, Diagnostic, Indexes, Notes
from evmap.conversion.model import Location
from evmap.conversion.rules.status import GROUP

GROUP_PRIVATE = f"{GROUP}/connectorDetails/privateAccess"

#: A group's word was written.
PUBLISHED = Cause(((Diagnostic("", GROUP_PRIVATE, "restructured"), ()),))


def take_private(location: Location, stations: Sequence[v2.Station], notes: Notes) -> None:
    """Take what all groups that tell it say, where no station does; tell what contradicts."""
    found = list(_private_groups(stations))
    if not found:
        return
    said = location.access.public
    if said is not None:
        for at, private in found:
            if private == said:
                notes.say("EV453", GROUP_PRIVATE, at, "dropped", "What a station says counts.")
    elif len({private for _, private in found}) == 1:
        location.public_by_groups = not found[0][1]
        location.private_groups = [at for at, _ in found]
    else:
        for at, _ in found:
            notes.say("EV453", GROUP_PRIVATE, at, "dropped", "Nothing is written.")


def _private_groups(stations: Sequence[v2.Station]) -> Iterator[tuple[Indexes, bool]]:
    for index, station in enumerate(stations):
        groups = () if station.connectors is UNSET else station.connectors.connector or ()
        for number, group in enumerate(groups):
            details = group.connector_details
            if details is not UNSET and details.private_access is not UNSET:
                yield (index, number), details.private_access
