"""Target: what the asked form requires or cannot hold."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"
_STATUS = f"{_GROUP}.connectorStatuses.connectorStatus[]"

ENTRIES = (
    Entry(
        code="EV601",
        severity="error",
        title="Required field missing",
        message="{1} requires {0}, and v2 holds no value for it that can be used.",
        explanation=(
            "A receiver of this form refuses an object without the field. evmap writes it from "
            "another v2 value where that is honest, or from an option, and never makes it up."
        ),
        advice="{2}",
        by_argument=True,
    ),
    Entry(
        code="EV602",
        severity="error",
        title="Standard that the target lacks",
        message="{1} has no connector standard {0}; these connectors are left out.{2}",
        explanation=(
            "The lists of standards differ: OCPI has no value for an unknown connector, and 2.2.1 "
            "has neither MCS nor SAE_J3400, which came with 2.3.0. Where an older standard means "
            "the same plug, as TESLA_S does for SAE_J3400, evmap names it but does not write it."
        ),
        advice="Convert to a target that has the standard, such as ocpi-2.3.0 or v3.",
        fields=(f"{_GROUP}.connectorType.id", "stations[].evses[].connectors[].typeId"),
        by_argument=True,
    ),
    Entry(
        code="EV603",
        severity="warning",
        bucket="decide",
        title="Status that the target lacks",
        message="{1} has no status {0}; UNKNOWN is written.",
        explanation=(
            "The lists of statuses differ: the guide and HERE's v3 have OPERATIONAL, OCPI does "
            "not; HERE's v3 has neither PLANNED nor REMOVED."
        ),
        advice="Choose a status that the target has. With the command: --status V2=V3.",
        fields=(f"{_STATUS}.state", "stations[].evses[].state"),
        by_argument=True,
    ),
    Entry(
        code="EV604",
        severity="warning",
        title="Text too long or with control characters",
        message="{0} holds at most {1} characters; the text was cut or cleaned.",
        explanation=(
            "OCPI limits the length of its texts and allows no tabs, line breaks or other control "
            "characters in them. v2 does neither."
        ),
        advice="Keep the full text in your own data if you need it.",
        fields=("name", "address.city", "address.postalCode", f"{_STATUS}.physicalReference"),
        by_argument=True,
    ),
    Entry(
        code="EV605",
        severity="notice",
        title="Pool id shortened",
        message=(
            "The pool id is too long for OCPI; the id inside it is written, which leads back to "
            "the pool."
        ),
        explanation=(
            "An OCPI id has at most 36 characters, a pool id of v2 has about 50. Behind its first "
            "dash stands an id in base64, which is short enough and belongs to this pool alone."
        ),
        advice="Join v3 and OCPI data by the decoded part of the pool id.",
        fields=("poolId",),
    ),
    Entry(
        code="EV606",
        severity="warning",
        title="Id replaced by a UUID",
        message=(
            "{0} does not fit OCPI (36 printable ASCII characters); a UUID made from it is "
            "written, always the same."
        ),
        explanation=(
            "OCPI refuses longer ids and other characters. A UUID (version 5) made from the id is "
            "stable, but the id can't be read back from it."
        ),
        advice="Keep a table of both ids if you must go back.",
        fields=("poolId", "id", f"{_STATUS}.cpoEvseId", f"{_STATUS}.cpoConnectorId"),
        by_argument=True,
    ),
    Entry(
        code="EV607",
        severity="warning",
        title="Decimals of a position cut",
        message="OCPI has at most seven decimals; the rest is cut off.",
        explanation=(
            "OCPI writes a latitude in at most 10 characters and a longitude in at most 11, with "
            "five to seven decimals. Seven decimals are about a centimetre."
        ),
        advice="Accept it: the difference is too small for any map.",
        fields=(
            "position.latitude",
            "position.longitude",
            "entrancePosition.latitude",
            "entrancePosition.longitude",
        ),
    ),
    Entry(
        code="EV608",
        severity="warning",
        title="Value that does not fit",
        message="{0} cannot hold this value; it is left out.",
        explanation=(
            "Cutting a phone number, a web address, a country code or an EVSE id would make it "
            "wrong, so a value that is too long or of another form is not written at all."
        ),
        advice="Mend the value at its source.",
        fields=(
            "address.country",
            "contacts.phone[].value",
            "contacts.website[].value",
            f"{_STATUS}.cpoEvseEMI3Id",
        ),
        by_argument=True,
    ),
    Entry(
        code="EV609",
        severity="warning",
        title="Provider without name or partner id",
        message="HERE v3 names a provider by name and partner id; this entry lacks one of them.",
        explanation=(
            "BusinessDetails of HERE v3 requires both. The partner id is the one of v2's roaming "
            "entries; it can't be made up from a name."
        ),
        advice="Look the partner_id up in v2's roamings response, or in v3's countryMetadata.",
        fields=("roaming[].emsp", "roaming[].partner_id", "roaming[].ema_id[]"),
    ),
    Entry(
        code="EV610",
        severity="warning",
        title="Private site",
        message="HERE v3 leaves private sites out and has no word for them; this site is private.",
        explanation=(
            "restrictions of HERE v3 tell who may use a site that the public can find. Private "
            "sites are not in v3's data, so a client of v3 would not see this location at all."
        ),
        advice="Drop the location from what you publish, or keep the fact in your own data.",
        fields=("evStationDetails.privateAccess", "evStationDetails.accessibilityType"),
    ),
    Entry(
        code="EV611",
        severity="warning",
        title="Restricted access",
        message="OCPI has no word for a site that only some may use; RESTRICTED is dropped.",
        explanation=(
            "publish of OCPI tells whether the public may see a site, not who may use it. "
            "RESTRICTED says neither that it may nor that it may not."
        ),
        advice=(
            "Say whether the public may see the location, and keep the restriction in your own "
            "data. With the command: --publish or --no-publish."
        ),
        fields=("evStationDetails.accessibilityType",),
    ),
    Entry(
        code="EV612",
        severity="warning",
        title="Payment type that OCPI lacks",
        message="Among the capabilities of an OCPI EVSE there is none for {0}; it is dropped.",
        explanation=(
            "Of the types of v2's other payment methods, OCPI knows cards without contact and RFID "
            "readers. Apps, codes and text messages at the terminal have no capability. Plug and "
            "Charge is one of a connector, in OCPI 2.3.0 alone, and by the version of ISO 15118, "
            "which v2 does not tell."
        ),
        advice="Ask for here-v3, which has a word for each of them, or keep them in your own data.",
        fields=("evStationDetails.paymentMethods.other.types.type[]",),
        by_argument=True,
    ),
    Entry(
        code="EV613",
        severity="notice",
        title="EVSEs dated by their station",
        message="HERE v3 requires the time of each status; the station's own time stands in.",
        explanation=(
            "Neither the connector group nor its charging point tells when the status changed. "
            "v2 describes the station's time as the newest of its connectors."
        ),
        advice="Ask v2's evses/bulk for the time of each EVSE.",
        fields=("lastUpdateTimestamp",),
    ),
    Entry(
        code="EV615",
        severity="error",
        title="No position",
        message="v2 holds no usable position, so the location can't be shown on a map.",
        explanation=(
            "v2 documents the position of a station as always there, and HERE's v3 and OCPI "
            "require it. It is missing here, incomplete or on no map, or the response is one of "
            "evses/bulk, which has none."
        ),
        advice="Ask v2 for the station again, or add the position to the output.",
        fields=("position.latitude", "position.longitude"),
    ),
    Entry(
        code="EV616",
        severity="warning",
        title="Expected, but not there",
        message="{0} is not written: v2 holds no usable value for it.",
        explanation=(
            "Clients expect an address, a country and the time of the last change of each "
            "location, and strict OCPI requires them. The form that was asked for does without."
        ),
        advice="Supply it yourself, or treat it as unknown.",
        fields=("address.street", "address.country", "lastUpdateTimestamp"),
        by_argument=True,
    ),
    Entry(
        code="EV617",
        severity="warning",
        title="Labels that would be alike",
        message=(
            "physical_reference holds at most 16 characters, and two labels of the site begin with "
            "the same; this one is left out."
        ),
        explanation=(
            "The label is what drivers look for on the device. Cut to the length of OCPI, several "
            "EVSEs would have one label, which leads to the wrong one."
        ),
        advice="Use here-v3 or v3, which keep the label, or shorter labels.",
        fields=(f"{_STATUS}.physicalReference",),
    ),
)
