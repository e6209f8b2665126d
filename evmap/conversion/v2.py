"""v2 records as typed structs: a station, and a pool of evses/bulk.

Types are those of HERE's documentation, as the field map has them (a test holds the two against
each other). Decoding is strict: an unknown key, an empty text or another type is refused, and the
record is read leniently instead (:mod:`evmap.conversion.read.coerce`), into the same structs.

Two fields are missing here on purpose, so that records which hold them are always read leniently:
`pricing.price`, which may be a number or an object, and items of `annualOpenings`, which HERE does
not describe.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

#: An empty text says as much as a missing one: lenient reading sets it aside.
Text = Annotated[str, Meta(min_length=1)]

MaybeText = Text | UnsetType
MaybeInt = int | UnsetType
MaybeBool = bool | UnsetType
#: Degrees keep their digits.
MaybeDegrees = Decimal | UnsetType
#: A list of things that nobody describes: read strictly, it is empty.
Nothing = Annotated[list[Any], Meta(max_length=0)]


class V2(msgspec.Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """Anything of v2. A member that the record does not hold is UNSET."""


def named(name: str) -> Any:
    """A member whose name in v2 is not camelCase."""
    return msgspec.field(default=UNSET, name=name)


class Contact(V2):
    """A phone number, page or address, with its label."""

    value: MaybeText = UNSET
    label: MaybeText = UNSET


class Contacts(V2):
    """The contacts of a station, or of a supplier."""

    phone: list[Contact] | UnsetType = UNSET
    website: list[Contact] | UnsetType = UNSET
    www: list[Contact] | UnsetType = UNSET
    email: list[Contact] | UnsetType = UNSET
    fax: list[Contact] | UnsetType = UNSET
    mobile: list[Contact] | UnsetType = UNSET


class Address(V2):
    """Where a station is, in words."""

    street: MaybeText = UNSET
    street_number: MaybeText = UNSET
    city: MaybeText = UNSET
    postal_code: MaybeText = UNSET
    country: MaybeText = UNSET
    state: MaybeText = UNSET
    region: MaybeText = UNSET
    county: MaybeText = UNSET
    district: MaybeText = UNSET
    subdistrict: MaybeText = UNSET
    block: MaybeText = UNSET
    subblock: MaybeText = UNSET
    floor: MaybeText = UNSET
    unparsed_address: MaybeText = UNSET
    side_of_street: MaybeText = UNSET


class Position(V2):
    """Where a station is, in degrees (WGS 84)."""

    latitude: MaybeDegrees = UNSET
    longitude: MaybeDegrees = UNSET


class Accept(V2):
    """Whether a way to pay is accepted."""

    accept: MaybeBool = UNSET


class Types(V2):
    """The kinds of a way to pay."""

    type: list[Text] | UnsetType = UNSET


class Currencies(V2):
    """ISO 4217 codes, as they come."""

    currency: list[Text] | UnsetType = UNSET


class Method(V2):
    """A way to pay, with its types."""

    accept: MaybeBool = UNSET
    types: Types | UnsetType = UNSET


class Cash(V2):
    """Whether coins and notes are accepted, and of which currencies."""

    accept: MaybeBool = UNSET
    currencies: Currencies | UnsetType = UNSET


class Subscription(V2):
    """Whether the customers of a provider may charge."""

    provider: MaybeText = UNSET
    accept: MaybeBool = UNSET


class PaymentMethods(V2):
    """All ways to pay of a station."""

    credit_card: Method | UnsetType = UNSET
    debit_card: Accept | UnsetType = UNSET
    subscription: Subscription | UnsetType = UNSET
    cash: Cash | UnsetType = UNSET
    check: Method | UnsetType = UNSET
    e_payment: Method | UnsetType = UNSET
    other: Method | UnsetType = UNSET
    note: MaybeText = UNSET


class StationDetails(V2):
    """Access and payment (`evStationDetails`)."""

    private_access: MaybeBool = UNSET
    restricted_access: MaybeBool = UNSET
    accessibility_type: MaybeText = UNSET
    notes: MaybeText = UNSET
    payment_methods: PaymentMethods | UnsetType = UNSET


class Roaming(V2):
    """A service provider whose customers may charge here (not seen in an answer)."""

    emsp: MaybeText = UNSET
    partner_id: MaybeText = named("partner_id")
    ema_id: list[Text] | UnsetType = named("ema_id")
    country: list[Text] | UnsetType = UNSET


class Roamings(V2):
    """The list of providers where it comes in a wrapper."""

    roaming: list[Roaming] | UnsetType = UNSET


class Named(V2):
    """An id with its name: of a connector type, or of a power feed."""

    id: MaybeText = UNSET
    name: MaybeText = UNSET


class Entry(V2):
    """One plug of a group: its ids and its state (`connectorStatus`)."""

    cpo_evse_id: MaybeText = UNSET
    cpo_evse_emi3_id: MaybeText = named("cpoEvseEMI3Id")
    cpo_connector_id: MaybeText = UNSET
    physical_reference: MaybeText = UNSET
    state: MaybeText = UNSET


class Entries(V2):
    """The plugs of a group, one by one (`connectorStatuses`)."""

    connector_status: list[Entry] | UnsetType = UNSET


class Point(V2):
    """What the plugs of a group can do, and how many there are (`chargingPoint`)."""

    charge_mode: MaybeText = UNSET
    volts: MaybeInt = UNSET
    volts_range: MaybeText = UNSET
    phases: MaybeInt = UNSET
    amps: MaybeInt = UNSET
    amps_range: MaybeText = UNSET
    number_of_connectors: MaybeInt = UNSET
    number_of_available: MaybeInt = UNSET
    number_of_in_use: MaybeInt = UNSET
    number_of_out_of_service: MaybeInt = UNSET
    number_of_reserved: MaybeInt = UNSET
    last_update_timestamp: MaybeText = UNSET


class Period(V2):
    """From when to when on a day, local time."""

    begin: MaybeText = named("from")
    end: MaybeText = named("to")


class RegularHours(V2):
    """Periods on the days of a mask: Sunday 1, Monday 2 ... Saturday 64."""

    daymask: MaybeInt = UNSET
    period: list[Period] | UnsetType = UNSET


class Hours(V2):
    """Opening hours of the week; `annualOpenings` is always null (not documented)."""

    regular_opening_hours: list[RegularHours] | UnsetType = UNSET
    annual_openings: Nothing | UnsetType = UNSET


class Pricing(V2):
    """One tariff, mostly as free text."""

    pricing_model: MaybeText = UNSET
    unit: MaybeText = UNSET
    time_period: Period | UnsetType = UNSET
    time_constraints: Hours | UnsetType = UNSET
    descriptions: MaybeText = UNSET


class ConnectorDetails(V2):
    """Access, hours, tariffs and maker of a group (`connectorDetails`)."""

    device_name: MaybeText = UNSET
    reservable: MaybeBool = UNSET
    reservation_information: MaybeText = UNSET
    private_access: MaybeBool = UNSET
    private_access_information: MaybeText = UNSET
    open_24x7: MaybeBool = named("open24x7")
    opening_time: MaybeText = UNSET
    pay: MaybeBool = UNSET
    payment_method_details: MaybeText = UNSET
    manufacturer: MaybeText = UNSET
    manufacturer_model: MaybeText = UNSET
    opening_hours: Hours | UnsetType = UNSET
    pricing: list[Pricing] | UnsetType = UNSET


class Group(V2):
    """Like plugs of a station (`connector`)."""

    supplier_name: MaybeText = UNSET
    supplier_contacts: Contacts | UnsetType = UNSET
    connector_type: Named | UnsetType = UNSET
    power_feed_type: Named | UnsetType = UNSET
    charge_capacity: MaybeText = UNSET
    max_power_level: int | float | UnsetType = UNSET
    customer_charge_level: MaybeText = UNSET
    customer_connector_name: MaybeText = UNSET
    fixed_cable: MaybeBool = UNSET
    last_update_timestamp: MaybeText = UNSET
    charging_point: Point | UnsetType = UNSET
    connector_statuses: Entries | UnsetType = UNSET
    connector_details: ConnectorDetails | UnsetType = UNSET


class Groups(V2):
    """The groups of a station (`connectors`)."""

    connector: list[Group] | UnsetType = UNSET


class Station(V2):
    """A record of stations and pools answers (`evStation`)."""

    id: MaybeText = UNSET
    pv_id: MaybeText = UNSET
    last_update_timestamp: MaybeText = UNSET
    #: The spelling of HERE's guide, not seen in an answer.
    last_updated_time_stamp: MaybeText = named("LastUpdatedTimeStamp")
    time_zone: MaybeText = UNSET
    pool_id: MaybeText = UNSET
    cpo_id: MaybeText = UNSET
    name: MaybeText = UNSET
    brand: MaybeText = UNSET
    address: Address | UnsetType = UNSET
    contacts: Contacts | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    entrance_position: Position | UnsetType = UNSET
    distance: MaybeInt = UNSET
    total_number_of_connectors: MaybeInt = UNSET
    roaming: list[Roaming] | UnsetType = UNSET
    roamings: Roamings | UnsetType = UNSET
    ev_station_details: StationDetails | UnsetType = UNSET
    connectors: Groups | UnsetType = UNSET


class PoolConnector(V2):
    """A plug as `evses/bulk` has it."""

    id: MaybeText = UNSET
    cpo_id: MaybeText = UNSET
    cpo_evse_id: MaybeText = UNSET
    cpo_connector_id: MaybeText = UNSET
    type_id: MaybeText = UNSET
    max_power_level: int | float | UnsetType = UNSET
    state: MaybeText = UNSET
    last_updated: MaybeText = named("last_updated")


class PoolEvse(V2):
    """An EVSE as `evses/bulk` has it."""

    id: MaybeText = UNSET
    cpo_id: MaybeText = UNSET
    cpo_evse_emi3_id: MaybeText = named("cpoEvseEMI3Id")
    state: MaybeText = UNSET
    last_updated: MaybeText = named("last_updated")
    connectors: list[PoolConnector] | UnsetType = UNSET


class PoolStation(V2):
    """A station as `evses/bulk` has it."""

    id: MaybeText = UNSET
    cpo_id: MaybeText = UNSET
    evses: list[PoolEvse] | UnsetType = UNSET


class Pool(V2):
    """A record of evses/bulk."""

    id: MaybeText = UNSET
    stations: list[PoolStation] | UnsetType = UNSET


#: Kind of record -> its struct.
RECORDS: dict[str, type[V2]] = {"station": Station, "evses": Pool}
