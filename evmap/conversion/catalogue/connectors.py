"""Connectors: type ids, standards, format."""

from __future__ import annotations

from evmap.conversion.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="EV201",
        severity="error",
        title="Connector type without a v3 standard",
        message=(
            "v2 connector id {0} has no v3 standard; its connectors are left out. Candidate "
            "successors (not from HERE): {1}."
        ),
        advice=(
            "Accept the single-valued candidates (--accept-successors), or treat these "
            "connectors in your own code."
        ),
        by_argument=True,
    ),
    Entry(
        code="EV202",
        severity="error",
        title="Unknown connector type id",
        message="v2 connector id {0} is not in the guide (0 to 68); its connectors are left out.",
        advice="Look the id up in the guide of today; if HERE added it, report it.",
        by_argument=True,
    ),
    Entry(
        code="EV203",
        severity="warning",
        title="Connector id that HERE does not use",
        message=(
            "The guide marks v2 connector id {0} as not used; {1} is written, which OCPI does "
            "not have."
        ),
        advice="Ask HERE for the real type of these connectors.",
        by_argument=True,
    ),
    Entry(
        code="EV204",
        severity="warning",
        title="Industrial red socket without a size",
        message=(
            "v2 id 36 stands for several standards, and neither current nor power tells "
            "which; {0} is assumed. Other candidates: {1}."
        ),
        advice="Take the size from the v2 ampsRange, or ask the operator.",
        by_argument=True,
    ),
    Entry(
        code="EV205",
        severity="warning",
        title="Successor accepted",
        message=(
            "v2 connector id {0} is deprecated; its candidate {1} (not from HERE) is written "
            "as you asked."
        ),
        advice="Check that the candidate is right for your sites.",
        by_argument=True,
    ),
    Entry(
        code="EV206",
        severity="warning",
        title="Name of another connector id",
        message=(
            "The name does not belong to connector id {0} but to {1}; the id counts, the name "
            "is dropped."
        ),
        advice="Find out which of the two is right.",
        by_argument=True,
    ),
    Entry(
        code="EV207",
        severity="warning",
        title="Unknown connector name",
        message=(
            "Neither the guide nor an older v2 page gives this name to connector id {0}; the "
            "id counts, the name is dropped."
        ),
        advice="Use the id; v3 has no names of connector types in a location.",
        by_argument=True,
    ),
    Entry(
        code="EV208",
        severity="error",
        title="Connector without a type",
        message="The connector group has no connectorType.id; its connectors are left out.",
        advice="Nothing can be done with the output; ask v2 again.",
    ),
    Entry(
        code="EV210",
        severity="error",
        title="Format unknown",
        message=(
            "v2 does not say whether a cable is attached (fixedCable); format is left out. v3 "
            "and OCPI require it."
        ),
        advice="Let the client treat a missing format as unknown.",
    ),
    Entry(
        code="EV211",
        severity="notice",
        title="Industrial red socket by its size",
        message="v2 id 36 stands for several standards; {0} was taken because of {1}.",
        advice="Nothing to do.",
        by_argument=True,
    ),
)
