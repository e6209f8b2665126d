"""Current, phases, volts, amperes and watts of a connector group.

v2 writes ranges and kilowatts; OCPI wants one voltage (line to neutral for three phases), one
current and watts (OCPI 2.2.1 and 2.3.0, Connector).
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

import msgspec

from evmap.conversion.guide import Guide
from evmap.conversion.location import Event, Plug
from evmap.conversion.rules.connectors import check_name, choose_standard

POINT = "chargingPoint"

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


class GroupFacts(msgspec.Struct, frozen=True):
    """The v2 values of one connector group that describe its plugs; equal facts, equal plugs."""

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
    #: Path of the connector type id in the v2 record, relative to the group.
    id_path: tuple[str, ...] = ("connectorType", "id")


class _Range(msgspec.Struct, frozen=True):
    low: int
    high: int
    current: str = ""


class _Capacity(msgspec.Struct, frozen=True):
    volts: _Range
    phases: int | None
    amperes: int


def make_plug(guide: Guide, facts: GroupFacts, *, accept_successors: bool) -> Plug:
    """The plug of a group, with the events of all its values (paths relative to the group)."""
    return _Workshop(guide, facts, accept_successors).plug()


class _Workshop:
    """Works one plug out, value by value; each method adds its events and origins."""

    def __init__(self, guide: Guide, facts: GroupFacts, accept_successors: bool) -> None:
        self.guide = guide
        self.facts = facts
        self.accept_successors = accept_successors
        self.events: list[Event] = []
        self.origins: dict[str, str] = {}
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
            path=facts.id_path,
        )
        self.events += choice.events
        if choice.standard is None:
            return Plug(None, None, None, None, None, None, (), choice.events)
        if choice.origin != "converted":
            self.origins["standard"] = choice.origin
        self.events += check_name(self.guide, facts.type_id, facts.type_name)
        current = self._current(choice.standard)
        power_type = self._power_type(current, choice.standard)
        power = self._power()
        voltage = self._voltage(power_type, amperage, power)
        plug_format = self._format(current)
        self._capacity_fate(current, amperage)
        return Plug(
            standard=choice.standard,
            format=plug_format,
            power_type=power_type,
            max_voltage=voltage,
            max_amperage=amperage,
            max_electric_power=power,
            origins=tuple(self.origins.items()),
            events=tuple(self.events),
        )

    def _say(
        self, code: str, *path: str, fate: str | None = None, args: tuple[str, ...] = ()
    ) -> None:
        self.events.append(Event(code, path, fate, args))

    def _amperage(self) -> int | None:
        facts = self.facts
        found = _parse(_AMPS, facts.amps_range)
        if facts.amps_range is not None and found is None:
            self._say("EV414", POINT, "ampsRange", fate="invalid")
        if found is not None:
            if found.low != found.high:
                self._say("EV408", POINT, "ampsRange", fate="lossy", args=(f"{found.high} A",))
            if facts.amps is not None:
                self._superseded("amps", facts.amps, found, "ampsRange")
            return found.high
        if facts.amps is not None and facts.amps > 0:
            self.origins["max_amperage"] = "copied"
            return facts.amps
        if facts.amps is not None:
            self._say("EV414", POINT, "amps", fate="invalid")
        if self.capacity is not None:
            self.used_capacity = True
            return self.capacity.amperes
        self._say("EV407", args=())
        return None

    def _superseded(self, name: str, value: int, found: _Range, winner: str) -> None:
        if value == found.high:
            self._say("EV411", POINT, name, fate="restructured", args=(winner,))
        else:
            self._say("EV412", POINT, name, fate="dropped", args=(winner,))

    def _volts(self) -> tuple[_Range | None, str]:
        """The voltage range, and the name of the field that it comes from."""
        facts = self.facts
        found = _parse(_VOLTS, facts.volts_range)
        if facts.volts_range is not None and found is None:
            self._say("EV414", POINT, "voltsRange", fate="invalid")
        if found is not None:
            if facts.volts is not None:
                self._superseded("volts", facts.volts, found, "voltsRange")
            return found, "voltsRange"
        if facts.volts is not None and facts.volts > 0:
            return _Range(facts.volts, facts.volts), "volts"
        if facts.volts is not None:
            self._say("EV414", POINT, "volts", fate="invalid")
        if self.capacity is not None:
            self.used_capacity = True
            return self.capacity.volts, "chargeCapacity"
        return None, ""

    def _current(self, standard: str) -> str:
        """AC, DC or an empty string (design: electrical)."""
        found = _parse(_VOLTS, self.facts.volts_range)
        if found is not None and found.current:
            return found.current
        by_standard = self.guide.standards[standard].current
        if by_standard:
            return by_standard
        mode = (self.facts.charge_mode or "").strip().removeprefix("Mode").strip()
        if mode == "4":
            self._say("EV415", POINT, "chargeMode", fate="lossy")
            return "DC"
        if self.capacity is not None:
            self.used_capacity = True
            return self.capacity.volts.current
        return ""

    def _power_type(self, current: str, standard: str) -> str | None:
        phases = self.facts.phases
        if current == "DC":
            if phases is not None:
                self._say("EV416", POINT, "phases", fate="dropped")
            if self.facts.volts_range is None or "DC" not in self.facts.volts_range.upper():
                self.origins["power_type"] = "derived"
            return "DC"
        if phases in (1, 2, 3) and current == "AC":
            return f"AC_{phases}_PHASE"
        if phases is not None:
            self._say("EV414", POINT, "phases", fate="invalid")
        if current == "AC" and self.capacity is not None and self.capacity.phases:
            self.used_capacity = True
            return f"AC_{self.capacity.phases}_PHASE"
        if standard.startswith(ONE_PHASE) and current == "AC":
            self.origins["power_type"] = "derived"
            return "AC_1_PHASE"
        if standard.startswith(THREE_PHASES):
            self.origins["power_type"] = "derived"
            return "AC_3_PHASE"
        self._say("EV405", args=())
        return None

    def _power(self) -> int | None:
        kilowatts = self.facts.kilowatts
        if kilowatts is None:
            return None
        watts = Decimal(repr(kilowatts)) * 1000
        if not 0 < watts < 1_000_000_000:
            self._say("EV414", "maxPowerLevel", fate="invalid")
            return None
        if watts != watts.to_integral_value():
            self._say("EV413", "maxPowerLevel", fate="lossy", args=(str(round(watts)),))
        return round(watts)

    def _voltage(
        self, power_type: str | None, amperage: int | None, power: int | None
    ) -> int | None:
        found, name = self._volts()
        if found is None or found.high == 0:
            self._say("EV406", args=())
            return None
        if power_type == "AC_3_PHASE":
            return self._line_to_neutral(found, name, amperage, power)
        path = (POINT, name) if name != "chargeCapacity" else (name,)
        if name == "voltsRange":
            if found.low == found.high:
                self.events.append(Event("", path, "converted"))
            else:
                self.events.append(Event("EV408", path, None, (f"{found.high} V",)))
        elif name == "volts":
            self.origins["max_voltage"] = "copied"
        return found.high

    def _line_to_neutral(
        self, found: _Range, name: str, amperage: int | None, power: int | None
    ) -> int:
        """Volts between line and neutral, from power and current or from the usual voltages."""
        low, high = found.low / math.sqrt(3), found.high / math.sqrt(3)
        if name == "volts" and found.high <= NOMINAL[4]:
            self.origins["max_voltage"] = "copied"
            return found.high
        if amperage and power:
            volts = power / (3 * amperage)
            if low * 0.95 <= volts <= high * 1.05:
                self.origins["max_voltage"] = "derived"
                self._voltage_event(name, "EV417", round(volts))
                return round(volts)
        for usual in NOMINAL:
            if low * 0.98 <= usual <= high * 1.02:
                self.origins["max_voltage"] = "assumed"
                self._voltage_event(name, "EV418", usual)
                return usual
        self.origins["max_voltage"] = "derived"
        self._voltage_event(name, "EV417", round(high))
        return round(high)

    def _voltage_event(self, name: str, code: str, volts: int) -> None:
        path = (name,) if name == "chargeCapacity" else (POINT, name)
        fate = "lossy" if name == "volts" else None
        self.events.append(Event(code, path, fate, (f"{volts} V",)))

    def _format(self, current: str) -> str | None:
        if self.facts.fixed_cable is not None:
            return "CABLE" if self.facts.fixed_cable else "SOCKET"
        if current == "DC":
            self.origins["format"] = "assumed"
            self._say("EV419", args=())
            return "CABLE"
        self._say("EV210", args=())
        return None

    def _capacity_fate(self, current: str, amperage: int | None) -> None:
        text = self.facts.capacity
        if text is None:
            return
        capacity = self.capacity
        if capacity is None:
            self._say("EV410", "chargeCapacity", fate="dropped")
        elif self.used_capacity:
            self._say("EV420", "chargeCapacity")
        elif capacity.volts.current != current or capacity.amperes != amperage:
            self._say("EV412", "chargeCapacity", fate="dropped", args=("the other fields",))


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
