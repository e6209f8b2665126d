"""The one model between reading and writing: Location, EVSE, Connector.

Names and meaning are OCPI's (2.3.0, module Locations), values are neutral: numbers of watts, volts
and amperes, enumeration members in the spelling of HERE's migration guide, local times as HH:MM:SS.
A target turns the model into its own spelling, and says what it cannot hold.

`origins` names the origin of the values whose origin is not the regular one of their field. Which
v2 values an attribute was read from, :mod:`.lineage.attributes` tells.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from evmap.conversion.diagnostics import Cause, Indexes, Place

#: (name of the attribute, origin) for values whose origin is not the regular one.
Origins = tuple[tuple[str, str], ...]

#: Latitude and longitude in degrees (WGS 84), with the digits of v2.
Point = tuple[Decimal, Decimal]


class Plug(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What all connectors of one v2 group have in common.

    max_voltage in volt (line to neutral for three phases), max_amperage in ampere,
    max_electric_power in watt. `standard` is None where v3 has none: such a group isn't written.
    `id_place` is the pattern of v2's type id. `sources`: (name of an attribute, pattern of a v2
    value that it was read from).
    """

    standard: str | None
    id_place: str
    format: str | None = None
    power_type: str | None = None
    max_voltage: int | None = None
    max_amperage: int | None = None
    max_electric_power: int | None = None
    origins: Origins = ()
    sources: tuple[tuple[str, str], ...] = ()
    cause: Cause | None = None


class Connector(msgspec.Struct, eq=False, gc=False):
    """A socket or cable of an EVSE. EVSEs whose connectors are alike may share one.

    `pattern` and `at` are the place in v2 of its group (of itself in evses/bulk). `id_name` is
    where its id stands below the EVSE's entry, empty where it is made here.
    """

    id: str
    plug: Plug
    pattern: str
    at: Indexes
    last_updated: str | None = None
    id_origin: str = "copied"
    stamp_origin: str = "copied"
    id_name: str = ""


class Evse(msgspec.Struct, eq=False, gc=False):
    """Equipment that charges one vehicle at a time.

    `entries` are its places in v2, one for each connector (or one for all). `uid_name` is where its
    uid stands below them, empty where it is made here; `status_place` the place of a count that
    its status comes from, or of the state where that does not stand in the entries. `is_counted`:
    v2 counts how many of its group are free, so one of unknown status is not.
    """

    uid: str
    status: str
    connectors: list[Connector]
    entries: list[Place]
    evse_id: str | None = None
    here_id: str | None = None
    physical_reference: str | None = None
    last_updated: str | None = None
    reservable: bool = False
    origins: Origins = ()
    uid_name: str = ""
    status_place: Place | None = None
    is_counted: bool = False

    def entry_of(self, connector: int) -> Place:
        """The place in v2 that names a connector of it."""
        found = self.connectors[connector]
        if found.at[: len(self.entries[0][1])] == self.entries[0][1]:
            return found.pattern, found.at  # of evses/bulk
        return self.entries[connector if len(self.entries) > 1 else 0]


class Period(msgspec.Struct, frozen=True, gc=False):
    """Open from `begin` to `end` local time, HH:MM:SS, on a weekday (Monday 1 to Sunday 7).

    `end` may be 24:00:00; no period passes midnight.
    """

    weekday: int
    begin: str
    end: str


class Hours(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Opening times. `always` is None where v2 doesn't say.

    `places`: each period with the indexes of what it was read from, below its group.
    """

    always: bool | None
    periods: tuple[Period, ...]
    origin: str = "copied"
    cause: Cause | None = None
    places: tuple[tuple[Period, Indexes], ...] = ()


#: Where a station names a provider whose subscribers may charge.
PROVIDER = "evStationDetails/paymentMethods/subscription/provider"


class Provider(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An e-mobility service provider that is accepted here.

    `pattern` and `at` are the place of its roaming entry, `ema_ids` its e-mobility ids with their
    indexes.
    """

    name: str
    partner_id: str | None
    ema_ids: tuple[tuple[str, Indexes], ...]
    pattern: str
    at: Indexes

    @property
    def name_place(self) -> Place:
        """Where its name stands."""
        return f"{self.pattern}/emsp", self.at

    @property
    def places(self) -> list[Place]:
        """Where all of it stands that v3 may have a place for."""
        found = [self.name_place] if self.name else []
        if self.partner_id:
            found.append((f"{self.pattern}/partner_id", self.at))
        return found + [(f"{self.pattern}/ema_id/*", at) for _, at in self.ema_ids]


class Term(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A way to pay or to be recognised, as v2 calls it, and where below the record it says so."""

    name: str
    pattern: str
    indexes: Indexes = ()


class Access(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Who may charge and how they pay, from `evStationDetails`.

    `unrestricted`: v2 says that access is not restricted. `kind` is v2's accessibilityType in
    capitals. `terms` are ways to pay: creditCard, debitCard, ePayment, or a type of ePayment and
    other ("contactless-card"). Spelling and place are the target's. `says_accept`: whether v2 says
    of `other` that it is accepted or not.
    """

    public: bool | None = None
    restricted: bool = False
    unrestricted: bool = False
    kind: str = ""
    terms: tuple[Term, ...] = ()
    provider: str | None = None
    says_accept: bool = False
    cause: Cause | None = None


NO_ACCESS = Access()


class Location(msgspec.Struct, eq=False, gc=False):
    """A v3 location: all v2 stations of one pool.

    `records` is the number of the stations. `pool_id` is v2's, or the station's id where there is
    none (`id_is_pool` False). `accesses`: what its stations say of access, and where; the first
    counts. `public_by_groups`: what the connector groups at `private_groups` say, where no station
    says it. `hours_told`: what its groups say of its hours, and where; all of them say the same.
    `entrances`: where they stand. `origins`: attributes whose origin is not the regular one;
    `unread`: those whose text is not what it should be, such as a country that is none.
    """

    name: str | None = None
    cpo_id: str | None = None
    time_zone: str | None = None
    street: str | None = None
    house_number: str | None = None
    city: str | None = None
    postal_code: str | None = None
    state: str | None = None
    country: str | None = None
    county: str | None = None
    district: str | None = None
    subdistrict: str | None = None
    block: str | None = None
    subblock: str | None = None
    label: str | None = None
    pool_id: str = ""
    records: int = 1
    id_is_pool: bool = True
    operator: str | None = None
    website: str | None = None
    phone: str | None = None
    position: Point | None = None
    entrances: dict[Point, list[Indexes]] = {}
    hours: Hours | None = None
    hours_told: list[tuple[Hours, Indexes]] = []
    accesses: list[tuple[Access, Indexes]] = []
    public_by_groups: bool | None = None
    private_groups: list[Indexes] = []
    providers: list[Provider] = []
    last_updated: str | None = None
    origins: dict[str, str] = {}
    unread: set[str] = set()
    evses: list[Evse] = []

    @property
    def access(self) -> Access:
        """What the first station that tells it says of access."""
        return self.accesses[0][0] if self.accesses else NO_ACCESS

    @property
    def public(self) -> bool | None:
        """Whether the public may see the site: as a station says, else as its groups do."""
        said = self.access.public
        return self.public_by_groups if said is None else said
