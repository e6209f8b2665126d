"""Connectors: type ids, standards, format."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_TYPE_ID = f"{_GROUP}.connectorType.id"
_TYPE_NAME = f"{_GROUP}.connectorType.name"

#: A connector type stands in two answers.
_IDS = (_TYPE_ID, "stations[].evses[].connectors[].typeId")

ENTRIES = (
    Entry(
        code="EV201",
        severity="error",
        title="Connector type without a v3 standard",
        message=(
            "v2 connector id {0} has no v3 standard; its connectors are left out. Candidate "
            "successors (not from HERE): {1}."
        ),
        explanation=(
            "HERE's migration guide marks this v2 id as deprecated and names no v3 standard for "
            "it. v3 and OCPI require a standard for each connector, so the connector can't be "
            "written. The candidates are evmap's own reasoning."
        ),
        advice=(
            "Look at the candidates on the connector's page. evmap writes them on request where "
            "there is just one, or where the current tells which; otherwise treat these "
            "connectors in your own code. With the command: --accept-successors."
        ),
        fields=_IDS,
        by_argument=True,
    ),
    Entry(
        code="EV202",
        severity="error",
        title="Unknown connector type id",
        message="v2 connector id {0} is not in the guide (0 to 68); its connectors are left out.",
        explanation=(
            "The migration guide is complete for the v2 ids 0 to 68. Any other id has no meaning "
            "that could be looked up, and v3 and OCPI require a standard for each connector."
        ),
        advice="Look the id up in HERE's guide of today; if HERE has added it, report it.",
        fields=_IDS,
        by_argument=True,
    ),
    Entry(
        code="EV203",
        severity="warning",
        title="Connector id that HERE does not use",
        message=(
            "The guide marks v2 connector id {0} as not used; {1} is written, which OCPI does not "
            "have."
        ),
        explanation=(
            "The ids 0 and 1 stand for an unspecified and for another connector. The guide gives "
            "them values of v3 but says that they are not used. Neither value tells which plug "
            "fits."
        ),
        advice="Let the client show such a connector as unknown, and ask HERE for its type.",
        fields=_IDS,
        by_argument=True,
    ),
    Entry(
        code="EV204",
        severity="warning",
        bucket="decide",
        title="Industrial red socket without a size",
        message=(
            "v2 id {0} stands for several standards, and neither current nor power tells which; "
            "{1} is assumed. Other candidates: {2}."
        ),
        explanation=(
            "IEC 60309 three-phase sockets come for 16, 32 and 63 or 64 A; v2 has one id for all, "
            "v3 one standard for each. The size follows from ampsRange or amps, else from a power "
            "of about 11, 22 or 44 kW, or one that the smallest does not carry. Here there is no "
            "current, and every size carries the power, if there is one."
        ),
        advice="Add ampsRange to the v2 data if you know it, or ask the operator for the size.",
        fields=(_TYPE_ID, f"{_GROUP}.chargingPoint.ampsRange", f"{_GROUP}.maxPowerLevel"),
        by_argument=True,
    ),
    Entry(
        code="EV205",
        severity="warning",
        bucket="decide",
        title="Successor accepted",
        message=(
            "v2 connector id {0} is deprecated; its candidate {1} (not from HERE) is written as "
            "you asked."
        ),
        explanation=(
            "The guide names no v3 standard for a deprecated id. You asked for evmap's candidates "
            "where there is a single one, or where the size of the socket tells which, so the "
            "connector is written with it, as assumed."
        ),
        advice="Check that the candidate is right for your sites; its page says how sure it is.",
        fields=_IDS,
        by_argument=True,
    ),
    Entry(
        code="EV206",
        severity="warning",
        title="Name of another connector id",
        message=(
            "The name does not belong to connector id {0} but to {1}; the id counts, the name is "
            "dropped."
        ),
        explanation=(
            "v2 writes a connector type twice, as an id and as a name. Here they contradict each "
            "other. The id is what the guide maps, so it decides."
        ),
        advice="Find out which of the two is right; if it is the name, mend the id.",
        fields=(_TYPE_ID, _TYPE_NAME),
        by_argument=True,
    ),
    Entry(
        code="EV207",
        severity="warning",
        title="Unknown connector name",
        message=(
            "Neither the guide nor an older v2 page gives this name to connector id {0}; the id "
            "counts, the name is dropped."
        ),
        explanation=(
            "A name that v2 documents says the same as the id, so nothing is lost with it. This "
            "one is not documented and may say more. v3 has no names of connector types in a "
            "location."
        ),
        advice="Use the id, and take names for your users from the standard.",
        fields=(_TYPE_NAME,),
        by_argument=True,
    ),
    Entry(
        code="EV208",
        severity="error",
        title="Connector without a type",
        message=(
            "There is no connector type id, and no name that belongs to just one; the connectors "
            "are left out."
        ),
        explanation=(
            "v3 and OCPI require a standard for each connector, and it follows from the v2 type "
            "id. A name stands in for the id only where v2 documents it for exactly one id: "
            "another name may be cut, translated or wrong."
        ),
        advice="Ask v2 again for this station; its connectors are not in the output.",
        fields=_IDS,
    ),
    Entry(
        code="EV210",
        severity="error",
        title="Format unknown",
        message=(
            "v2 does not say whether a cable is attached (fixedCable); format is left out. v3 and "
            "OCPI require it."
        ),
        explanation=(
            "A connector is a SOCKET or a CABLE in v3. v2 says so with fixedCable, which may be "
            "missing. Direct current always comes with a cable; with alternating current both are "
            "common, so nothing is assumed."
        ),
        advice="Let the client treat a missing format as unknown: a driver may need a cable.",
        fields=(f"{_GROUP}.fixedCable",),
    ),
    Entry(
        code="EV211",
        severity="notice",
        title="Industrial red socket by its size",
        message="v2 id {0} stands for several standards; {1} was taken because of {2}.",
        explanation=(
            "IEC 60309 three-phase sockets come for 16, 32 and 63 or 64 A; v2 has one id for all, "
            "v3 one standard for each. The smallest one that carries the current is taken, else "
            "the one of this power."
        ),
        advice="Nothing to do.",
        fields=(_TYPE_ID, f"{_GROUP}.chargingPoint.ampsRange", f"{_GROUP}.maxPowerLevel"),
        by_argument=True,
    ),
    Entry(
        code="EV212",
        severity="warning",
        title="Connector type by its name",
        message="There is no connector type id; the name is that of id {0}, which is assumed.",
        explanation=(
            "v2 writes a connector type twice, as an id and as a name. The id is what the guide "
            "maps; it is missing here, but v2 documents the name for one id only."
        ),
        advice="Ask v2 again to be sure; accept it if the name is right.",
        fields=(_TYPE_ID, _TYPE_NAME),
        by_argument=True,
    ),
    Entry(
        code="EV213",
        severity="warning",
        title="More than any size of the socket carries",
        message=(
            "v2 id {0} stands for several standards, and {1} is more than the largest carries; "
            "{2} is assumed. Other candidates: {3}."
        ),
        explanation=(
            "IEC 60309 three-phase sockets of v3 come for 16, 32 and 63 or 64 A. There are sockets "
            "for 125 A, but v3 and OCPI have no standard for them. The largest socket is the "
            "nearest."
        ),
        advice="Ask the operator which socket it is: a plug for 64 A does not fit one for 125 A.",
        fields=(_TYPE_ID, f"{_GROUP}.chargingPoint.ampsRange", f"{_GROUP}.maxPowerLevel"),
        by_argument=True,
    ),
    Entry(
        code="EV214",
        severity="warning",
        title="American plug in Europe",
        message=(
            "The guide gives {0} for this v2 id, but in {1} public chargers have type 2 or CCS "
            "instead; the guide's standard is written."
        ),
        explanation=(
            "SAE J3400 (NACS) is the plug that Tesla uses in North America. In Europe its stations "
            "have type 2 or CCS, as EU law (2014/94/EU) asks for, and v2 may mean one of these."
        ),
        advice="Ask the operator which plug it is; TESLA_S or IEC_62196_T2 may be meant.",
        fields=_IDS,
        by_argument=True,
    ),
)
