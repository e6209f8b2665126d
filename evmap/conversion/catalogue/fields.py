"""Fields: values that change, shrink or vanish on the way."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV401",
        severity="notice",
        title="Deprecated v2 field",
        message="HERE has deprecated this v2 field.",
        advice="Read {0} instead.",
        by_argument=True,
    ),
    Entry(
        code="EV402",
        severity="warning",
        title="No place in the target",
        message="{0}",
        advice="Stop reading this value, or keep it in your own data.",
        by_argument=True,
    ),
    Entry(
        code="EV403",
        severity="warning",
        title="Part of the value is lost",
        message="{0}",
        advice="Check whether your client needs the lost part.",
        by_argument=True,
    ),
    Entry(
        code="EV405",
        severity="error",
        title="Kind of current unknown",
        message=(
            "v2 tells neither phases nor AC or DC here; power_type is left out. v3 and OCPI "
            "require it."
        ),
        advice="Let the client treat a missing power type as unknown.",
    ),
    Entry(
        code="EV406",
        severity="error",
        title="Voltage unknown",
        message="v2 gives no voltage here; max_voltage is left out. v3 and OCPI require it.",
        advice="Use max_electric_power, and treat a missing voltage as unknown.",
    ),
    Entry(
        code="EV407",
        severity="error",
        title="Current unknown",
        message="v2 gives no current here; max_amperage is left out. v3 and OCPI require it.",
        advice="Use max_electric_power, and treat a missing current as unknown.",
    ),
    Entry(
        code="EV408",
        severity="warning",
        title="Range cut to its upper end",
        message="v3 has one figure where v2 has a range; the upper end is written.",
        advice="Read the figure as a maximum.",
    ),
    Entry(
        code="EV410",
        severity="warning",
        title="chargeCapacity not understood",
        message=(
            "The text of the deprecated chargeCapacity is not of the documented form; it is "
            "dropped."
        ),
        advice="Read maxPowerLevel, phases, voltsRange and ampsRange.",
    ),
    Entry(
        code="EV411",
        severity="notice",
        title="Deprecated figure beside its range",
        message="{0} is there as well and is used; the deprecated figure lies within it.",
        advice="Read {0}.",
        by_argument=True,
    ),
    Entry(
        code="EV412",
        severity="warning",
        title="Deprecated figure contradicts",
        message="The deprecated field says something else than {0}, which is used.",
        advice="Read {0}.",
        by_argument=True,
    ),
    Entry(
        code="EV413",
        severity="warning",
        title="Power rounded to watts",
        message="v3 has whole watts; the fraction is lost.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV414",
        severity="warning",
        title="Figure not understood",
        message="The value is not of the documented form or not possible; it is not used.",
        advice="Mend the value at its source.",
    ),
    Entry(
        code="EV415",
        severity="notice",
        title="Direct current by charge mode",
        message="Nothing better tells the kind of current; charge mode 4 means DC.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV416",
        severity="warning",
        title="Phases of direct current",
        message="DC has no phases; the number is dropped.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV417",
        severity="warning",
        title="Voltage between line and neutral",
        message=(
            "v2 gives the voltage between lines; v3 wants line to neutral. It was computed "
            "from power and current, or from the range."
        ),
        advice="Expect 230 where v2 said 400.",
    ),
    Entry(
        code="EV418",
        severity="warning",
        title="Usual voltage assumed",
        message=(
            "v2 gives a range of voltages between lines; the usual voltage between line and "
            "neutral within it is assumed."
        ),
        advice="Expect 230 where v2 said 380-480V.",
    ),
    Entry(
        code="EV419",
        severity="warning",
        title="Format assumed",
        message=(
            "v2 does not say whether a cable is attached; DC chargers have one, so CABLE is "
            "assumed."
        ),
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV420",
        severity="warning",
        title="Figures from the deprecated chargeCapacity",
        message=(
            "voltage, current or phases come from the text of chargeCapacity, because nothing "
            "better is there."
        ),
        advice="Treat them with care.",
    ),
    Entry(
        code="EV421",
        severity="warning",
        title="Days not understood",
        message="The daymask gives no usable opening days; it is dropped.",
        advice="v2 adds Sunday 1, Monday 2 ... Saturday 64.",
    ),
    Entry(
        code="EV422",
        severity="warning",
        title="Time not understood",
        message="The period of opening hours cannot be read; it is dropped.",
        advice="v2 writes HH:MM:SS, and 24:00:00 for the end of the day.",
    ),
    Entry(
        code="EV423",
        severity="warning",
        title="Hours and open24x7 contradict",
        message=(
            "open24x7 and the opening hours say different things; the longer opening is written."
        ),
        advice="Ask the operator for the real hours.",
    ),
    Entry(
        code="EV424",
        severity="warning",
        title="Not always open, but no hours",
        message=(
            "open24x7 is false and no hours are given; v3 and OCPI cannot say so without hours."
        ),
        advice="Treat missing opening hours as unknown.",
    ),
    Entry(
        code="EV425",
        severity="notice",
        title="Period over midnight split",
        message=(
            "The period passes midnight; it was split into an evening and a morning of the "
            "next day."
        ),
        advice="Nothing to do.",
    ),
    Entry(
        code="EV426",
        severity="warning",
        title="Unknown accessibility type",
        message=(
            "The accessibility type is not one of PUBLIC, RESTRICTED and PRIVATE; it is dropped."
        ),
        advice="Report it if v2 really sends it.",
    ),
    Entry(
        code="EV427",
        severity="warning",
        title="Access contradicts itself",
        message=(
            "privateAccess and accessibilityType contradict each other; accessibilityType counts."
        ),
        advice="Ask the operator.",
    ),
    Entry(
        code="EV428",
        severity="warning",
        title="Payment type without a counterpart",
        message="The payment type is unknown, or its method is refused; it is dropped.",
        advice="Stop relying on it.",
    ),
    Entry(
        code="EV429",
        severity="warning",
        title="Further contact",
        message="v3 has one phone number and one website; further ones are dropped.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV430",
        severity="warning",
        title="Region beside state",
        message="v3 has one state; the region differs from it and is dropped.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV431",
        severity="notice",
        title="Older timestamp",
        message="A newer timestamp of the same thing is written.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV432",
        severity="warning",
        title="Brand differs from the operator",
        message="v3 has one operator; supplierName is written, the brand is dropped.",
        advice="Keep the brand in your own data if your users know it.",
    ),
    Entry(
        code="EV433",
        severity="warning",
        title="Contact of another supplier",
        message=(
            "v3 has one phone number and one website per location; this one differs and is dropped."
        ),
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV434",
        severity="warning",
        title="Position that is on no map",
        message="Latitude or longitude is missing or out of range; the position is dropped.",
        advice="Mend the position at its source.",
    ),
    Entry(
        code="EV435",
        severity="warning",
        title="Timestamp not understood",
        message="The timestamp is not ISO 8601; it is dropped.",
        advice="Mend it at its source.",
    ),
    Entry(
        code="EV436",
        severity="notice",
        title="Timestamp turned to UTC",
        message="The timestamp had an offset or an unusual form; it is written in UTC with Z.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV437",
        severity="warning",
        title="House number without a street",
        message="There is no street to go with the number; it is dropped.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV438",
        severity="warning",
        title="Website without an operator",
        message=(
            "v3 keeps the website with the operator, whose name v2 does not tell; it is dropped."
        ),
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV439",
        severity="warning",
        title="Last minute of the day lost",
        message="OCPI has no 24:00; 23:59 is written.",
        advice="Treat 23:59 as the end of the day.",
    ),
    Entry(
        code="EV440",
        severity="warning",
        title="Seconds of opening hours lost",
        message="OCPI has hours and minutes only.",
        advice="Nothing to do in most clients.",
    ),
)
