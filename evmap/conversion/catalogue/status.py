"""Status: v2 states to v3 statuses."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV301",
        severity="warning",
        title="Ambiguous status",
        message="v2 {0} has several v3 statuses; {1} is assumed. Other candidates: {2}.",
        advice=(
            "Choose with --status {0}=..., on the page, or let an editor set the preferred one."
        ),
        by_argument=True,
    ),
    Entry(
        code="EV302",
        severity="warning",
        title="Unknown status",
        message="The v2 state {0} is not in the guide; UNKNOWN is written.",
        advice="Check the spelling; if v2 really sends it, report it.",
        by_argument=True,
    ),
    Entry(
        code="EV303",
        severity="notice",
        title="Status of older v2 pages",
        message="UNKNOWN stands only on older v2 pages; it is UNKNOWN in v3 too.",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV304",
        severity="warning",
        title="Plugs of one EVSE in different states",
        message="v3 has one status for the whole EVSE; {0} is written.",
        advice="Read the status per EVSE; v3 does not tell which plug is in use.",
        by_argument=True,
    ),
    Entry(
        code="EV305",
        severity="notice",
        title="Some statuses unknown",
        message="The counts of the group do not cover all its connectors; {0} get UNKNOWN.",
        advice="Nothing to do; v2 does not tell more.",
    ),
    Entry(
        code="EV306",
        severity="warning",
        title="Counts that do not add up",
        message="The count is larger than the connectors that are left; it is dropped.",
        advice="Trust the statuses of evses/bulk rather than the counts.",
    ),
    Entry(
        code="EV307",
        severity="notice",
        title="No status in v2",
        message="v2 gives no live status here; UNKNOWN is written.",
        advice="Ask v3 for the live status.",
    ),
    Entry(
        code="EV308",
        severity="warning",
        title="Count and statuses disagree",
        message=(
            "The count says something else than the statuses of the group; the statuses count."
        ),
        advice="Trust the statuses.",
    ),
    Entry(
        code="EV309",
        severity="notice",
        title="Status of a connector for its EVSE",
        message="The EVSE has no state of its own; that of its first connector with one is written.",
        advice="Nothing to do.",
    ),
)
