"""What can't be: figures that contradict the standard of their plug, or each other."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_TYPE_ID = f"{_GROUP}.connectorType.id"
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
        code="EV460",
        severity="warning",
        title="Kind of current that the plug does not carry",
        message="v2 says {1}, but {0} carries {2} only; both are written as they stand.",
        explanation=(
            "Each standard exists for AC, for DC, or for both. Here the current of v2 and its "
            "connector type can't both be true, and nothing says which is wrong."
        ),
        advice="Find out which is right before you show the connector to drivers.",
        fields=(_VOLTS_RANGE, _TYPE_ID, f"{_POINT}.chargeMode"),
        by_argument=True,
    ),
    Entry(
        code="EV461",
        severity="warning",
        title="Phases that the plug does not have",
        message="v2 says {1}, but the phases of {0} are {2}; both are written as they stand.",
        explanation=(
            "A plug has contacts for a certain number of phases. Here v2 gives a number that its "
            "connector type can't carry, and nothing says which is wrong."
        ),
        advice="Find out which is right; the power of the connector may tell.",
        fields=(_PHASES, _CAPACITY, _TYPE_ID),
        by_argument=True,
    ),
    Entry(
        code="EV462",
        severity="warning",
        title="Figure beyond the standard",
        message="v2 says {1}, but {0} carries {2} at most; the figure is written as it stands.",
        explanation=(
            "Each standard is made for a greatest voltage, current and power; evmap's table of "
            "them gives its sources. Here a figure of v2 is beyond: it, or the connector type, may "
            "be wrong."
        ),
        advice="Find out which is right before you plan with the figure.",
        fields=(_VOLTS_RANGE, _VOLTS, _AMPS_RANGE, _AMPS, _CAPACITY, _POWER, _TYPE_ID),
        by_argument=True,
    ),
    Entry(
        code="EV463",
        severity="warning",
        title="Power that volts and amperes don't give",
        message=(
            "v2 says {0}, but volts, amperes and phases give {1}; all are written as they stand."
        ),
        explanation=(
            "The power of a connector is its voltage times its current times its phases. v2's "
            "power is larger by more than 15 %, so one of the figures is wrong, or the power is "
            "that of the whole charger; or it is less than a hundredth, as where megawatts stand "
            "in the field for kilowatts."
        ),
        advice="Plan with neither figure before you know which is right.",
        fields=(_POWER, _VOLTS_RANGE, _AMPS_RANGE, _PHASES),
        by_argument=True,
    ),
    Entry(
        code="EV464",
        severity="error",
        title="Power that can't be",
        message=(
            "{0} kW are more than any charger has; they look like watts in the field for "
            "kilowatts. The power is left out."
        ),
        explanation=(
            "maxPowerLevel is in kilowatts. The strongest standard ends at 4,500 kW (4.5 MW), so "
            "a value above 5,000 can't be one in kilowatts. evmap does not guess which it is."
        ),
        advice="Mend the value at its source: mostly, divide it by 1,000.",
        fields=(_POWER,),
        by_argument=True,
    ),
    Entry(
        code="EV469",
        severity="warning",
        title="Position 0/0",
        message="Latitude and longitude are 0: a place in the ocean; it is written as it stands.",
        explanation=(
            "Programs write 0 where they know no position. There is no charging station at 0/0, in "
            "the Gulf of Guinea."
        ),
        advice="Mend the position at its source; don't show this location on a map.",
        fields=(
            "position.latitude",
            "position.longitude",
            "entrancePosition.latitude",
            "entrancePosition.longitude",
        ),
    ),
)
