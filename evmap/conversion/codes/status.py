"""Status: v2 states to v3 statuses."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_POINT = f"{_GROUP}.chargingPoint"
_STATE = f"{_GROUP}.connectorStatuses.connectorStatus[].state"
_EVSE_STATE = "stations[].evses[].state"
_COUNTS = (
    f"{_POINT}.numberOfAvailable",
    f"{_POINT}.numberOfInUse",
    f"{_POINT}.numberOfReserved",
    f"{_POINT}.numberOfOutOfService",
)

ENTRIES = (
    Entry(
        code="EV301",
        severity="warning",
        bucket="decide",
        title="Ambiguous status",
        message="v2 {0} has several v3 statuses; {1} is assumed. Other candidates: {2}.",
        explanation=(
            "The guide gives two v3 statuses for each of OUT_OF_SERVICE, OFFLINE and OTHER, and "
            "v2 does not tell them apart. The preferred one is written: the first in the guide's "
            "order, unless an editor or you chose the other."
        ),
        advice=(
            "Decide which status is right for your users. UNKNOWN may be chosen too: it claims "
            "nothing. With the command: --status {0}=STATUS."
        ),
        fields=(_STATE, _EVSE_STATE),
        by_argument=True,
    ),
    Entry(
        code="EV302",
        severity="warning",
        bucket="decide",
        title="Unknown status",
        message="The v2 state {0} is not in the guide; it counts as UNKNOWN.",
        explanation=(
            "The guide maps the documented v2 states, in any case. The numbers 0 to 9 of an older "
            "list are read too (EV310). For another text there is no v3 status, and UNKNOWN is the "
            "one that claims nothing."
        ),
        advice="Check the spelling; if v2 really sends this state, report it.",
        fields=(_STATE, _EVSE_STATE),
        by_argument=True,
    ),
    Entry(
        code="EV303",
        severity="notice",
        title="Status of older v2 pages",
        message="UNKNOWN stands only on older v2 pages; it is UNKNOWN in v3 too.",
        explanation=(
            "Older pages of v2 list the state UNKNOWN for an EVSE. The guide's status table does "
            "not have it, but v3 has a status of the same name and meaning."
        ),
        advice="Nothing to do.",
        fields=(_STATE, _EVSE_STATE),
    ),
    Entry(
        code="EV304",
        severity="warning",
        bucket="decide",
        title="Plugs of one EVSE in different states",
        message="v3 has one status for the whole EVSE; that of another plug is written.",
        explanation=(
            "v2 has a state for each plug, v3 one for the EVSE, of which one plug can be used at "
            "a time. The status of the busiest plug is written: CHARGING before RESERVED before "
            "AVAILABLE before the rest."
        ),
        advice="Read the status per EVSE; v3 does not tell which plug is in use.",
        fields=(_STATE,),
    ),
    Entry(
        code="EV305",
        severity="notice",
        title="Some statuses unknown",
        message="The counts of the group do not cover all its connectors; the rest get UNKNOWN.",
        explanation=(
            "Without connectorStatuses, the statuses come from the group's counts. Their sum is "
            "smaller than the number of connectors, and nothing says what the others do."
        ),
        advice="Nothing to do: v2 does not tell more. v3 gives the live status of each EVSE.",
        fields=_COUNTS,
    ),
    Entry(
        code="EV306",
        severity="warning",
        title="Counts that do not add up",
        message=(
            "The count is below zero, or larger than the connectors that are left; it is dropped."
        ),
        explanation=(
            "Without connectorStatuses, the statuses come from the group's counts. More of them "
            "than there are connectors cannot be true, and nothing says which count is wrong."
        ),
        advice="Ask v2 for evses/bulk: it gives each EVSE its own state.",
        fields=_COUNTS,
    ),
    Entry(
        code="EV307",
        severity="notice",
        title="No status in v2",
        message="v2 gives no live status here; UNKNOWN is written.",
        explanation=(
            "v3 requires a status for each EVSE. v2 leaves live data out where it has none, so "
            "UNKNOWN is written and marked as assumed."
        ),
        advice="Ask v3 for the live status.",
        fields=(_STATE, *_COUNTS, _EVSE_STATE),
    ),
    Entry(
        code="EV308",
        severity="warning",
        title="Count and statuses disagree",
        message=(
            "The count says something else than the statuses of the group; the statuses count."
        ),
        explanation=(
            "v2 tells the state of each plug and, beside that, how many are in which state. They "
            "come at different times and may differ. The states name the EVSE, so they are taken."
        ),
        advice="Use the statuses; recount them where your client shows a count.",
        fields=_COUNTS,
    ),
    Entry(
        code="EV309",
        severity="notice",
        title="Status of a connector for its EVSE",
        message="The EVSE has no state of its own; that of a connector is written.",
        explanation=(
            "In evses/bulk both an EVSE and its connectors may have a state. v3 has one status, "
            "for the EVSE."
        ),
        advice="Nothing to do.",
        fields=(_EVSE_STATE, "stations[].evses[].connectors[].state"),
    ),
    Entry(
        code="EV310",
        severity="warning",
        title="Number of a retired list of states",
        message="The v2 state {0} is a number of a retired list; it counts as {1}.",
        explanation=(
            "Older v2 pages number the states from 0 (Unspecified) to 9 (Other). The guide has no "
            "numbers, so evmap's table of them is read: it gives the v3 status of the same word."
        ),
        advice="Ask v2 again: today it writes states as words.",
        fields=(_STATE, _EVSE_STATE),
        by_argument=True,
    ),
    Entry(
        code="EV311",
        severity="warning",
        title="Status by your choice",
        message="The guide gives {1} for v2 {0}; {2} is written as you chose.",
        explanation=(
            "UNKNOWN may be chosen for any v2 state, where a client must not rely on it. What v2 "
            "says is lost."
        ),
        advice="Leave the choice of {0} out to write what the guide gives.",
        fields=(_STATE, _EVSE_STATE),
        by_argument=True,
    ),
)
