"""Fields: values that shrink or vanish on the way; names, contacts, places and times."""

from __future__ import annotations

from evmap.conversion.codes.entry import Entry

_GROUP = "connectors.connector[]"

#: Timestamps of a station, and those of its groups.
_STATION_TIMES = ("lastUpdateTimestamp", "LastUpdatedTimeStamp")
_GROUP_TIMES = (f"{_GROUP}.lastUpdateTimestamp", f"{_GROUP}.chargingPoint.lastUpdateTimestamp")
_POOL_TIMES = (
    "stations[].evses[].last_updated",
    "stations[].evses[].connectors[].last_updated",
)

_PHONES = ("contacts.phone[].value", f"{_GROUP}.supplierContacts.phone[].value")

ENTRIES = (
    Entry(
        code="EV401",
        severity="notice",
        title="Deprecated v2 field",
        message="HERE has deprecated this v2 field.",
        explanation=(
            "HERE's v2 pages mark the field as deprecated or no longer list it. It may still be in "
            "a response. What became of its value stands in the ledger and, where something is "
            "lost, in another finding."
        ),
        advice="Read {0} instead, also as long as you use v2.",
        by_argument=True,
    ),
    Entry(
        code="EV402",
        severity="warning",
        title="No place in the target",
        message="{0}",
        explanation=(
            "The target has no field for this value. It is not squeezed into another one, where "
            "nobody would look for it."
        ),
        advice="Stop reading this value, or keep it in your own data beside the location id.",
        by_argument=True,
    ),
    Entry(
        code="EV403",
        severity="warning",
        title="Part of the value is lost",
        message="{0}",
        explanation=(
            "The target has a field for this value, but a narrower one: part of what v2 says does "
            "not fit."
        ),
        advice="Check whether your client needs the lost part; if so, keep the v2 value.",
        by_argument=True,
    ),
    Entry(
        code="EV404",
        severity="notice",
        title="Said by another value",
        message="{0}",
        explanation=(
            "The target has no field for this value, and needs none: another value of the output "
            "says the same. The field map names it."
        ),
        advice="Read the other value in the new form.",
        by_argument=True,
        loss="elsewhere",
    ),
    Entry(
        code="EV409",
        severity="notice",
        title="About the request, not the station",
        message="{0}",
        explanation=(
            "The value tells of the request or of the page, such as how many stations a response "
            "holds. It is not lost: the next response has its own."
        ),
        advice="Take it from the response of the new API, where your client needs it.",
        by_argument=True,
        loss="request",
    ),
    Entry(
        code="EV429",
        severity="warning",
        title="Further contact",
        message="v3 has one phone number and one website; further ones are dropped.",
        explanation=(
            "v2 lists any number of contacts of each kind, without saying which is the main one. "
            "The first of the list is written."
        ),
        advice="Keep the others in your own data if your users call them.",
        fields=("contacts.phone[].value", "contacts.website[].value", "contacts.www[].value"),
    ),
    Entry(
        code="EV430",
        severity="warning",
        title="Region beside state",
        message="v3 has one state; the region differs from it and is dropped.",
        explanation=(
            "A v2 address has both state and region, v3 and OCPI have a state only. The region is "
            "written where there is no state."
        ),
        advice="Keep the region in your own data if you show it.",
        fields=("address.region", "address.state"),
    ),
    Entry(
        code="EV431",
        severity="warning",
        title="Older timestamp",
        message="A newer timestamp of the same thing is written; this one is dropped.",
        explanation=(
            "v2 dates a station, its groups and their charging points, v3 the location and each "
            "EVSE. Where several times meet in one field, the newest is written."
        ),
        advice="Accept it, unless you compare these times.",
        fields=(*_STATION_TIMES, *_GROUP_TIMES),
    ),
    Entry(
        code="EV432",
        severity="warning",
        title="Brand differs from the operator",
        message="v3 has one operator; supplierName is written, the brand is dropped.",
        explanation=(
            "HERE's v2 pages say that brand and supplierName both name the operator. Where they "
            "differ, supplierName is taken: it stands with the connectors."
        ),
        advice="Keep the brand in your own data if your users know it.",
        fields=("brand", f"{_GROUP}.supplierName"),
    ),
    Entry(
        code="EV433",
        severity="warning",
        title="Contact of another supplier",
        message=(
            "v3 has one phone number and one website per location; this one differs and is dropped."
        ),
        explanation=(
            "v2 keeps contacts with the station and with each group of connectors, v3 with the "
            "location. The station's own contact is taken before those of its groups."
        ),
        advice="Keep the contact in your own data if your users call the supplier.",
        fields=(
            "contacts.phone[].value",
            f"{_GROUP}.supplierContacts.phone[].value",
            f"{_GROUP}.supplierContacts.website[].value",
        ),
    ),
    Entry(
        code="EV434",
        severity="warning",
        title="Position that is on no map",
        message="Latitude or longitude is missing or out of range; the position is dropped.",
        explanation=(
            "A position needs a latitude from -90 to 90 and a longitude from -180 to 180. With one "
            "of them missing or impossible, the other is of no use."
        ),
        advice="Mend the position at its source; a client can't show this location on a map.",
        fields=(
            "position.latitude",
            "position.longitude",
            "entrancePosition.latitude",
            "entrancePosition.longitude",
        ),
    ),
    Entry(
        code="EV435",
        severity="warning",
        title="Timestamp not understood",
        message="The timestamp is of no form that v2 writes, or no moment; it is dropped.",
        explanation=(
            "v2 writes times like 2019-03-12T13:36:40.919Z, or with an offset like +0100. The "
            "order of day and month of another form would be a guess."
        ),
        advice="Mend the time at its source.",
        fields=(*_STATION_TIMES, *_GROUP_TIMES, *_POOL_TIMES),
    ),
    Entry(
        code="EV436",
        severity="notice",
        title="Timestamp turned to UTC",
        message="The timestamp had an offset or an unusual form; it is written in UTC with Z.",
        explanation=(
            "v2 writes times in UTC or with an offset such as +0100, v3 and OCPI in UTC. It is the "
            "same moment."
        ),
        advice="Nothing to do; don't compare the texts of both sides.",
        fields=(*_STATION_TIMES, *_GROUP_TIMES, *_POOL_TIMES),
    ),
    Entry(
        code="EV437",
        severity="warning",
        title="House number without a street",
        message="There is no street to go with the number; it is dropped.",
        explanation=(
            "OCPI has one line for street and number. A number alone would be taken for an address."
        ),
        advice="Add the street at its source.",
        fields=("address.streetNumber", "address.street"),
    ),
    Entry(
        code="EV438",
        severity="warning",
        title="Website without an operator",
        message=(
            "v3 keeps the website with the operator, whose name v2 does not tell; it is dropped."
        ),
        explanation=(
            "In v3 and OCPI the website belongs to the operator, and an operator must have a name. "
            "v2 gives neither supplierName nor brand here."
        ),
        advice="Keep the website in your own data, or add the operator's name at its source.",
        fields=("contacts.website[].value", f"{_GROUP}.supplierName", "brand"),
    ),
    Entry(
        code="EV441",
        severity="warning",
        title="Timestamp without an offset",
        message="The timestamp does not say its offset from UTC; it is taken as a time of {0}.",
        explanation=(
            "v2 writes times in UTC, or with their offset. Without one the time zone of the "
            "station is the best guess, and UTC where the station has no usable zone."
        ),
        advice="Write the offset at the source: the time may be hours off.",
        fields=(*_STATION_TIMES, *_GROUP_TIMES, *_POOL_TIMES),
        by_argument=True,
    ),
    Entry(
        code="EV442",
        severity="warning",
        title="Timestamp that a program made up",
        message="This is what programs write where they know no time; it is kept.",
        explanation=(
            "Midnight of 1 January 1970 is the zero of Unix time, 1 January of the year 1 that of "
            ".NET, the beginning of 1900 and the end of 9999 those of databases. No station was "
            "updated then."
        ),
        advice="Treat the time as unknown, and mend it at its source.",
        fields=(*_STATION_TIMES, *_GROUP_TIMES, *_POOL_TIMES),
    ),
    Entry(
        code="EV443",
        severity="notice",
        title="Country in another code",
        message="The country is written as its code of three letters (ISO 3166-1 alpha-3).",
        explanation=(
            "v2, v3 and OCPI have countries as three capital letters. Here stood the code of two "
            "letters, a number, small letters, or a code that ISO has replaced; each of them says "
            "the same country."
        ),
        advice="Nothing to do; don't compare the texts of both sides.",
        fields=("address.country",),
    ),
    Entry(
        code="EV444",
        severity="warning",
        title="Country by its name",
        message=(
            "The text is no code of ISO 3166-1 but says one country; the code of that country is "
            "written."
        ),
        explanation=(
            "v2, v3 and OCPI have countries as three letters of ISO 3166-1. The text is a name "
            "that only this country has, in English or in its own language, or one of the codes "
            "UK and EL."
        ),
        advice="Check the country of these locations, and write its code at the source.",
        fields=("address.country",),
    ),
    Entry(
        code="EV445",
        severity="warning",
        title="Country that is none",
        message="The text is no code of ISO 3166-1, and no name that only one country has.",
        explanation=(
            "v2, v3 and OCPI have countries as three letters of ISO 3166-1. v3 keeps the text as "
            "it is; OCPI allows nothing but a code, so it is left out there."
        ),
        advice="Mend the country at its source.",
        fields=("address.country",),
    ),
    Entry(
        code="EV446",
        severity="notice",
        title="Time zone spelled otherwise",
        message="The time zone is written as the IANA database spells it.",
        explanation="Capitals and blanks were other ones; it is the same zone.",
        advice="Nothing to do; don't compare the texts of both sides.",
        fields=("timeZone",),
    ),
    Entry(
        code="EV447",
        severity="warning",
        title="Time zone that is none",
        message="The text is no name of a time zone in the IANA database.",
        explanation=(
            "An offset or a name of Windows does not tell when clocks change. v3 keeps the text as "
            "it is; OCPI allows nothing but an IANA name, so it is left out there."
        ),
        advice="Write a name such as Europe/Berlin at the source.",
        fields=("timeZone",),
    ),
    Entry(
        code="EV448",
        severity="notice",
        title="Phone number spelled otherwise",
        message="The phone number is written in the form of E.164, such as +498912345678.",
        explanation=(
            "HERE's v3 has phone numbers as a plus, the country code and digits. The number stood "
            "there whole, with blanks, dashes, 00 or tel: around it."
        ),
        advice="Nothing to do; don't compare the texts of both sides.",
        fields=_PHONES,
    ),
    Entry(
        code="EV449",
        severity="warning",
        title="Phone number without a country code",
        message="The phone number is read as one of the site's country, with its country code.",
        explanation=(
            "HERE's v3 has phone numbers with their country code. v2 gives the number as it is "
            "dialled within a country; that it is the site's own is a guess."
        ),
        advice="Write the country code at the source.",
        fields=_PHONES,
    ),
    Entry(
        code="EV450",
        severity="warning",
        title="More than a phone number in one text",
        message="The text holds more digits than the phone number that is written.",
        explanation=(
            "v3 and OCPI have one phone number per location, without an extension. The first one "
            "is written."
        ),
        advice="Keep the other numbers and extensions in your own data if your users call them.",
        fields=_PHONES,
    ),
    Entry(
        code="EV451",
        severity="warning",
        title="No phone number",
        message="There is no valid phone number in the text.",
        explanation=(
            "A text such as a word, or an address of mail, can't be dialled. v3 keeps it as it is; "
            "HERE's own v3 and OCPI have phone numbers only, so it is left out there."
        ),
        advice="Mend the phone number at its source.",
        fields=_PHONES,
    ),
)
