"""The model between reading v3 and writing v2: one charging location, as v3 tells it.

Standards and statuses are the guide's codes, powers watts, hours as in
:mod:`evmap.conversion.model`. What v3 doesn't tell is None.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from evmap.conversion.model import Period

#: Latitude and longitude in degrees.
Position = tuple[Decimal | int, Decimal | int]


class Plug(msgspec.Struct, eq=False):
    """A connector. `spelled` is its standard as v3 writes it, `at` its pointer."""

    at: str
    id: str | None = None
    standard: str | None = None
    spelled: str = ""
    format: str | None = None
    power_type: str | None = None
    volts: int | None = None
    amperes: int | None = None
    watts: int | None = None
    last_updated: str | None = None


class Evse(msgspec.Struct, eq=False):
    """An EVSE with its plugs."""

    at: str
    uid: str | None = None
    evse_id: str | None = None
    status: str | None = None
    physical_reference: str | None = None
    reservable: bool = False
    last_updated: str | None = None
    plugs: list[Plug] = msgspec.field(default_factory=list)


class Provider(msgspec.Struct, frozen=True):
    """An e-mobility service provider that is accepted here."""

    name: str
    partner_id: str | None = None
    ema_ids: tuple[str, ...] = ()


class Opening(msgspec.Struct, frozen=True):
    """Opening times: always, or weekly periods."""

    always: bool
    periods: tuple[Period, ...] = ()


class Site(msgspec.Struct, eq=False):
    """A location. `address` has v2's names; `payments` are v2 terms (see `Access`)."""

    pool_id: str | None = None
    name: str | None = None
    cpo_id: str | None = None
    operator: str | None = None
    website: str | None = None
    phone: str | None = None
    address: dict[str, str] = msgspec.field(default_factory=dict)
    position: Position | None = None
    entrances: list[Position] = msgspec.field(default_factory=list)
    time_zone: str | None = None
    opening: Opening | None = None
    opening_at: str = ""
    restricted: bool = False
    public: bool | None = None
    payments: list[str] = msgspec.field(default_factory=list)
    providers: list[Provider] = msgspec.field(default_factory=list)
    last_updated: str | None = None
    evses: list[Evse] = msgspec.field(default_factory=list)
