"""What v2 says of the plugs of a group, and what is found out while a plug is worked out."""

from __future__ import annotations

import msgspec

from evmap.conversion.diagnostics import Diagnostic

#: Names below a group of the values that describe its plugs.
TYPE_NAME = "connectorType/name"
POWER, CAPACITY, CABLE = "maxPowerLevel", "chargeCapacity", "fixedCable"
MODE, PHASES = "chargingPoint/chargeMode", "chargingPoint/phases"
VOLTS, VOLTS_RANGE = "chargingPoint/volts", "chargingPoint/voltsRange"
AMPS, AMPS_RANGE = "chargingPoint/amps", "chargingPoint/ampsRange"


class PlugFacts(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """The v2 values that describe the plugs of a group; equal facts, equal plugs.

    `place` is the pattern of the group, or of the connector of evses/bulk.
    """

    place: str
    type_id: str | None = None
    type_name: str | None = None
    kilowatts: float | int | None = None
    capacity: str | None = None
    fixed_cable: bool | None = None
    charge_mode: str | None = None
    volts: int | None = None
    volts_range: str | None = None
    phases: int | None = None
    amps: int | None = None
    amps_range: str | None = None
    #: Where the type id stands below the group.
    id_place: str = "connectorType/id"

    def at(self, name: str) -> str:
        """The pattern of a value below the group; of the group itself without a name."""
        return f"{self.place}/{name}" if name else self.place


class PlugNotes:
    """What there is to say of a plug's values, and where its attributes come from.

    said: diagnostics. origins: attribute -> origin, where that is not the regular one. sources:
    (attribute, pattern of a v2 value that it was read from).
    """

    def __init__(self, facts: PlugFacts) -> None:
        self.facts = facts
        self.said: list[Diagnostic] = []
        self.origins: dict[str, str] = {}
        self.sources: list[tuple[str, str]] = []

    def say(self, code: str, name: str = "", fate: str | None = None, *args: str) -> None:
        """Add a diagnostic on the value with this name, or on the group."""
        self.said.append(Diagnostic(code, self.facts.at(name), fate, args))

    def read(self, attribute: str, *names: str) -> None:
        """Note that an attribute was read from the values with these names."""
        self.sources += [(attribute, self.facts.at(name)) for name in names]

    def share(self, attribute: str, source: str) -> None:
        """Note that an attribute was read from what another one was read from."""
        self.sources += [(attribute, pattern) for pattern in self.sources_of(source)]

    def sources_of(self, attribute: str) -> list[str]:
        """The patterns of the values that an attribute was read from."""
        return [pattern for name, pattern in self.sources if name == attribute]

    def uses(self, name: str) -> bool:
        """Whether an attribute was read from the value with this name."""
        place = self.facts.at(name)
        return any(pattern == place for _, pattern in self.sources)

    def superseded(self, attribute: str, name: str, *, agrees: bool, winner: str) -> None:
        """Say what becomes of a deprecated figure beside the range that replaces it."""
        if agrees:
            self.read(attribute, name)
            self.say("EV411", name, "restructured", winner)
        else:
            self.say("EV412", name, "dropped", winner)
