"""T25, T26: Tesla's plugs, and successors of deprecated ids."""

from __future__ import annotations

from tests.judges.relatives.plausible import ONE_PHASE, contradicts, fits, plug, power
from tests.judges.relatives.volts import three
from tests.judges.statements import Changes, Statement, dc, groups
from tests.judges.support import plugs, told, values

EUROPE = {"group.connectorType": {"id": "43"}, **three(11, 16)}
AMERICA = {
    **EUROPE,
    **power(plug("43", ampsRange="48A", **ONE_PHASE), 11.5),
    "address.country": "USA",
    "timeZone": "America/New_York",
}
TESLA = [
    Statement(
        "T25",
        AMERICA,
        "ocpi-2.2.1",
        "OCPI 2.2.1 has no SAE_J3400: TESLA_S is the candidate",
        lambda d, r: values(plugs(d), "standard") == ["TESLA_S"] or bool(told(r, "TESLA_S")),
    ),
    Statement("T25", EUROPE, "v3", "a Tesla plug in Germany is told", contradicts),
    Statement("T25", AMERICA, "v3", "one in the United States is not", fits),
    Statement(
        "T25",
        AMERICA,
        "ocpi-2.3.0",
        "and becomes SAE_J3400 where OCPI has it",
        lambda d, r: values(plugs(d), "standard") == ["SAE_J3400"],
    ),
    Statement(
        "T25",
        {**AMERICA, "group.connectorType": {"id": "68"}},
        "ocpi-2.2.1",
        "Tesla's own plug stays",
        lambda d, r: values(plugs(d), "standard") == ["TESLA_S"],
    ),
]


def successor(number: str, *, amperes: str | None = "16A", phases: int | None = 3) -> Changes:
    """A group with a deprecated id."""
    return plug(number, ampsRange=amperes, phases=phases)


PANTOGRAPH = groups(
    {name: value for name, value in dc("64", maxPowerLevel=450).items() if name != "fixedCable"}
)
YES = ("--accept-successors",)
SUCCESSORS = [
    Statement(
        "T26",
        successor("39", amperes="63A"),
        "v3",
        "39 with 63 A is the largest socket",
        lambda d, r: values(plugs(d), "standard") == ["IEC_60309_2_THREE_64"],
        YES,
    ),
    Statement(
        "T26",
        successor("39", amperes="16A"),
        "ocpi-2.2.1",
        "39 with 16 A is the smallest",
        lambda d, r: values(plugs(d), "standard") == ["IEC_60309_2_three_16"],
        YES,
    ),
    Statement(
        "T26",
        successor("39", amperes="125A"),
        "v3",
        "39 with 125 A is none of them, and that is told",
        contradicts,
        YES,
    ),
    Statement(
        "T26",
        successor("39", amperes="32A"),
        "v3",
        "without the option none is written",
        lambda d, r: not plugs(d) and bool(told(r, at_least="error")),
    ),
    Statement(
        "T26",
        power(plug("37", ampsRange="16A", **ONE_PHASE), 3.68),
        "v3",
        "37 is the blue plug",
        lambda d, r: values(plugs(d), "standard") == ["IEC_60309_2_SINGLE_16"],
        YES,
    ),
    Statement(
        "T26",
        "37",
        "lookup",
        "2P+E are two poles and earth, not two phases",
        lambda o: "two phases" not in o.printed,
        command="lookup",
    ),
    Statement(
        "T26",
        {
            "group.connectorType": {"id": "17"},
            "group.chargingPoint": {"voltsRange": "380-480V AC", "ampsRange": "16A"},
            "group.maxPowerLevel": 11,
        },
        "v3",
        "T15 has three phases",
        lambda d, r: values(plugs(d), "power_type") == ["AC_3_PHASE"],
        YES,
    ),
    Statement(
        "T26",
        PANTOGRAPH,
        "v3",
        "a pantograph isn't said to have a cable",
        lambda d, r: (
            not [
                f
                for f in r["findings"]
                if "cable" in f["message"].casefold()
                and "pantograph" not in f["message"].casefold()
            ]
        ),
    ),
]

STATEMENTS = [*TESLA, *SUCCESSORS]
