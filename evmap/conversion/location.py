"""The one model between reading and writing: Location, EVSE, Connector.

Names and meaning are OCPI's (2.3.0, module Locations), values are neutral: numbers of watts, volts
and amperes, enumeration members in the spelling of HERE's migration guide, local times as HH:MM:SS.
A target turns the model into its own spelling, and says what it cannot hold.

`origins` names the origin of the values whose origin is not the regular one of their field.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from evmap.conversion.fieldmap import Path

#: (name of the field, origin) for values whose origin is not the regular one.
Origins = tuple[tuple[str, str], ...]

#: Where a group (or a connector of evses/bulk) stands: (index of the station in its pool, path).
GroupRef = tuple[int, Path]


class Event(msgspec.Struct, frozen=True):
    """Something out of the ordinary that a rule or a target met.

    `path` is the place in the v2 record. `fate` is what became of the value there, where that is
    not the regular fate; None where it is. `args` fill the finding's message.
    """

    code: str
    path: Path
    fate: str | None = None
    args: tuple[str, ...] = ()


class Plug(msgspec.Struct, frozen=True, eq=False):
    """What all connectors of one v2 group have in common.

    max_voltage in volt (line to neutral for three phases), max_amperage in ampere,
    max_electric_power in watt. `standard` is None where v3 has none: such a group isn't written.
    """

    standard: str | None
    format: str | None
    power_type: str | None
    max_voltage: int | None
    max_amperage: int | None
    max_electric_power: int | None
    origins: Origins
    events: tuple[Event, ...]


class Connector(msgspec.Struct, eq=False):
    """A socket or cable of an EVSE. EVSEs whose connectors are alike may share one.

    `group` tells where it stands in v2, `id_path` where its type id stands below that.
    """

    id: str
    plug: Plug
    group: GroupRef
    last_updated: str | None = None
    id_origin: str = "copied"
    stamp_origin: str = "copied"
    id_path: Path = ("connectorType", "id")


class Evse(msgspec.Struct, eq=False):
    """Equipment that charges one vehicle at a time.

    `sources` are the v2 paths of its entries: (station within the pool, path in the station).
    """

    uid: str
    status: str
    connectors: list[Connector]
    sources: list[tuple[int, Path]]
    evse_id: str | None = None
    here_id: str | None = None
    physical_reference: str | None = None
    last_updated: str | None = None
    reservable: bool = False
    origins: Origins = ()


class Period(msgspec.Struct, frozen=True):
    """Open from `begin` to `end` local time, HH:MM:SS, on a weekday (Monday 1 to Sunday 7).

    `end` may be 24:00:00; no period passes midnight.
    """

    weekday: int
    begin: str
    end: str


class Hours(msgspec.Struct, frozen=True):
    """Opening times. `always` is None where v2 doesn't say."""

    always: bool | None
    periods: tuple[Period, ...]
    origins: Origins = ()
    events: tuple[Event, ...] = ()


class Provider(msgspec.Struct, frozen=True):
    """An e-mobility service provider that is accepted here."""

    name: str
    partner_id: str | None = None
    ema_ids: tuple[str, ...] = ()


class Access(msgspec.Struct, frozen=True, eq=False):
    """Who may charge and how they pay, from `evStationDetails`.

    `kind` is v2's accessibilityType in capitals. `payments` are v2 payment terms: creditCard,
    debitCard, ePayment, or a type of ePayment and other ("contactless-card"); `others` those of
    other, with their paths. Spelling and place are the target's.
    """

    public: bool | None = None
    restricted: bool = False
    kind: str = ""
    others: tuple[tuple[Path, str], ...] = ()
    payments: tuple[str, ...] = ()
    providers: tuple[Provider, ...] = ()
    events: tuple[Event, ...] = ()


class Location(msgspec.Struct, eq=False):
    """A v3 location: all v2 stations of one pool.

    `pool_id` is v2's, or the station's id where there is none (`id_is_pool` False). Positions are
    (latitude, longitude) in degrees WGS 84 with the digits of v2.
    """

    pool_id: str
    id_is_pool: bool = True
    name: str | None = None
    cpo_id: str | None = None
    operator: str | None = None
    website: str | None = None
    phone: str | None = None
    street: str | None = None
    house_number: str | None = None
    label: str | None = None
    city: str | None = None
    postal_code: str | None = None
    state: str | None = None
    country: str | None = None
    county: str | None = None
    district: str | None = None
    subdistrict: str | None = None
    block: str | None = None
    subblock: str | None = None
    position: tuple[Decimal | int, Decimal | int] | None = None
    entrances: list[tuple[Decimal | int, Decimal | int]] = msgspec.field(default_factory=list)
    time_zone: str | None = None
    hours: Hours | None = None
    access: Access = Access()
    providers: tuple[Provider, ...] = ()
    last_updated: str | None = None
    evses: list[Evse] = msgspec.field(default_factory=list)
    origins: dict[str, str] = msgspec.field(default_factory=dict)
