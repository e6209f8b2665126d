"""Structure: pools, stations, EVSEs and what joins them."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV501",
        severity="warning",
        title="Station without a pool",
        message="poolId is missing; the unstable station id stands in for the location id.",
        advice="Ask v2 for the poolId: v3 knows only that.",
    ),
    Entry(
        code="EV502",
        severity="warning",
        title="Stations of one pool differ",
        message=(
            "v3 has one location for all stations of a pool; the first value is written, this "
            "one is dropped."
        ),
        advice="Decide which value is right for your users.",
    ),
    Entry(
        code="EV503",
        severity="warning",
        title="EVSEs made from counts",
        message=(
            "The group has no connectorStatuses; as many EVSEs as it has connectors are made, "
            "with synthetic uids."
        ),
        advice="Join with evses/bulk to get the real EVSE ids.",
    ),
    Entry(
        code="EV504",
        severity="warning",
        title="Pool that comes back",
        message=(
            "The pool occurred earlier in the stream, and its location was already written; a "
            "second one is written."
        ),
        advice="Convert a file rather than a pipe, or sort the records by poolId.",
    ),
    Entry(
        code="EV505",
        severity="warning",
        title="Connector groups differ",
        message=(
            "v3 has this once per location; the first value is written, this one ({0}) is dropped."
        ),
        advice="Decide which value is right for your users.",
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
        advice="Trust the statuses.",
    ),
    Entry(
        code="EV507",
        severity="warning",
        title="Total of connectors differs",
        message=(
            "totalNumberOfConnectors is not the number of connectors in the groups; it is dropped."
        ),
        advice="Count the connectors.",
    ),
    Entry(
        code="EV508",
        severity="error",
        title="Record without an id",
        message="Neither poolId nor id is there; the location has no id.",
        advice="Nothing can be done with the output; ask v2 again.",
    ),
    Entry(
        code="EV509",
        severity="warning",
        title="Lost with its connector",
        message="The connector that this value belongs to is left out.",
        advice="See the finding on the connector.",
    ),
    Entry(
        code="EV510",
        severity="warning",
        title="Status without an EVSE id",
        message="Neither cpoEvseId nor cpoEvseEMI3Id is there; the EVSE gets a synthetic uid.",
        advice="Join with evses/bulk to get the real EVSE ids.",
    ),
    Entry(
        code="EV511",
        severity="warning",
        title="Connector id used twice",
        message="Another connector of the same EVSE has this id; a free number is written.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV512",
        severity="notice",
        title="EVSE id not of the eMI3 form",
        message="The id is written as it is, though it is no eMI3 id like DE*ICT*E0001897.",
        advice="Do not parse evse_id.",
    ),
    Entry(
        code="EV513",
        severity="warning",
        title="Entries of one EVSE differ",
        message="Entries of the same EVSE say different things; the first value is written.",
        advice="Trust the first, or ask v2 again.",
    ),
    Entry(
        code="EV514",
        severity="warning",
        title="Impossible number of connectors",
        message="The number of connectors is not possible; one connector is assumed.",
        advice="Mend it at its source.",
    ),
    Entry(
        code="EV515",
        severity="warning",
        title="Number of connectors unknown",
        message="Neither statuses nor numberOfConnectors is there; one connector is assumed.",
        advice="Ask v2 for evses/bulk.",
    ),
    Entry(
        code="EV516",
        severity="notice",
        title="HERE's EVSE id as uid",
        message="The EVSE has no cpoId; HERE's own EVSE id is written as uid.",
        advice="Nothing to do in most clients.",
    ),
    Entry(
        code="EV517",
        severity="error",
        title="EVSE without an id",
        message="The EVSE has neither cpoId nor id; it is left out.",
        advice="Nothing can be done with the output; ask v2 again.",
    ),
    Entry(
        code="EV518",
        severity="error",
        title="EVSE without connectors",
        message="No connector of the EVSE can be written; v3 has no EVSE without one, so it is left out.",
        advice="See the findings on its connectors.",
    ),
)
