"""What every target offers, and what all of them do alike."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from evmap.conversion.columns import Columns
from evmap.conversion.diagnostics import Cause, Diagnostic, Notes, Place, cause_of
from evmap.conversion.facts.evse_ids import is_evse_id
from evmap.conversion.guide import Guide
from evmap.conversion.members import members
from evmap.conversion.model import Connector, Evse, Location, Origins, Plug
from evmap.conversion.options import Options
from evmap.conversion.targets.schema import Out, required, values

#: Patterns below a location, in every target.
EVSES = "evses/*"
CONNECTORS = "evses/*/connectors/*"

#: What to do where v2 holds a value that can't be used.
MEND = "Mend it at its source: what v2 holds here can't be used."

AnyConnector = TypeVar("AnyConnector", bound=Out)


class Made(msgspec.Struct, eq=False, gc=False):
    """The connectors of an EVSE as written, without those that the target refuses.

    `numbers` are those that they have in the model, `origins` those that are not the regular ones.
    """

    source: list[Connector] | None = None
    written: list[Any] = []
    numbers: list[int] = []
    origins: list[Origins] = []


#: Of no EVSE.
NOTHING_MADE = Made()


class Kept(msgspec.Struct, eq=False, gc=False):
    """An EVSE that is written, with its connectors, and origins that are not the regular ones."""

    evse: Evse
    made: Made
    origins: Origins


class Written(msgspec.Struct, eq=False, gc=False):
    """A location in the target's form. `kept` are the EVSEs in it, in order.

    `special`: pattern of another object or list in it -> origins that are not the regular ones.
    """

    document: Out
    special: dict[str, Origins] = {}
    kept: list[Kept] = []


class Writer(Generic[AnyConnector]):
    """Writes locations in one form; what all targets do alike stands here.

    name: as on the command line. list_key and envelope: of the list of locations, and what stands
    beside it. kind: what it writes. words: v2 terms of payment, and "reservable" -> how it writes
    them. names: the members of a connector whose origin may be another than the regular one.
    checks: whether each connector is made to fit. expected: members of a location that clients
    need, though the form does without -> the code that tells that one is not there.
    """

    list_key: str
    envelope: dict[str, Any]
    kind: type[Out]
    words: dict[str, str]
    names: dict[str, str] = {}
    checks = False
    expected: dict[str, str] = {}

    def __init__(self, guide: Guide, options: Options) -> None:
        self.guide = guide
        self.options = options
        self.name: str = options.target
        #: What counts the leaves of its locations, and the regular origin of each by its pattern.
        self.columns = Columns(self.kind, empty=None)
        self.origins = {pattern: value.origin for pattern, value in values(self.kind)}
        #: The statuses that this target has, in its spelling.
        self.statuses = {
            status: spelling
            for status in guide.spellings
            if (spelling := self.spell_status(status))
        }
        self.special_of = lru_cache(maxsize=20_000)(self._special_of)
        self.said_of_missing = lru_cache(maxsize=100)(self._said_of_missing)

    def write(self, location: Location, notes: Notes) -> Written:
        """The document of one location; what it cannot hold is said in `notes`."""
        raise NotImplementedError

    def spell_standard(self, standard: str) -> str:
        """The standard in this target's spelling; empty where it has none."""
        return standard

    def spell_status(self, status: str) -> str:
        """The status in this target's spelling; empty where it has none."""
        return status

    def write_connector(self, connector: Connector, standard: str) -> AnyConnector:
        """A connector in this target's form; `standard` is spelled already."""
        raise NotImplementedError

    def fit_connector(
        self, evse: Evse, number: int, written: AnyConnector, notes: Notes
    ) -> Origins:
        """Make a connector fit; return the origins that became others."""
        raise NotImplementedError

    def status(self, evse: Evse, notes: Notes) -> str:
        """What stands for the status of an EVSE that the target lacks, with a diagnostic."""
        args = (evse.status, self.name)
        notes.target_says_of("status", "EV603", "lossy", *args, evse=evse, each_entry=True)
        return self.spell_status("UNKNOWN")

    def look_at_ids(self, location: Location, notes: Notes) -> None:
        """Say of EVSE ids that they have no EVSE id's form."""
        for evse in location.evses:
            if evse.evse_id is not None and not is_evse_id(evse.evse_id):
                self.odd_id(evse, notes)

    def odd_id(self, evse: Evse, notes: Notes) -> None:
        """Say that the id of an EVSE is kept all the same."""
        notes.target_says_of("evse_id", "EV512", None, evse=evse)

    def connectors(self, evse: Evse, notes: Notes) -> Made:
        """All connectors of an EVSE whose standard the target has."""
        made = Made(evse.connectors)
        for number, connector in enumerate(evse.connectors):
            plug = connector.plug
            standard = self.spell_standard(plug.standard or "")
            if not standard:
                self._refuse(connector, notes)
                continue
            written = self.write_connector(connector, standard)
            origins = self.special_of(plug, connector.id_origin, connector.stamp_origin)
            if self.checks:
                origins += self.fit_connector(evse, number, written, notes)
            made.written.append(written)
            made.numbers.append(number)
            made.origins.append(origins)
        return made

    def _special_of(self, plug: Plug, id_origin: str, stamp_origin: str) -> Origins:
        pairs = (*plug.origins, ("id", id_origin), ("last_updated", stamp_origin))
        names = self.names
        regular = (("id", "copied"), ("last_updated", "copied"))
        found = [
            (names.get(name, name), origin)
            for name, origin in pairs
            if (name, origin) not in regular
        ]
        return tuple(pair for pair in found if pair[0])

    def _said_of_missing(self, names: tuple[str, ...]) -> Cause | None:
        """What there is to say of a location without these of the expected members."""
        return cause_of((Diagnostic(self.expected[name], "", None, (name,)), ()) for name in names)

    def _refuse(self, connector: Connector, notes: Notes) -> None:
        """The group of a connector whose standard the target lacks is not written."""
        place = (connector.pattern, connector.at)
        if place not in notes.lost:
            notes.lost[place] = None
            id_place = (connector.plug.id_place, connector.at)
            standard = connector.plug.standard or ""
            notes.target_says(
                "EV602", id_place, "dropped", standard, self.name, self._candidate(standard)
            )

    def _candidate(self, standard: str) -> str:
        """What there is to say of another standard for the same plug that the target has."""
        other = self.guide.standards[standard].same_plug if standard else ""
        return f" {other} is the same plug, which {self.name} has." if other else ""


#: A target of any form.
Target = Writer[Any]


def origins_of(location: Location, names: dict[str, str]) -> Origins:
    """The origins of a site's values that are not the regular ones, by the names of a target."""
    if not location.origins:
        return ()
    return tuple((names[name], how) for name, how in location.origins.items() if name in names)


def written_only(origins: Origins, document: Out) -> Origins:
    """The origins of members that are there, by their names in JSON; of one member the last."""
    names = {member.name: member.key for member in members(type(document))}
    found = {names[name]: how for name, how in origins if getattr(document, name) is not None}
    return tuple(found.items())


def require(
    document: Out, place: Place, target: str, notes: Notes, unread: AbstractSet[str] = frozenset()
) -> None:
    """Add an error for each required member that is missing.

    unread: attributes of which v2 holds a text that is not what it should be.
    """
    for member in required(type(document)):
        if getattr(document, member.name) is None:
            advice = MEND if member.known.source in unread else member.known.required
            notes.target_says("EV601", place, None, member.key, target, advice)


def lose_all(location: Location, notes: Notes) -> None:
    """Say that no EVSE is written: what has a place only there is lost."""
    notes.lost |= {("", (index,)): None for index in range(location.records)}
