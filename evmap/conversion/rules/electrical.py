"""Current, phases, volts, amperes and watts of a connector group.

v2 writes ranges and kilowatts; OCPI wants one voltage (line to neutral for three phases), one
current and watts (OCPI 2.2.1 and 2.3.0, Connector).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from evmap.conversion.diagnostics import Diagnostic, cause_of
from evmap.conversion.guide import Guide
from evmap.conversion.model import Plug
from evmap.conversion.rules.connectors import check_name, choose_standard

#: `380-480V AC`, `600V DC`, `230 V`
_VOLTS = re.compile(r"\s*(?:(\d{1,5})\s*V?\s*-\s*)?(\d{1,5})\s*V?\s*(AC|DC)?\s*", re.IGNORECASE)
#: `16A`, `12A-80A`, `6-32 A`
_AMPS = re.compile(r"\s*(?:(\d{1,5})\s*A?\s*-\s*)?(\d{1,5})\s*A?\s*", re.IGNORECASE)
#: `380-480VAC, 3-phase at max. 32 A`, `400VDC, at max. 125 A`
_CAPACITY = re.compile(
    r"\s*(?:(\d{1,5})\s*-\s*)?(\d{1,5})\s*V\s*(AC|DC)\s*,?\s*(?:([123])-phase)?"
    r"\s*at\s+max\.?\s*(\d{1,5})\s*A\s*",
    re.IGNORECASE,
)

#: Usual voltages between line and neutral, the most common first.
NOMINAL = (230, 120, 220, 240, 277, 127)

#: Standards whose socket has one phase, or three (IEC 60309-2, SAE J1772, household sockets).
ONE_PHASE = ("DOMESTIC_", "IEC_60309_2_SINGLE", "NEMA_", "IEC_62196_T1", "IEC_62196_T3A", "TESLA_R")
THREE_PHASES = ("IEC_60309_2_THREE",)


class PlugFacts(msgspec.Struct, frozen=True, gc=False):
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


class _Range(msgspec.Struct, frozen=True, gc=False):
    low: int
    high: int
    current: str = ""


class _Capacity(msgspec.Struct, frozen=True, gc=False):
    volts: _Range
    phases: int | None
    amperes: int


#: Names below a group of what the electrical values are read from.
TYPE_NAME = "connectorType/name"
POWER, CAPACITY, CABLE = "maxPowerLevel", "chargeCapacity", "fixedCable"
MODE, PHASES = "chargingPoint/chargeMode", "chargingPoint/phases"
VOLTS, VOLTS_RANGE = "chargingPoint/volts", "chargingPoint/voltsRange"
AMPS, AMPS_RANGE = "chargingPoint/amps", "chargingPoint/ampsRange"


def make_plug(
    guide: Guide, facts: PlugFacts, *, accept_successors: bool, decided: Mapping[int, str]
) -> Plug:
    """The plug of a group, with the diagnostics of all its values.

    accept_successors, decided: see :func:`~evmap.conversion.rules.connectors.choose_standard`.
    """
    return _Workshop(guide, facts, accept_successors, decided).plug()


class _Workshop:
    """Works one plug out, value by value; each method adds what it says, origins and sources."""

    def __init__(
        self,
        guide: Guide,
        facts: PlugFacts,
        accept_successors: bool,
        decided: Mapping[int, str],
    ) -> None:
        self.guide = guide
        self.facts = facts
        self.accept_successors = accept_successors
        self.decided = decided
        self.said: list[Diagnostic] = []
        self.origins: dict[str, str] = {}
        self.sources: list[tuple[str, str]] = []
        self.capacity = _parse_capacity(facts.capacity)
        self.used_capacity = False

    def plug(self) -> Plug:
        facts = self.facts
        amperage = self._amperage()
        choice = choose_standard(
            self.guide,
            facts.type_id,
            amperage,
            facts.kilowatts,
            accept_successors=self.accept_successors,
            decided=self.decided,
            place=self._at(facts.id_place),
        )
        if choice.standard is None:
            return Plug(
                None, self._at(facts.id_place), cause=cause_of((each, ()) for each in choice.said)
            )
        self.said += choice.said
        self._from("standard", facts.id_place)
        if choice.origin != "converted":
            self.origins["standard"] = choice.origin
        if choice.by == "amperes":
            self._from("standard", *self._names_of("max_amperage"))
        if choice.by == "power":
            self._from("standard", POWER)
        self._name()
        current = self._current(choice.standard)
        power_type = self._power_type(current, choice.standard)
        power = self._power()
        voltage = self._voltage(power_type, amperage, power)
        plug_format = self._format(current)
        self._capacity_fate(current, amperage)
        return Plug(
            standard=choice.standard,
            id_place=self._at(facts.id_place),
            format=plug_format,
            power_type=power_type,
            max_voltage=voltage,
            max_amperage=amperage,
            max_electric_power=power,
            origins=tuple(self.origins.items()),
            sources=tuple(dict.fromkeys(self.sources)),
            cause=cause_of((each, ()) for each in self.said),
        )

    def _at(self, name: str) -> str:
        """The pattern of a value below the group; of the group itself without a name."""
        return f"{self.facts.place}/{name}" if name else self.facts.place

    def _say(self, code: str, name: str = "", fate: str | None = None, *args: str) -> None:
        self.said.append(Diagnostic(code, self._at(name), fate, args))

    def _from(self, attribute: str, *names: str) -> None:
        """Note that an attribute was read from the values with these names."""
        self.sources += [(attribute, self._at(name)) for name in names]

    def _name(self) -> None:
        if self.facts.type_name is None or self.facts.type_id is None:
            return
        place = self._at(TYPE_NAME)
        said = check_name(self.guide, self.facts.type_id, self.facts.type_name, place)
        if said is not None:
            self.said.append(said)
        else:
            self._from("standard", TYPE_NAME)

    def _amperage(self) -> int | None:
        facts = self.facts
        found = _parse(_AMPS, facts.amps_range)
        if facts.amps_range is not None and found is None:
            self._say("EV414", AMPS_RANGE, "invalid")
        if found is not None:
            if found.low != found.high:
                self._say("EV408", AMPS_RANGE, "lossy", f"{found.high} A")
            self._from("max_amperage", AMPS_RANGE)
            if facts.amps is not None:
                self._superseded("max_amperage", AMPS, facts.amps, found, "ampsRange")
            return found.high
        if facts.amps is not None and facts.amps > 0:
            self.origins["max_amperage"] = "copied"
            self._from("max_amperage", AMPS)
            return facts.amps
        if facts.amps is not None:
            self._say("EV414", AMPS, "invalid")
        if self.capacity is not None:
            self._use_capacity("max_amperage")
            return self.capacity.amperes
        self._say("EV407")
        return None

    def _use_capacity(self, attribute: str) -> None:
        self.used_capacity = True
        self._from(attribute, CAPACITY)

    def _superseded(
        self, attribute: str, name: str, value: int, found: _Range, winner: str
    ) -> None:
        """What becomes of a plain value beside a range."""
        if value == found.high:
            self._from(attribute, name)
            self._say("EV411", name, "restructured", winner)
        else:
            self._say("EV412", name, "dropped", winner)

    def _volts(self) -> tuple[_Range | None, str]:
        """The voltage range, and the name of the value that it comes from."""
        facts = self.facts
        found = _parse(_VOLTS, facts.volts_range)
        if facts.volts_range is not None and found is None:
            self._say("EV414", VOLTS_RANGE, "invalid")
        if found is not None:
            if facts.volts is not None:
                self._superseded("max_voltage", VOLTS, facts.volts, found, "voltsRange")
            return found, VOLTS_RANGE
        if facts.volts is not None and facts.volts > 0:
            return _Range(facts.volts, facts.volts), VOLTS
        if facts.volts is not None:
            self._say("EV414", VOLTS, "invalid")
        if self.capacity is not None:
            self.used_capacity = True
            return self.capacity.volts, CAPACITY
        return None, ""

    def _current(self, standard: str) -> str:
        """AC, DC or an empty string (design: electrical)."""
        found = _parse(_VOLTS, self.facts.volts_range)
        if found is not None and found.current:
            self._from("power_type", VOLTS_RANGE)
            return found.current
        by_standard = self.guide.standards[standard].current
        if by_standard:
            self._from("power_type", self.facts.id_place)
            return by_standard
        mode = (self.facts.charge_mode or "").strip().removeprefix("Mode").strip()
        if mode == "4":
            self._from("power_type", MODE)
            self._say("EV415", MODE, "lossy")
            return "DC"
        if self.capacity is not None:
            self._use_capacity("power_type")
            return self.capacity.volts.current
        return ""

    def _power_type(self, current: str, standard: str) -> str | None:
        phases = self.facts.phases
        if current == "DC":
            if phases is not None:
                self._say("EV416", PHASES, "dropped")
            if self.facts.volts_range is None or "DC" not in self.facts.volts_range.upper():
                self.origins["power_type"] = "derived"
            return "DC"
        if phases in (1, 2, 3) and current == "AC":
            self._from("power_type", PHASES)
            return f"AC_{phases}_PHASE"
        if phases is not None:
            self._say("EV414", PHASES, "invalid")
        if current == "AC" and self.capacity is not None and self.capacity.phases:
            self._use_capacity("power_type")
            return f"AC_{self.capacity.phases}_PHASE"
        if standard.startswith(ONE_PHASE) and current == "AC":
            return self._phases_by_standard(1)
        if standard.startswith(THREE_PHASES):
            return self._phases_by_standard(3)
        self._say("EV405")
        return None

    def _phases_by_standard(self, phases: int) -> str:
        self.origins["power_type"] = "derived"
        self._from("power_type", self.facts.id_place)
        return f"AC_{phases}_PHASE"

    def _power(self) -> int | None:
        kilowatts = self.facts.kilowatts
        if kilowatts is None:
            return None
        watts = Decimal(repr(kilowatts)) * 1000
        if not 0 < watts < 1_000_000_000:
            self._say("EV414", POWER, "invalid")
            return None
        self._from("max_electric_power", POWER)
        if watts != watts.to_integral_value():
            self._say("EV413", POWER, "lossy", str(round(watts)))
        return round(watts)

    def _voltage(
        self, power_type: str | None, amperage: int | None, power: int | None
    ) -> int | None:
        found, name = self._volts()
        if found is None or found.high == 0:
            self._say("EV406")
            return None
        self._from("max_voltage", name)
        if power_type == "AC_3_PHASE":
            return self._line_to_neutral(found, name, amperage, power)
        if name == VOLTS_RANGE:
            if found.low == found.high:
                self._say("", name, "converted")
            else:
                self._say("EV408", name, None, f"{found.high} V")
        elif name == VOLTS:
            self.origins["max_voltage"] = "copied"
        return found.high

    def _line_to_neutral(
        self, found: _Range, name: str, amperage: int | None, power: int | None
    ) -> int:
        """Volts between line and neutral, from power and current or from the usual voltages."""
        low, high = found.low / math.sqrt(3), found.high / math.sqrt(3)
        if name == VOLTS and found.high <= NOMINAL[4]:
            self.origins["max_voltage"] = "copied"
            return found.high
        if amperage and power:
            volts = power / (3 * amperage)
            if low * 0.95 <= volts <= high * 1.05:
                self._from("max_voltage", POWER)
                self._from("max_voltage", *self._names_of("max_amperage"))
                return self._settled_voltage(name, "EV417", round(volts), "derived")
        for usual in NOMINAL:
            if low * 0.98 <= usual <= high * 1.02:
                return self._settled_voltage(name, "EV418", usual, "assumed")
        return self._settled_voltage(name, "EV417", round(high), "derived")

    def _names_of(self, attribute: str) -> list[str]:
        """The names of the values that an attribute was read from."""
        start = len(self.facts.place) + 1
        return [pattern[start:] for key, pattern in self.sources if key == attribute]

    def _settled_voltage(self, name: str, code: str, volts: int, origin: str) -> int:
        self.origins["max_voltage"] = origin
        self._say(code, name, "lossy" if name == VOLTS else None, f"{volts} V")
        return volts

    def _format(self, current: str) -> str | None:
        if self.facts.fixed_cable is not None:
            self._from("format", CABLE)
            return "CABLE" if self.facts.fixed_cable else "SOCKET"
        if current == "DC":
            self.origins["format"] = "assumed"
            self._say("EV419")
            return "CABLE"
        self._say("EV210")
        return None

    def _capacity_fate(self, current: str, amperage: int | None) -> None:
        if self.facts.capacity is None:
            return
        capacity = self.capacity
        if capacity is None:
            self._say("EV410", CAPACITY, "dropped")
        elif self.used_capacity:
            self._say("EV420", CAPACITY)
        elif capacity.volts.current != current or capacity.amperes != amperage:
            self._say("EV412", CAPACITY, "dropped", "the other fields")
        else:  # it says the same as the values that were taken
            self._from("max_amperage", CAPACITY)


def _spaced(text: str) -> str:
    """The text with single spaces: the patterns would try long blanks in every way there is."""
    return " ".join(text.split())


def _parse(pattern: re.Pattern[str], text: str | None) -> _Range | None:
    match = pattern.fullmatch(_spaced(text)) if text else None
    if match is None:
        return None
    high = int(match[2])
    low = int(match[1]) if match[1] else high
    if high == 0:
        return None
    current = match[3].upper() if pattern is _VOLTS and match[3] else ""
    return _Range(min(low, high), max(low, high), current)


def _parse_capacity(text: str | None) -> _Capacity | None:
    """The first of the values that v2 joins with semicolons."""
    match = _CAPACITY.fullmatch(_spaced(text.split(";")[0])) if text else None
    if match is None or int(match[2]) == 0 or int(match[5]) == 0:
        return None
    high = int(match[2])
    low = int(match[1]) if match[1] else high
    phases = int(match[4]) if match[4] else None
    return _Capacity(_Range(low, high, match[3].upper()), phases, int(match[5]))
