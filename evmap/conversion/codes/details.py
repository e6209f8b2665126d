"""Details of a site: opening hours, access, payment."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_CONNECTOR = "connectors.connector[].connectorDetails"
_OPEN = f"{_CONNECTOR}.open24x7"
_HOURS = f"{_CONNECTOR}.openingHours.regularOpeningHours[]"
_DAYS = f"{_HOURS}.daymask"
_FROM = f"{_HOURS}.period[].from"
_TO = f"{_HOURS}.period[].to"
_STATION = "evStationDetails"
_METHODS = f"{_STATION}.paymentMethods"

ENTRIES = (
    Entry(
        code="EV421",
        severity="warning",
        title="Days not understood",
        message="The daymask and its periods give no opening hours; the daymask is dropped.",
        explanation=(
            "v2 adds a number for each day: Sunday 1, Monday 2, Tuesday 4 and so on to Saturday "
            "64. The sum must lie between 1 and 127, and at least one period must go with it."
        ),
        advice="Mend the mask at its source; the client has no hours for these days.",
        fields=(_DAYS,),
    ),
    Entry(
        code="EV422",
        severity="warning",
        title="Time not understood",
        message="The period cannot be read, or its days cannot; it is dropped.",
        explanation=(
            "v2 writes a period as two times HH:MM:SS, with 24:00:00 for the end of the day. This "
            "one is of another form, lacks an end, or has no days to go with it."
        ),
        advice="Mend the period at its source; the client has no hours for it.",
        fields=(_FROM, _TO),
    ),
    Entry(
        code="EV423",
        severity="warning",
        title="Hours and open24x7 contradict",
        message=(
            "open24x7 and the opening hours say different things; the longer opening is written."
        ),
        explanation=(
            "v3 and OCPI say either that a site is always open or give its hours. v2 says both "
            "here, and they exclude each other."
        ),
        advice="Ask the operator for the real hours.",
        fields=(_OPEN, _DAYS),
    ),
    Entry(
        code="EV424",
        severity="warning",
        title="Not always open, but no hours",
        message=(
            "open24x7 is false and no hours are given; v3 and OCPI cannot say so without hours."
        ),
        explanation=(
            "OCPI's twentyfourseven may be false only with regular hours beside it. That a site "
            "closes at some time is lost."
        ),
        advice="Treat missing opening hours as unknown, not as always open.",
        fields=(_OPEN,),
    ),
    Entry(
        code="EV425",
        severity="notice",
        title="Period over midnight split",
        message=(
            "The period passes midnight; it was split into an evening and a morning of the next "
            "day."
        ),
        explanation=(
            "In OCPI a period must end after it begins, on the same weekday. Two periods say the "
            "same."
        ),
        advice="Nothing to do; join the two where you show the hours.",
        fields=(_FROM, _TO),
    ),
    Entry(
        code="EV426",
        severity="warning",
        title="Unknown accessibility type",
        message=(
            "The accessibility type is not one of PUBLIC, RESTRICTED and PRIVATE; it is dropped."
        ),
        explanation="v2 documents these three values, and the meaning of another can't be known.",
        advice="Report the value if v2 really sends it.",
        fields=(f"{_STATION}.accessibilityType",),
    ),
    Entry(
        code="EV427",
        severity="warning",
        title="Access contradicts itself",
        message=("It contradicts accessibilityType; accessibilityType counts."),
        explanation=(
            "A site is PUBLIC and yet private, PRIVATE and yet not, or RESTRICTED and yet without "
            "restrictions. The type is the newer and finer field, so it decides."
        ),
        advice="Ask the operator whether the public may charge here.",
        fields=(
            f"{_STATION}.privateAccess",
            f"{_STATION}.restrictedAccess",
            f"{_STATION}.accessibilityType",
        ),
    ),
    Entry(
        code="EV428",
        severity="warning",
        title="Payment type without a counterpart",
        message="The payment type is unknown, or its method is refused; it is dropped.",
        explanation=(
            "v2's lists of payment types are examples, and older ones hold values that v3 has no "
            "word for, such as LOAN. A type of a method that is not accepted says nothing."
        ),
        advice="Stop reading this payment type; ask v3 for the payment of each EVSE.",
        fields=(f"{_METHODS}.ePayment.types.type[]", f"{_METHODS}.other.types.type[]"),
    ),
    Entry(
        code="EV439",
        severity="warning",
        bucket="lost",
        title="Last minute of the day lost",
        message="OCPI has no 24:00; 23:59 is written.",
        explanation=(
            "OCPI's hours run from 00:00 to 23:59, and a period must end later than it begins. A "
            "v2 day that ends at 24:00:00 loses its last minute."
        ),
        advice="Treat 23:59 as the end of the day.",
        fields=(_TO,),
    ),
    Entry(
        code="EV440",
        severity="warning",
        bucket="lost",
        title="Seconds of opening hours lost",
        message="OCPI has hours and minutes only.",
        explanation="v2 writes opening hours with seconds, OCPI without. Here they are not zero.",
        advice="Accept it: no site opens by the second.",
        fields=(_FROM, _TO),
    ),
    Entry(
        code="EV452",
        severity="warning",
        title="Provider that is not accepted",
        message=(
            "v2 says that the subscription is not accepted here; v3 lists accepted providers only, "
            "so this is dropped."
        ),
        explanation=(
            "accepted_service_providers and HERE's eMobilityServiceProviders say who may charge. "
            "A refused provider in such a list would say the contrary of v2."
        ),
        advice="Keep the refusal in your own data if your users have this provider's contract.",
        fields=(f"{_METHODS}.subscription.provider", f"{_METHODS}.subscription.accept"),
    ),
    Entry(
        code="EV453",
        severity="warning",
        title="Private access contradicts itself",
        message="privateAccess of this connector group contradicts what else v2 says. {0}",
        explanation=(
            "v2 has told for each group of connectors whether it is private, before it told so for "
            "the station. v3 has one answer for the whole site."
        ),
        advice="Ask the operator whether the public may charge here.",
        fields=(f"{_CONNECTOR}.privateAccess",),
        by_argument=True,
    ),
)
