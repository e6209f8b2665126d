"""What every target offers, and what all of them do alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol

import msgspec

from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import Guide
from evmap.conversion.location import Connector, Event, Evse, Origins, Plug
from evmap.conversion.options import Options
from evmap.conversion.outputs import Alike, OutputTally
from evmap.conversion.read.records import Record
from evmap.conversion.rules.context import PLUGS_KEPT, Built, empty_lists
from evmap.conversion.targets.sources import Source, sources

#: Patterns below a location, in every target.
EVSES = "evses/*"
CONNECTORS = "evses/*/connectors/*"


class Written(msgspec.Struct, eq=False):
    """A location in the target's form.

    `events`, `bundles` and `unwritten` are the target's own, per record, as in
    :class:`~evmap.conversion.rules.context.Built`. A fate that the target tells outweighs a rule's.
    """

    document: dict[str, Any]
    events: list[list[Event]]
    bundles: list[list[Bundle]]
    unwritten: list[list[Path]]
    records: list[Record]

    @classmethod
    def of(cls, records: list[Record]) -> Written:
        """An empty document for the location of these records."""
        return cls({}, empty_lists(records), empty_lists(records), empty_lists(records), records)

    def say(self, source: Source, code: str, fate: str | None, *args: str) -> None:
        """Add an event on one value of a record."""
        self.events[source.index].append(Event(code, source.path, fate, args))

    def say_of(
        self,
        name: str,
        code: str,
        fate: str | None,
        *args: str,
        values: Collection[Any] | None = None,
    ) -> None:
        """Add an event on each v2 value that `name` came from (one of `values`, if given)."""
        for source in sources(self.records, name):
            if values is None or source.value in values:
                self.say(source, code, fate, *args)

    def say_in(self, evse: Evse, keys: Collection[str], value: Any, event: Event) -> None:
        """Add the event on each value of the EVSE's entries that stands at one of `keys`.

        Where there is none (the value was made from others), the EVSE's first entry gets it.
        """
        told = False
        for index, path in evse.sources:
            for place, entry in _entries(self.records[index].value, path):
                for key in keys:
                    if entry.get(key) == value:
                        told = True
                        at = (*place, key)
                        self.events[index].append(Event(event.code, at, event.fate, event.args))
        if not told:
            index, path = evse.sources[0]
            self.events[index].append(Event(event.code, path, None, event.args))

    def lose_all(self) -> None:
        """Say that no EVSE is written: what has a place only there is lost."""
        for unwritten in self.unwritten:
            unwritten.append(())

    def require(
        self, found: dict[str, Any], needs: dict[str, str], path: Path, *about: Any
    ) -> None:
        """Add an error for each required name that is missing; `about` is (index, target)."""
        index, target = about
        for name, advice in needs.items():
            if name not in found:
                self.events[index].append(Event("EV601", path, None, (name, target, advice)))


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


class _Made(msgspec.Struct, eq=False):
    """The connectors of an EVSE as written, without those that the target refuses.

    Each is counted where its `alikes` say.
    """

    connectors: list[Connector] | None = None
    documents: list[dict[str, Any]] = msgspec.field(default_factory=list)
    alikes: list[Alike] = msgspec.field(default_factory=list)


class Writer:
    """What targets do alike: connectors, statuses, refusing standards that the target lacks."""

    #: Names of a plug's fields in this target, where the model has another.
    names: dict[str, str] = {}
    #: Spelling of kinds of current and formats, where the model has another.
    words: dict[str, str] = {}
    #: Name of a connector's timestamp; empty where it has none.
    stamp = "last_updated"
    #: Whether each connector is checked, for each EVSE that has it.
    checks = False

    def __init__(self, guide: Guide, options: Options, tally: OutputTally) -> None:
        self.guide = guide
        self.options = options
        self.name: str = options.target
        self.tally = tally
        self._plugs: dict[Plug, tuple[dict[str, Any] | None, Origins]] = {}
        #: The statuses that were met and that this target has.
        self.statuses: dict[str, str] = {}
        #: EVSEs that follow each other often share their connectors.
        self._last = _Made()

    # What a target spells or refuses.

    def spell_standard(self, standard: str) -> str:
        """The standard in this target's spelling; empty where it has none."""
        return standard

    def spell_status(self, status: str) -> str:
        """The status in this target's spelling; empty where it has none."""
        return status

    def status(self, evse: Evse, written: Written) -> str:
        """The status of an EVSE; UNKNOWN, with an event, for one that the target lacks."""
        spelling = self.spell_status(evse.status)
        if spelling:
            self.statuses[evse.status] = spelling
            return spelling
        args = (evse.status, self.name)
        for index, path in evse.sources:
            place = _place_of_state(written.records[index], path)
            event = Event("EV603", path, None, args)
            if place is not None:
                event = Event("EV603", place, "lossy", args)
            written.events[index].append(event)
        return self.spell_status("UNKNOWN")

    def connectors(self, evse: Evse, written: Written) -> list[dict[str, Any]]:
        """All connectors of an EVSE whose standard the target has."""
        last = self._last
        if evse.connectors is not last.connectors:
            last = self._write_connectors(evse, written)
        for alike in last.alikes:
            alike.number += 1
        return last.documents

    def _write_connectors(self, evse: Evse, written: Written) -> _Made:
        if len(self._plugs) >= PLUGS_KEPT:
            self._plugs.clear()
            self.tally.forget()
        made = _Made(evse.connectors)
        for connector in evse.connectors:
            self._connector(evse, connector, made, written)
        if not self.checks:
            self._last = made
        return made

    def finish_connector(
        self, evse: Evse, connector: Connector, document: dict[str, Any], written: Written
    ) -> None:
        """Last touches on a connector: checking and fitting."""

    def _connector(self, evse: Evse, connector: Connector, made: _Made, written: Written) -> None:
        plug = connector.plug
        common, origins = self._plugs.get(plug) or self._add_plug(plug)
        if common is None:
            self._refuse(connector, written)
            return
        found = {"id": connector.id, **common}
        stamped = self.stamp and connector.last_updated is not None
        if stamped:
            found[self.stamp] = connector.last_updated
        if self.checks:
            self.finish_connector(evse, connector, found, written)
        id_origin = connector.id_origin if found["id"] == connector.id else "derived"
        stamp_origin = connector.stamp_origin if stamped else ""
        signature = (plug, id_origin, stamp_origin)
        alike = self.tally.alike(signature)
        if alike is None:
            special = (("id", id_origin), (self.stamp, stamp_origin))
            origins += tuple(pair for pair in special if pair[1] not in ("", "copied"))
            alike = self.tally.add(signature, CONNECTORS, found, origins)
        made.documents.append(found)
        made.alikes.append(alike)

    def _add_plug(self, plug: Plug) -> tuple[dict[str, Any] | None, Origins]:
        known = self._plugs[plug] = self._plug(plug)
        return known

    def _plug(self, plug: Plug) -> tuple[dict[str, Any] | None, Origins]:
        """What all connectors of a group share; None for a standard that the target lacks."""
        standard = self.spell_standard(plug.standard or "")
        if not standard:
            return None, ()
        members = {
            "standard": standard,
            "format": self.words.get(plug.format or "", plug.format),
            "power_type": self.words.get(plug.power_type or "", plug.power_type),
            "max_voltage": plug.max_voltage,
            "max_amperage": plug.max_amperage,
            "max_electric_power": plug.max_electric_power,
        }
        names = self.names
        found = {names.get(key, key): value for key, value in members.items() if value is not None}
        return found, tuple((names.get(key, key), origin) for key, origin in plug.origins)

    def _refuse(self, connector: Connector, written: Written) -> None:
        """The group of a connector whose standard the target lacks is not written."""
        index, path = connector.group
        if path not in written.unwritten[index]:
            written.unwritten[index].append(path)
            args = (connector.plug.standard or "", self.name)
            written.events[index].append(
                Event("EV602", (*path, *connector.id_path), "dropped", args)
            )


def _entries(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The entry of an EVSE, and those of its connectors."""
    for step in path:
        value = value[step]
    yield path, value
    for index, connector in enumerate(value.get("connectors", ())):
        yield (*path, "connectors", index), connector


def _place_of_state(record: Record, path: Path) -> Path | None:
    """Where the state of an EVSE stands: in its entry, or in the first connector that has one."""
    for place, entry in _entries(record.value, path):
        if "state" in entry:
            return (*place, "state")
    return None
