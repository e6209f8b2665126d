"""Electrical data: current, phases, volts, amperes, watts, and the cable."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_POINT = f"{_GROUP}.chargingPoint"
_CAPACITY = f"{_GROUP}.chargeCapacity"
_POWER = f"{_GROUP}.maxPowerLevel"
_VOLTS = f"{_POINT}.volts"
_VOLTS_RANGE = f"{_POINT}.voltsRange"
_PHASES = f"{_POINT}.phases"
_AMPS = f"{_POINT}.amps"
_AMPS_RANGE = f"{_POINT}.ampsRange"

ENTRIES = (
    Entry(
        code="EV405",
        severity="error",
        title="Kind of current unknown",
        message=(
            "v2 does not tell enough of phases, AC and DC here; power_type is left out. v3 and "
            "OCPI require it."
        ),
        explanation=(
            "AC or DC follows from the end of voltsRange, else from the standard, else from charge "
            "mode 4; the phases from the field of that name, from a standard that exists for one "
            "number of phases only, or from power, current and voltage. Nothing of this helps here."
        ),
        advice="Let the client treat a missing power type as unknown.",
        fields=(_PHASES, _VOLTS_RANGE, f"{_POINT}.chargeMode"),
    ),
    Entry(
        code="EV406",
        severity="error",
        title="Voltage unknown",
        message="v2 gives no usable voltage here; max_voltage is left out. v3 and OCPI require it.",
        explanation=(
            "The voltage follows from voltsRange, else from the deprecated volts or "
            "chargeCapacity. None of them is there and can be read. It is not computed from the "
            "power, because the current may be rounded."
        ),
        advice="Use max_electric_power, and treat a missing voltage as unknown.",
        fields=(_VOLTS_RANGE, _VOLTS, _CAPACITY),
    ),
    Entry(
        code="EV407",
        severity="error",
        title="Current unknown",
        message=(
            "v2 gives no usable current here; max_amperage is left out. v3 and OCPI require it."
        ),
        explanation=(
            "The current follows from ampsRange, else from the deprecated amps or chargeCapacity. "
            "None of them is there and can be read. It is not computed from the power, because "
            "the voltage may be a range."
        ),
        advice="Use max_electric_power, and treat a missing current as unknown.",
        fields=(_AMPS_RANGE, _AMPS, _CAPACITY),
    ),
    Entry(
        code="EV408",
        severity="warning",
        title="Range cut to its upper end",
        message="v3 has one figure where v2 has a range; the upper end is written.",
        explanation=(
            "v3 and OCPI give the greatest voltage and the greatest current of a connector. The "
            "lower end of v2's range has no place there."
        ),
        advice="Read the figure as a maximum.",
        fields=(_VOLTS_RANGE, _AMPS_RANGE),
    ),
    Entry(
        code="EV410",
        severity="warning",
        title="chargeCapacity not understood",
        message=(
            "The text of the deprecated chargeCapacity is not of the documented form; it is "
            "dropped."
        ),
        explanation=(
            "chargeCapacity is a text for people, such as 380-480VAC, 3-phase at max. 32 A. "
            "Another text can't be taken apart."
        ),
        advice="Read maxPowerLevel, phases, voltsRange and ampsRange.",
        fields=(_CAPACITY,),
    ),
    Entry(
        code="EV411",
        severity="notice",
        loss="elsewhere",
        title="Deprecated figure says the same",
        message="{0} is there as well and is used; the deprecated figure agrees with it.",
        explanation=(
            "volts and amps are deprecated in favour of voltsRange and ampsRange. Here the figure "
            "is the upper end of the range, so nothing is lost with it."
        ),
        advice="Read {0}.",
        fields=(_VOLTS, _AMPS),
        by_argument=True,
    ),
    Entry(
        code="EV412",
        severity="warning",
        title="Deprecated figure differs",
        message="The deprecated field says something else than {0}; it is dropped.",
        explanation=(
            "chargeCapacity, volts and amps are deprecated. Where the fields that replace them are "
            "there and say something else, the newer fields are taken."
        ),
        advice="Read {0}; find out which is right if the figures matter to you.",
        fields=(_CAPACITY, _VOLTS, _AMPS),
        by_argument=True,
    ),
    Entry(
        code="EV413",
        severity="warning",
        title="Power rounded to watts",
        message="v3 has whole watts; the fraction is lost.",
        explanation=(
            "v2 gives kilowatts with any number of decimals, v3 and OCPI whole watts. Up to three "
            "decimals nothing is lost; the fourth is less than a watt."
        ),
        advice="Accept it: the difference is less than one watt.",
        fields=(_POWER,),
    ),
    Entry(
        code="EV414",
        severity="warning",
        title="Figure not understood",
        message="The value is not of the documented form or not possible; it is not used.",
        explanation=(
            "v2 writes ranges like 380-480V AC and 12A-80A, one to three phases, and powers above "
            "zero. Another figure is not interpreted."
        ),
        advice="Mend the value at its source.",
        fields=(_VOLTS_RANGE, _AMPS_RANGE, _PHASES, _VOLTS, _AMPS, _POWER),
    ),
    Entry(
        code="EV415",
        severity="warning",
        bucket="decide",
        title="Direct current by charge mode",
        message="Nothing better tells the kind of current; charge mode 4 is taken for DC.",
        explanation=(
            "Charge mode 4 is fast charging with a charger outside the car, such as CHAdeMO: "
            "direct current. The mode itself has no field in v3."
        ),
        advice="Accept it, unless you read the charge mode itself.",
        fields=(f"{_POINT}.chargeMode",),
    ),
    Entry(
        code="EV416",
        severity="warning",
        title="Phases of direct current",
        message="DC has no phases; the number is dropped.",
        explanation=(
            "v2 gives the phases of the charger's mains side or a wrong figure. The power type DC "
            "of v3 has no phases."
        ),
        advice="Accept it: no v3 client reads phases of DC.",
        fields=(_PHASES,),
    ),
    Entry(
        code="EV417",
        severity="warning",
        bucket="lost",
        title="Voltage between line and neutral",
        message=(
            "v3 wants the voltage between line and neutral; power and current of the connector "
            "tell that it is {0}."
        ),
        explanation=(
            "For two and three phases v3 and OCPI give the voltage between line and neutral (230 "
            "V), v2 mostly a range between lines (380-480 V), sometimes one of line and neutral. "
            "The power divided by the current and the phases comes near one usual voltage within "
            "the range, which is written."
        ),
        advice="Expect about 230 where v2 said 400, and multiply by the phases for the power.",
        fields=(_VOLTS_RANGE, _VOLTS),
        by_argument=True,
    ),
    Entry(
        code="EV418",
        severity="warning",
        title="Usual voltage assumed",
        message=(
            "v3 wants the voltage between line and neutral; {0}, the usual one for v2's figure, is "
            "assumed."
        ),
        explanation=(
            "For two and three phases v3 and OCPI give the voltage between line and neutral, v2 "
            "mostly a range between lines. Power and current don't tell the voltage here, so the "
            "most common one that fits is taken, such as 230 V for 380-480V AC."
        ),
        advice="Expect 230 where v2 said 380-480V AC; treat the figure as a guess.",
        fields=(_VOLTS_RANGE, _VOLTS),
        by_argument=True,
    ),
    Entry(
        code="EV419",
        severity="warning",
        title="Format assumed",
        message=(
            "v2 does not say whether a cable is attached; DC chargers have one, so CABLE is "
            "assumed."
        ),
        explanation=(
            "A connector is a SOCKET or a CABLE in v3, and one of them is required. v2 leaves "
            "fixedCable out here. With direct current the cable is part of the charger, but for "
            "pantographs (EV465)."
        ),
        advice="Accept it: a charger with direct current has its cable.",
        fields=(f"{_GROUP}.fixedCable",),
    ),
    Entry(
        code="EV420",
        severity="warning",
        title="Figures from the deprecated chargeCapacity",
        message=(
            "Voltage, current or phases come from the text of chargeCapacity, because nothing "
            "better is there."
        ),
        explanation=(
            "chargeCapacity is a text for people, such as 380-480VAC, 3-phase at max. 32 A. HERE "
            "has deprecated it in favour of maxPowerLevel, phases, voltsRange and ampsRange, "
            "one or more of which are missing here. Of several values the one that fits the power "
            "is read."
        ),
        advice="Treat the figures with care, and ask v2 again for the newer fields.",
        fields=(_CAPACITY,),
    ),
    Entry(
        code="EV465",
        severity="warning",
        title="Format of a pantograph assumed",
        message=(
            "v3 knows SOCKET and CABLE only, and v2 does not say which; CABLE is assumed for a "
            "pantograph, as the charger makes the contact."
        ),
        explanation=(
            "A connector is a SOCKET or a CABLE in v3, and one of them is required. A pantograph "
            "is neither. It belongs to the charger, as a fixed cable does, so a driver brings "
            "nothing."
        ),
        advice="Show pantographs by their standard, not by their format.",
        fields=(f"{_GROUP}.fixedCable",),
    ),
    Entry(
        code="EV466",
        severity="warning",
        title="chargeCapacity tells no figure",
        message="The deprecated chargeCapacity says Other, which tells no figure; it is dropped.",
        explanation=(
            "chargeCapacity is a text for people; Other is one of its documented values. It holds "
            "neither volts nor amperes."
        ),
        advice="Read maxPowerLevel, phases, voltsRange and ampsRange.",
        fields=(_CAPACITY,),
    ),
    Entry(
        code="EV467",
        severity="warning",
        title="Several values in chargeCapacity",
        message="chargeCapacity holds several values; {0} is taken. Left out: {1}.",
        explanation=(
            "v2 joins several values with semicolons where a plug can be used in several ways; v3 "
            "has one set of figures. The value that agrees with the other fields is taken, else "
            "the one that fits the power, else the strongest."
        ),
        advice="Accept it if the power of the connector is what you need.",
        fields=(_CAPACITY,),
        by_argument=True,
    ),
    Entry(
        code="EV468",
        severity="warning",
        title="Voltage between line and neutral computed",
        message=(
            "v3 wants the voltage between line and neutral; {0} was computed from v2's voltage "
            "between lines."
        ),
        explanation=(
            "For two and three phases v3 and OCPI give the voltage between line and neutral, v2 "
            "mostly that between lines. No usual voltage is near, so the upper end of v2's range "
            "was divided by the square root of three."
        ),
        advice="Treat the figure as a rough one: v2's voltage is unusual.",
        fields=(_VOLTS_RANGE, _VOLTS),
        by_argument=True,
    ),
    Entry(
        code="EV470",
        severity="warning",
        title="Phases from power and current",
        message=(
            "v2 does not say how many phases there are; power, current and voltage tell that it is "
            "{0}."
        ),
        explanation=(
            "Power is voltage times current times phases. One or three phases are taken where a "
            "usual voltage between line and neutral comes out that fits v2's."
        ),
        advice="Accept it, unless the operator says otherwise.",
        fields=(_PHASES, _POWER, _VOLTS_RANGE, _AMPS_RANGE),
        by_argument=True,
    ),
)
