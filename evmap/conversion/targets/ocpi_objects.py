"""The objects of OCPI's module Locations, as `v3` and the strict targets write them.

OCPI 2.2.1 and 2.3.0: Location, EVSE, Connector, Hours, RegularHours, GeoLocation, BusinessDetails.
Lengths and required members bind the strict targets only.
"""

from __future__ import annotations

from typing import Annotated

from evmap.conversion.targets.schema import Out, Value

PARTY = "Name the operator's country and party, such as DE*ICT. With the command: --party DE*ICT."
PUBLISH = (
    "Say whether the public may see the location. With the command: --publish or --no-publish."
)
SUPPLY = "Supply it yourself: v2 holds no "

Text = str | None
Number = int | None


class GeoLocation(Out):
    """A place in degrees (WGS 84)."""

    latitude: Annotated[Text, Value("converted", "latitude", 10)] = None
    longitude: Annotated[Text, Value("converted", "longitude", 11)] = None


class BusinessDetails(Out):
    """The operator."""

    name: Annotated[Text, Value("copied", "operator", 100)] = None
    website: Annotated[Text, Value("copied", "website", 255)] = None


class RegularHours(Out):
    """One period of one weekday, Monday 1 to Sunday 7."""

    weekday: Annotated[Number, Value("converted", "periods")] = None
    period_begin: Annotated[Text, Value("converted", "periods")] = None
    period_end: Annotated[Text, Value("converted", "periods")] = None


class Hours(Out):
    """Opening times."""

    twentyfourseven: Annotated[bool | None, Value("copied", "always")] = None
    regular_hours: list[RegularHours] | None = None


class Connector(Out):
    """A socket or cable. Voltage in V (line to neutral for three phases), power in W."""

    id: Annotated[Text, Value("copied", "id", 36)] = None
    standard: Annotated[Text, Value("converted", "standard")] = None
    format: Annotated[Text, Value("converted", "format")] = None
    power_type: Annotated[Text, Value("converted", "power_type")] = None
    max_voltage: Annotated[Number, Value("converted", "max_voltage")] = None
    max_amperage: Annotated[Number, Value("converted", "max_amperage")] = None
    max_electric_power: Annotated[Number, Value("converted", "max_electric_power")] = None
    last_updated: Annotated[
        Text,
        Value(
            "copied",
            "last_updated",
            25,
            required="v2 holds no timestamp for this connector or its station.",
        ),
    ] = None


class Evse(Out):
    """Equipment that charges one vehicle at a time."""

    uid: Annotated[Text, Value("copied", "uid", 36)] = None
    evse_id: Annotated[Text, Value("copied", "evse_id", 48)] = None
    status: Annotated[Text, Value("converted", "status")] = None
    capabilities: Annotated[list[str] | None, Value("converted", "capabilities")] = None
    connectors: list[Connector] | None = None
    physical_reference: Annotated[Text, Value("copied", "physical_reference", 16)] = None
    accepted_service_providers: Annotated[list[str] | None, Value("copied", "providers", 50)] = None
    last_updated: Annotated[
        Text,
        Value(
            "copied",
            "last_updated",
            25,
            required=f"{SUPPLY}timestamp for this EVSE or its station.",
        ),
    ] = None


class Location(Out):
    """A charging site."""

    country_code: Annotated[Text, Value("derived", "party", required=PARTY)] = None
    party_id: Annotated[Text, Value("derived", "party", required=PARTY)] = None
    id: Annotated[
        Text,
        Value(
            "copied",
            "pool_id",
            36,
            required="Ask v2 again: neither poolId nor id is there.",
        ),
    ] = None
    publish: Annotated[bool | None, Value("derived", "public", required=PUBLISH)] = None
    name: Annotated[Text, Value("copied", "name", 255)] = None
    address: Annotated[
        Text,
        Value("derived", "address", 255, required=f"{SUPPLY}street and no unparsedAddress."),
    ] = None
    city: Annotated[Text, Value("copied", "city", 45, required=f"{SUPPLY}city.")] = None
    postal_code: Annotated[Text, Value("copied", "postal_code", 10)] = None
    state: Annotated[Text, Value("copied", "state", 45)] = None
    country: Annotated[Text, Value("copied", "country", required=f"{SUPPLY}country.")] = None
    coordinates: Annotated[GeoLocation | None, Value(required=f"{SUPPLY}usable position.")] = None
    related_locations: list[GeoLocation] | None = None
    time_zone: Annotated[Text, Value("copied", "time_zone", 255, required=f"{SUPPLY}timeZone.")] = (
        None
    )
    operator: BusinessDetails | None = None
    help_phone: Annotated[Text, Value("copied", "phone", 25)] = None
    opening_times: Hours | None = None
    evses: list[Evse] | None = None
    last_updated: Annotated[
        Text, Value("copied", "last_updated", 25, required=f"{SUPPLY}lastUpdateTimestamp.")
    ] = None
