"""The codes of the way back, from v3 to v2."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_STATE = f"{_GROUP}.connectorStatuses.connectorStatus[].state"

ENTRIES = (
    Entry(
        code="RV101",
        severity="warning",
        title="No place in v2",
        message="v2 has no field for this value; it is left out.",
        explanation=(
            "v3 and OCPI hold things that v2 never told, such as directions or connector groups. "
            "A v2 response has no field for them."
        ),
        advice="Keep the v3 document beside the v2 one if the value matters.",
    ),
    Entry(
        code="RV102",
        severity="warning",
        title="Not usable on the way back",
        message="The value is not what v3 has here ({0}); it is left out.",
        explanation=(
            "The value has another type or form than v3 and OCPI describe for this field, so it "
            "cannot be read as what the field means."
        ),
        advice="Look at the document: it is not as v3 or OCPI describe it.",
        by_argument=True,
    ),
    Entry(
        code="RV201",
        severity="error",
        title="Standard without a v2 id",
        message="The tables have no v2 connector id for {0}; the group has no connectorType.",
        explanation=(
            "The connector type of a v2 group is an id of the guide's table. The guide gives "
            "this standard no id, or it is no standard of v3."
        ),
        advice="Look the standard up; a client of v2 can't tell which plug this is.",
        fields=(f"{_GROUP}.connectorType.id",),
        by_argument=True,
    ),
    Entry(
        code="RV301",
        severity="warning",
        title="Status with several v2 states",
        message="{0} stands for the v2 states {1}; {2} is taken, the guide's first.",
        explanation=(
            "The guide gives several v2 states one v3 status, and v3 does not tell them apart. The "
            "first in the guide's order is written."
        ),
        advice="Check whether the client told these states apart.",
        fields=(_STATE,),
        by_argument=True,
    ),
    Entry(
        code="RV302",
        severity="warning",
        title="Status that the tables don't have",
        message="{0} is no status of v3; no state is written.",
        explanation=(
            "The state of a v2 EVSE is found in the guide's table by its v3 status. The text that "
            "stands here is none of them in any target's spelling."
        ),
        advice="Look at the document: the status is misspelled, or newer than the tables.",
        fields=(_STATE,),
        by_argument=True,
    ),
    Entry(
        code="RV401",
        severity="notice",
        title="Voltage between lines",
        message="v3 gives {0} V between line and neutral; v2 has {1} V between the lines.",
        explanation=(
            "For three phases, OCPI states the voltage between a line and neutral, and v2 the "
            "voltage between two lines. Where the first is near a usual one, the usual one between "
            "the lines is written, else it is computed."
        ),
        advice="Nothing, unless the site has an unusual voltage.",
        fields=(f"{_GROUP}.chargingPoint.voltsRange",),
        by_argument=True,
    ),
    Entry(
        code="RV402",
        severity="notice",
        title="End of the day",
        message="OCPI has no 24:00, so 23:59 is read as 24:00:00.",
        explanation=(
            "v2 ends a day at 24:00:00. OCPI's times end at 23:59, and evmap writes that on the "
            "way to OCPI, so it is read as the end of the day on the way back."
        ),
        advice="Nothing, unless the site really closes a minute before midnight.",
        fields=(f"{_GROUP}.connectorDetails.openingHours.regularOpeningHours[].period[].to",),
    ),
    Entry(
        code="RV403",
        severity="notice",
        title="Street and number",
        message=(
            "OCPI has one line for street and number, v2 two fields; the line is cut at the number."
        ),
        explanation=(
            "The last word of the line is taken for the house number where it begins with a digit; "
            "in countries that write the number first, the first word."
        ),
        advice="Read the two fields together.",
        fields=("address.street", "address.streetNumber"),
    ),
    Entry(
        code="RV404",
        severity="warning",
        title="Pool id made anew",
        message=(
            "The location id looks like the part of a v2 pool id that OCPI has room for; {0} is "
            "put before it."
        ),
        explanation=(
            "A pool id of v2 is too long for OCPI, so only the UUID inside of it is written there. "
            "On the way back the pool id is built from the UUID in the present form of v2's ids, "
            "where the UUID is one as HERE makes them."
        ),
        advice="Check one pool id against v2.",
        fields=("poolId",),
        by_argument=True,
    ),
    Entry(
        code="RV405",
        severity="warning",
        title="Neither AC nor DC told",
        message=(
            "Neither power type nor standard tell AC or DC; the deprecated field volts holds the "
            "voltage."
        ),
        explanation=(
            "voltsRange, the field of v2 for a voltage, says AC or DC with it. Where nothing "
            "tells which, only the deprecated field volts can hold the number."
        ),
        advice="Let the client ask the operator.",
        fields=(f"{_GROUP}.chargingPoint.volts", f"{_GROUP}.chargingPoint.voltsRange"),
    ),
    Entry(
        code="RV406",
        severity="notice",
        title="Mobile payment",
        message=(
            "HERE sets mobilePayment also where a single way of it is known; ePayment is accepted."
        ),
        explanation=(
            "mobilePayment stands for all mobile ways to pay, and HERE writes it beside each of "
            "them. So v2 gets ePayment with the single ways."
        ),
        advice="Nothing.",
        fields=("evStationDetails.paymentMethods.ePayment.accept",),
    ),
    Entry(
        code="RV407",
        severity="warning",
        title="Id that is not HERE's",
        message="The id has no form of HERE's pool ids; it is written as poolId as it is.",
        explanation=(
            "HERE's pool ids hold an id of HERE in base64. An operator's own id, or one that evmap "
            "made for OCPI, names no pool of v2, and nothing is put before it to look like one."
        ),
        advice="Don't ask v2 for this pool: HERE may not know the id.",
        fields=("poolId",),
    ),
    Entry(
        code="RV408",
        severity="notice",
        title="Party said by an EVSE id",
        message="v2 has no field for country_code and party_id; an EVSE id says the same.",
        explanation=(
            "The eMI3 id of an EVSE begins with the country and the party of its operator, such as "
            "DE*ICT. So nothing is lost with the two fields."
        ),
        advice="Read them from the EVSE id.",
        fields=(f"{_GROUP}.connectorStatuses.connectorStatus[].cpoEvseEMI3Id",),
    ),
    Entry(
        code="RV501",
        severity="warning",
        title="One entrance of several",
        message="A v2 station has one entrance; the first is written.",
        explanation="v3 and OCPI list any number of entrances, a v2 station has one position.",
        advice="Keep the v3 document beside the v2 one if the others matter.",
        fields=("entrancePosition.latitude", "entrancePosition.longitude"),
    ),
    Entry(
        code="RV502",
        severity="warning",
        title="Hours without a connector",
        message="v2 has opening hours with its connectors only, and there is none here.",
        explanation=(
            "v3 and OCPI have the opening hours of a location, v2 those of its connectors. A "
            "location without EVSEs has nothing in v2 to hold them."
        ),
        advice="Keep the v3 document beside the v2 one if the hours matter.",
        fields=(f"{_GROUP}.connectorDetails.open24x7",),
    ),
    Entry(
        code="RV503",
        severity="notice",
        title="Made from counts",
        message=(
            "evmap made this EVSE id from the counts of a v2 group; the counts are written again."
        ),
        explanation=(
            "Where a v2 group only counts its connectors, evmap makes EVSEs with ids of its own on "
            "the way to v3. Such an id is known again, and is no id of v2."
        ),
        advice="Nothing.",
        fields=(f"{_GROUP}.chargingPoint.numberOfConnectors",),
    ),
    Entry(
        code="RV504",
        severity="warning",
        title="Not on every EVSE",
        message=(
            "v2 tells ways to pay and providers of the whole station, v3 of each EVSE; {0} is not "
            "on all."
        ),
        explanation=(
            "What one EVSE of a location has is written for the whole v2 station, so the station "
            "seems to have it everywhere."
        ),
        advice="Check whether the client needs to know on which.",
        fields=("evStationDetails.paymentMethods.other.types.type[]", "roaming[].emsp"),
        by_argument=True,
    ),
)

#: All codes of the way back, in their order.
CODES = {entry.code: entry for entry in ENTRIES}
