"""Structure: pools, stations, EVSEs and what joins them."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_STATUS = f"{_GROUP}.connectorStatuses.connectorStatus[]"
_COUNT = f"{_GROUP}.chargingPoint.numberOfConnectors"
_EVSE = "stations[].evses[]"

ENTRIES = (
    Entry(
        code="EV501",
        severity="warning",
        title="Station without a pool",
        message="poolId is missing; the unstable station id stands in for the location id.",
        explanation=(
            "The id of a v3 location is the poolId of v2. The id of a v2 station may change "
            "without notice, and v3 does not know it."
        ),
        advice="Ask v2 for the station again: you need the poolId to find the location in v3.",
        fields=("poolId", "id"),
    ),
    Entry(
        code="EV502",
        severity="warning",
        title="Stations of one pool differ",
        message=(
            "v3 has one location for all stations of a pool; the first value is written, this one "
            "is dropped."
        ),
        explanation=(
            "The guide maps pool and station to one thing, the location. Stations of one pool may "
            "have different names, addresses or operators, and a location has room for one."
        ),
        advice="Decide which value is right for your users; the first station of the input wins.",
        fields=("poolId", "name", "address.street", "position.latitude"),
    ),
    Entry(
        code="EV503",
        severity="warning",
        title="EVSEs made from counts",
        message=(
            "The group has no connectorStatuses; as many EVSEs as it has connectors are made, with "
            "synthetic uids."
        ),
        explanation=(
            "A v2 connector is a group of like plugs, and only its statuses name the EVSEs behind "
            "them. Without them one EVSE for each plug is assumed. The uids are always the same "
            "for the same pool, but no other system knows them."
        ),
        advice="Fetch evses/bulk for the pool and convert that, to get the real EVSE ids.",
        fields=(_COUNT, f"{_STATUS}.cpoEvseId"),
    ),
    Entry(
        code="EV505",
        severity="warning",
        title="Connector groups differ",
        message=(
            "v3 has this once per location; the first value is written, this one ({0}) is dropped."
        ),
        explanation=(
            "v2 keeps opening hours and the operator with each group of connectors, v3 with the "
            "location. Groups that differ can't all be kept."
        ),
        advice="Decide which value is right for your users; the first group of the input wins.",
        fields=(
            f"{_GROUP}.supplierName",
            f"{_GROUP}.connectorDetails.open24x7",
            f"{_GROUP}.connectorDetails.openingHours.regularOpeningHours[].daymask",
        ),
        by_argument=True,
    ),
    Entry(
        code="EV506",
        severity="warning",
        title="Number of connectors and statuses differ",
        message=(
            "numberOfConnectors says something else than the number of statuses; the statuses "
            "count."
        ),
        explanation=(
            "Each entry of connectorStatuses is one plug, and becomes one connector in v3. The "
            "number beside them is static data and may be older."
        ),
        advice="Count the connectors of the output.",
        fields=(_COUNT, f"{_STATUS}.cpoEvseId"),
    ),
    Entry(
        code="EV507",
        severity="warning",
        title="Total of connectors differs",
        message=(
            "totalNumberOfConnectors is not the number of connectors in the groups; it is dropped."
        ),
        explanation=(
            "v2 documents the total as the sum over the groups, so it normally says nothing new. "
            "v3 has no such field."
        ),
        advice="Count the connectors of the output.",
        fields=("totalNumberOfConnectors", _COUNT),
    ),
    Entry(
        code="EV508",
        severity="error",
        title="Record without an id",
        message="Neither poolId nor id is there; the location has no id.",
        explanation=(
            "The id of a v3 location is the poolId of v2. Without it a client can neither look "
            "the location up in v3 nor recognise it later."
        ),
        advice="Ask v2 for this record again; don't store the location without an id.",
        fields=("poolId", "id"),
    ),
    Entry(
        code="EV509",
        severity="warning",
        title="Lost with its connector",
        message="No connector or EVSE is written that this value could stand at.",
        explanation=(
            "A connector or an EVSE that v3 can't hold is not written. Everything v2 says about "
            "it goes with it."
        ),
        advice="See the error on the connector; once it is solved, these values are kept.",
    ),
    Entry(
        code="EV510",
        severity="warning",
        title="Status without an EVSE id",
        message="Neither cpoEvseId nor cpoEvseEMI3Id is there; the EVSE gets a synthetic uid.",
        explanation=(
            "v3 requires a uid for each EVSE: the operator's own id. Without one evmap makes a "
            "uid that is always the same for the same pool, but no other system knows it."
        ),
        advice="Fetch evses/bulk for the pool and convert that, to get the real EVSE ids.",
        fields=(f"{_STATUS}.cpoEvseId", f"{_STATUS}.cpoEvseEMI3Id"),
    ),
    Entry(
        code="EV511",
        severity="warning",
        title="Connector id used twice",
        message="Another connector of the same EVSE has this id; a free number is written.",
        explanation=(
            "The id of a connector must be unique within its EVSE in v3 and in OCPI. v2 repeats it "
            "here."
        ),
        advice="Don't use the connector id as a key without the uid of its EVSE.",
        fields=(f"{_STATUS}.cpoConnectorId", f"{_EVSE}.connectors[].id"),
    ),
    Entry(
        code="EV512",
        severity="notice",
        title="EVSE id not of the eMI3 form",
        message="The id is written as it is, though it is no eMI3 id like DE*ICT*E0001897.",
        explanation=(
            "v2 calls the field an eMI3 id, but live data also holds serial numbers. The value is "
            "kept here, strict OCPI has no place for it; country and party of the operator can't "
            "be read from it."
        ),
        advice="Do not take evse_id apart in the client.",
        fields=(f"{_STATUS}.cpoEvseEMI3Id", f"{_EVSE}.cpoEvseEMI3Id"),
    ),
    Entry(
        code="EV513",
        severity="warning",
        title="Entries of one EVSE differ",
        message="Entries of the same EVSE say different things; the first value is written.",
        explanation=(
            "Two entries with one cpoEvseId are two plugs of one EVSE, which has one printed "
            "reference and one eMI3 id in v3."
        ),
        advice="Check with the operator which value stands on the device.",
        fields=(f"{_STATUS}.physicalReference", f"{_STATUS}.cpoEvseEMI3Id"),
    ),
    Entry(
        code="EV514",
        severity="warning",
        title="Impossible number of connectors",
        message=(
            "The number of connectors is not possible; as many as are counted by state, or one, "
            "are assumed."
        ),
        explanation=(
            "Without connectorStatuses, the number tells how many EVSEs to make. It is negative, "
            "or larger than any site (2,000)."
        ),
        advice="Mend the number at its source.",
        fields=(_COUNT,),
    ),
    Entry(
        code="EV515",
        severity="warning",
        title="Number of connectors unknown",
        message=(
            "Neither statuses nor numberOfConnectors is there; as many connectors as are counted "
            "by state, or one, are assumed."
        ),
        explanation=(
            "Statuses or a number tell how many connectors a group has. Both are optional in v2, "
            "and a group has at least one connector."
        ),
        advice="Fetch evses/bulk for the pool and convert that.",
        fields=(_COUNT, f"{_STATUS}.cpoEvseId"),
    ),
    Entry(
        code="EV516",
        severity="notice",
        title="HERE's EVSE id as uid",
        message="The EVSE has no cpoId; HERE's own EVSE id is written as uid.",
        explanation=(
            "The uid of an EVSE in v3 is the operator's id. v2 says that it is not always there; "
            "HERE's id is, and it is unique."
        ),
        advice="Expect another uid when you ask v3 for the same EVSE.",
        fields=(f"{_EVSE}.cpoId", f"{_EVSE}.id"),
    ),
    Entry(
        code="EV517",
        severity="error",
        title="EVSE without an id",
        message="The EVSE has neither cpoId nor id; it is left out.",
        explanation="v3 and OCPI require a uid for each EVSE, and nothing in v2 can stand in here.",
        advice="Ask v2 for evses/bulk again; this EVSE is not in the output.",
        fields=(f"{_EVSE}.cpoId", f"{_EVSE}.id"),
    ),
    Entry(
        code="EV518",
        severity="error",
        title="EVSE without connectors",
        message=(
            "No connector of the EVSE can be written; v3 has no EVSE without one, so it is left "
            "out."
        ),
        explanation=(
            "The EVSE lists no connectors, or each of them has a type without a v3 standard. Its "
            "status has nothing to stand on then."
        ),
        advice="See the findings on its connectors; with a standard for one of them it is written.",
        fields=(f"{_EVSE}.connectors[].typeId",),
    ),
    Entry(
        code="EV519",
        severity="warning",
        title="EVSE id used twice",
        message="Another EVSE of the pool has this id; another uid is written for this one.",
        explanation=(
            "The uid must be unique within a location, and an id of v2 is unique for each operator "
            "only. The eMI3 id stands in, else HERE's id, else a UUID that is made here."
        ),
        advice="Know these EVSEs by their uid, or by their eMI3 id where they have one.",
        fields=(f"{_EVSE}.cpoId", f"{_EVSE}.id"),
    ),
    Entry(
        code="EV520",
        severity="warning",
        title="Pool in several files",
        message=(
            "Another file of the run has this pool, or this station without a pool, too; each file "
            "gets a location of its own with this id."
        ),
        explanation=(
            "The stations of one pool become one location, wherever they stand in a file. Files "
            "are converted each by itself, so a pool that stands in several becomes several "
            "locations with one id. Dumps of different days normally repeat their pools; files "
            "that share one dump normally don't."
        ),
        advice=(
            "Don't load the files together by location id: keep those of one day apart from those "
            "of another. Where a dump was cut in the middle of a pool, convert it in one file."
        ),
        fields=("poolId", "id"),
    ),
    Entry(
        code="EV521",
        severity="warning",
        title="Came twice",
        message=(
            "This came more than once; the newest record of it is written (of equally new ones "
            "the first), and nothing of this one."
        ),
        explanation=(
            "Tiles of a map overlap, and dumps of several days repeat their stations. Records with "
            "one id are one station as it was at several times, not several stations, so its EVSEs "
            "are written once. The newest lastUpdateTimestamp of the station counts; where it is "
            "equal or missing, that of its connector groups; of equal times, the first."
        ),
        advice="Accept it, unless you need the older state: convert its file by itself then.",
        fields=("id", "lastUpdateTimestamp", "stations[].id", f"{_EVSE}.id"),
    ),
    Entry(
        code="EV522",
        severity="warning",
        title="EVSE id of two operators",
        message=(
            "Another EVSE of the location, of another operator or with another eMI3 id, has this "
            "id; another uid is written for this one."
        ),
        explanation=(
            "Each operator gives its ids for itself, so two operators at one site may use the "
            "same. Different eMI3 ids, suppliers or brands show that these are two EVSEs, and a "
            "uid must be unique in a location. The eMI3 id stands in, else a UUID that is made "
            "here."
        ),
        advice="Know these EVSEs by their uid or their eMI3 id, not by cpoEvseId.",
        fields=(f"{_STATUS}.cpoEvseId", f"{_STATUS}.cpoEvseEMI3Id", f"{_GROUP}.supplierName"),
    ),
    Entry(
        code="EV523",
        severity="warning",
        title="Two operators in one location",
        message=(
            "The eMI3 id is one of another operator than {0}, whose location this is in the output."
        ),
        explanation=(
            "OCPI has one country_code and party_id for a location. They are those of the first "
            "EVSE id that proves them; the EVSEs of the other operator keep their own evse_id."
        ),
        advice="Split the location by operator if you send it on as a party of OCPI.",
        fields=(f"{_STATUS}.cpoEvseEMI3Id", f"{_EVSE}.cpoEvseEMI3Id"),
        by_argument=True,
    ),
    Entry(
        code="EV524",
        severity="warning",
        title="eMI3 id of two EVSEs",
        message=(
            "Another EVSE of the location has this eMI3 id; both are written with it, as v2 does."
        ),
        explanation=(
            "An eMI3 id belongs to one EVSE in the world. v2 gives it to two with different ids of "
            "their operator, so one of these values is wrong."
        ),
        advice="Ask the operator which EVSE has the id before you use it as a key.",
        fields=(f"{_STATUS}.cpoEvseEMI3Id", f"{_EVSE}.cpoEvseEMI3Id"),
    ),
    Entry(
        code="EV525",
        severity="warning",
        title="EVSE of two stations",
        message=(
            "Another station of the pool names this EVSE too; the plugs of both are written, so "
            "one may stand there twice."
        ),
        explanation=(
            "An EVSE stands in one station. The id of a station may change without notice, so a "
            "dump of several days may hold one station under two ids, and nothing tells that from "
            "two stations."
        ),
        advice="Count the plugs of this EVSE; convert the newest response by itself if in doubt.",
        fields=("id", "poolId", f"{_STATUS}.cpoEvseId", f"{_STATUS}.cpoEvseEMI3Id"),
    ),
)
