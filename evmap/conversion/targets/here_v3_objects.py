"""The objects of HERE's v3 API, as its OpenAPI document 3.20.1 describes them.

Structures ChargingLocation, Evse, EvConnector, ConnectorGroup, OpeningHoursType, BusinessDetails.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec

from evmap.conversion.targets.schema import Out, Value

PARTNER = "Name the operator's stable id in HERE's v3. With the command: --partner-id ID."
SUPPLY = "Supply it yourself: v2 holds no "

Text = str | None
Number = int | None
Degrees = Decimal | None


class Camel(Out, rename="camel"):
    """An object with names in camelCase."""


class Place(Camel):
    """Degrees (WGS 84)."""

    lat: Annotated[Degrees, Value("copied", "latitude")] = None
    lng: Annotated[Degrees, Value("copied", "longitude")] = None


class Address(Camel):
    """Where the site is."""

    label: Annotated[Text, Value("copied", "label")] = None
    street: Annotated[Text, Value("copied", "street")] = None
    house_number: Annotated[Text, Value("copied", "house_number")] = None
    state: Annotated[Text, Value("copied", "state")] = None
    county: Annotated[Text, Value("copied", "county")] = None
    city: Annotated[Text, Value("copied", "city")] = None
    district: Annotated[Text, Value("copied", "district")] = None
    subdistrict: Annotated[Text, Value("copied", "subdistrict")] = None
    block: Annotated[Text, Value("copied", "block")] = None
    subblock: Annotated[Text, Value("copied", "subblock")] = None
    country_code: Annotated[Text, Value("copied", "country")] = None
    postal_code: Annotated[Text, Value("copied", "postal_code")] = None


class Operator(Camel):
    """Who runs the site."""

    name: Annotated[Text, Value("copied", "operator")] = None
    partner_id: Annotated[
        Text,
        Value("assumed", required=PARTNER),
    ] = None
    website: Annotated[Text, Value("copied", "website")] = None


class Periods(Camel):
    """Open from one time to another; without `to`, to the end of the day."""

    begin: Annotated[Text, Value("converted", "periods")] = msgspec.field(default=None, name="from")
    end: Annotated[Text, Value("converted", "periods")] = msgspec.field(default=None, name="to")


class Schedule(Camel):
    """Days with the same periods."""

    days: Annotated[list[str] | None, Value("converted", "periods")] = None
    periods: list[Periods] | None = None


class OpeningHours(Camel):
    """When the site is open."""

    always: Annotated[bool | None, Value("copied", "always")] = msgspec.field(
        default=None, name="open24x7"
    )
    regular_schedule: list[Schedule] | None = None


class ServiceProvider(Camel):
    """Whose customers may charge here."""

    name: Annotated[Text, Value("copied", "emsp")] = None
    partner_id: Annotated[Text, Value("copied", "partner_id")] = None
    e_mobility_ids: Annotated[list[str] | None, Value("copied", "ema_id")] = None


class Connector(Camel):
    """A socket or cable. Voltage in V (line to neutral for three phases), power in W."""

    id: Annotated[Text, Value("copied", "id")] = None
    standard: Annotated[Text, Value("converted", "standard")] = None
    format: Annotated[Text, Value("converted", "format")] = None
    power_type: Annotated[Text, Value("converted", "power_type")] = None
    max_voltage: Annotated[Number, Value("converted", "max_voltage")] = None
    max_current: Annotated[Number, Value("converted", "max_amperage")] = None
    max_power: Annotated[Number, Value("converted", "max_electric_power")] = None


class Evse(Camel):
    """Equipment that charges one vehicle at a time."""

    uid: Annotated[Text, Value("copied", "uid")] = None
    evse_id: Annotated[Text, Value("copied", "evse_id")] = None
    id: Annotated[Text, Value("copied", "here_id")] = None
    status: Annotated[Text, Value("converted", "status")] = None
    modified: Annotated[
        Text,
        Value(
            "copied", "last_updated", required=f"{SUPPLY}timestamp for this EVSE or its station."
        ),
    ] = None
    connectors: list[Connector] | None = None
    capabilities: Annotated[list[str] | None, Value("converted", "capabilities")] = None
    payment_supports: Annotated[list[str] | None, Value("converted", "payments")] = None
    physical_reference: Annotated[Text, Value("copied", "physical_reference")] = None


class GroupMember(Camel):
    """The connectors of one EVSE in a group."""

    evse_uid: Annotated[Text, Value("derived", "group")] = None
    connector_ids: Annotated[list[str] | None, Value("derived", "group")] = None


class ConnectorGroup(Camel):
    """Connectors of one standard and power."""

    standard: Annotated[Text, Value("derived", "group")] = None
    max_power: Annotated[Number, Value("derived", "group")] = None
    connector_count: Annotated[Number, Value("derived", "group")] = None
    connectors: list[GroupMember] | None = None
    available_connector_count: Annotated[Number, Value("derived", "group")] = None


class Location(Camel):
    """A charging site."""

    id: Annotated[
        Text,
        Value("converted", "pool_id", required="Ask v2 again: neither poolId nor id is there."),
    ] = None
    location: Annotated[Place | None, Value(required=f"{SUPPLY}usable position.")] = None
    name: Annotated[Text, Value("copied", "name")] = None
    access_points: list[Place] | None = None
    address: Address | None = None
    operator: Operator | None = None
    time_zone: Annotated[Text, Value("copied", "time_zone")] = None
    opening_hours: OpeningHours | None = None
    cpo_location_id: Annotated[Text, Value("copied", "cpo_id")] = None
    restrictions: Annotated[list[str] | None, Value("converted", "restricted")] = None
    e_mobility_service_providers: list[ServiceProvider] | None = None
    support_phone_number: Annotated[Text, Value("copied", "phone")] = None
    connector_groups: list[ConnectorGroup] | None = None
    evses: list[Evse] | None = None
