"""Target: what the asked form requires or cannot hold."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV601",
        severity="error",
        title="Required field missing",
        message="{1} requires {0}, and v2 does not hold it. {2}",
        advice="{2}",
        by_argument=True,
    ),
    Entry(
        code="EV602",
        severity="error",
        title="Standard that the target lacks",
        message="{1} has no connector standard {0}; these connectors are left out.",
        advice="Ask for a newer target, or agree with the receiver on a substitute.",
        by_argument=True,
    ),
    Entry(
        code="EV603",
        severity="warning",
        title="Status that the target lacks",
        message="{1} has no status {0}; UNKNOWN is written.",
        advice="Choose another status with --status.",
        by_argument=True,
    ),
    Entry(
        code="EV604",
        severity="warning",
        title="Text too long or with control characters",
        message="{0} holds at most {1} characters; the text was cut or cleaned.",
        advice="Keep the full text in your own data if you need it.",
        by_argument=True,
    ),
    Entry(
        code="EV605",
        severity="notice",
        title="Pool id shortened",
        message=(
            "The pool id is too long for OCPI; the id inside it is written, which leads back "
            "to the pool."
        ),
        advice="Join v3 and OCPI data by the decoded part of the pool id.",
    ),
    Entry(
        code="EV606",
        severity="warning",
        title="Id replaced by a UUID",
        message=(
            "{0} does not fit OCPI (36 printable ASCII characters); a UUID made from it is "
            "written, always the same."
        ),
        advice="Keep a table of both ids if you must go back.",
        by_argument=True,
    ),
    Entry(
        code="EV607",
        severity="warning",
        title="Decimals of a position cut",
        message="OCPI has at most seven decimals (about a centimetre).",
        advice="Nothing to do.",
    ),
    Entry(
        code="EV608",
        severity="warning",
        title="Value that does not fit",
        message="{0} of OCPI cannot hold this value; it is left out.",
        advice="Mend the value at its source.",
        by_argument=True,
    ),
)
