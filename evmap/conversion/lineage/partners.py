"""Which v2 values a value of the output was made of.

The metadata of a field names the attribute of the model; the model says where that was read from
(:mod:`.attributes`). What targets put together from several attributes is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from evmap.conversion.diagnostics import Indexes, Place
from evmap.conversion.lineage.attributes import Lineage, Nearest
from evmap.conversion.lineage.located import Located
from evmap.conversion.model import Evse, Hours, Period, Provider
from evmap.conversion.rules.access import METHODS
from evmap.conversion.rules.evses import TOTAL
from evmap.conversion.rules.hours import ALWAYS, DETAILS, FROM, MASK, TO, hours_places
from evmap.conversion.rules.status import COUNTED, COUNTS, ENTRY, GROUP, NUMBER
from evmap.conversion.targets.base import CONNECTORS, EVSES, Target
from evmap.conversion.targets.here_v3 import DAYS, MOBILE, UMBRELLA
from evmap.conversion.targets.here_v3_groups import Member, members_of_groups
from evmap.conversion.targets.here_v3_objects import Schedule
from evmap.conversion.targets.ocpi_fit import PROVIDER, cut, sources_of_text
from evmap.conversion.targets.ocpi_hours import written_periods
from evmap.conversion.targets.ocpi_party import proofs
from evmap.conversion.targets.schema import values

GROUPS = "connectorGroups"

#: State of an entry -> pattern of what counts it.
COUNT_OF = {state: pattern for (_, state), pattern in zip(COUNTED, COUNTS, strict=True)}

#: A value of the output: pattern below the location, indexes, the value itself.
Leaf = tuple[str, Indexes, object]


class Partners:
    """Finds the partners of the values of one converted location."""

    def __init__(self, each: Located, target: Target) -> None:
        self._each = each
        self._location = each.location
        self._kept = each.written.kept
        self._records = each.records[: each.location.records]
        self._lineage = Lineage(each.location, self._records)
        self._words = target.words
        self._sources = {pattern: value.source for pattern, value in values(target.kind)}
        self._groups: list[list[Member]] | None = None
        self._alike: dict[tuple[str, object], Nearest] = {}
        self._of_site: dict[str, Callable[[Leaf], Iterable[Place]]] = {
            "party": self._party,
            "address": self._address,
            "latitude": self._point,
            "longitude": self._point,
            "periods": self._periods,
            "always": self._always,
            "emsp": self._provider,
            "partner_id": self._provider,
            "ema_id": self._provider,
        }

    def of(self, leaf: Leaf) -> list[Place]:
        """The places in v2 that a value of the output was made of."""
        pattern, indexes, value = leaf
        source = self._sources.get(pattern, "")
        if not source:
            return []
        if pattern.startswith(f"{CONNECTORS}/"):
            kept = self._kept[indexes[0]]
            return self._of_connector(kept.evse, kept.made.numbers[indexes[1]], source)
        if pattern.startswith(f"{EVSES}/"):
            return list(self._of_evse(self._kept[indexes[0]].evse, source, value))
        if pattern.startswith(f"{GROUPS}/"):
            return list(dict.fromkeys(self._of_group(leaf)))
        if source in self._of_site:
            return list(dict.fromkeys(self._of_site[source](leaf)))
        return self._lineage.of_location(source)

    # -- EVSEs and connectors -----------------------------------------------------------------

    def _of_connector(self, evse: Evse, number: int, source: str) -> list[Place]:
        found = self._lineage.of_connector(evse, number, source)
        connector = evse.connectors[number]
        if source == "id" and connector.pattern == GROUP:  # that it is there, counts tell as well
            found = [*found, (NUMBER, connector.at), (TOTAL, connector.at[:1])]
        return found

    def _of_evse(self, evse: Evse, source: str, value: object) -> Iterable[Place]:
        if source in ("capabilities", "payments"):
            if value == self._words["reservable"]:
                return self._lineage.of_evse(evse, "reservable")
            return self._of_site_near(evse, source, self._terms, value)
        if source == "providers":
            return self._of_site_near(evse, source, self._names, value)
        found = self._lineage.of_evse(evse, source)
        if source == "status":
            found = [*found, *self._counts(evse)]
        if source == "uid" and not evse.uid_name:  # made of the pool's id and the kind of plug
            found = self._lineage.near("pool_id", evse.entries[0][1][0])
            for name in ("standard", "max_electric_power"):
                found += self._lineage.of_connector(evse, 0, name)
        return found

    def _of_site_near(
        self, evse: Evse, source: str, find: Callable[[object], Iterator[Place]], value: object
    ) -> list[Place]:
        """The places of what stations say of all EVSEs of the site."""
        if (source, value) not in self._alike:
            self._alike[source, value] = Nearest(find(value))
        return self._alike[source, value].to(evse.entries[0][1][0])

    def _counts(self, evse: Evse) -> Iterator[Place]:
        """The counts of a group that tell the state of an entry as well."""
        for pattern, at in evse.entries:
            state = self._lineage.value((f"{pattern}/state", at)) if pattern == ENTRY else None
            count = COUNT_OF.get(str(state).strip().upper())
            if count is not None:
                yield count, at[:2]

    def _terms(self, value: object) -> Iterator[Place]:
        """Ways to pay, with what says that they are accepted."""
        for access, at in self._location.accesses:
            for term in access.terms:
                word = self._words.get(term.name)
                if word == value or (value == UMBRELLA and word in MOBILE):
                    yield term.pattern, at + term.indexes
                    yield from self._accepts(term.pattern, at)

    def _accepts(self, pattern: str, at: Indexes) -> Iterator[Place]:
        method = pattern.removeprefix(f"{METHODS}/").partition("/")[0]
        place = (f"{METHODS}/{method}/accept", at)
        if self._lineage.value(place) is not None:
            yield place

    def _names(self, value: object) -> Iterator[Place]:
        names = [access.provider for access, _ in self._location.accesses]
        names += [provider.name for provider in self._location.providers]
        for name in dict.fromkeys(filter(None, names)):
            if value in (name, cut(name, PROVIDER)):
                yield from self._lineage.of_location("provider", name)

    # -- the site -----------------------------------------------------------------------------

    def _party(self, _: Leaf) -> Iterable[Place]:
        """The EVSE id that proves it: one that is written, if there is one."""
        document = self._each.written.document
        party = (document.country_code, document.party_id)  # type: ignore[attr-defined]
        evses = [kept.evse for kept in self._kept] + self._location.evses
        for evse in evses:
            for name in proofs(evse, party):
                return self._lineage.of_evse(evse, name)
        return ()

    def _address(self, _: Leaf) -> Iterator[Place]:
        for source in sources_of_text(self._location, "address"):
            yield from self._lineage.of_location(source)

    def _point(self, leaf: Leaf) -> list[Place]:
        pattern, indexes, _ = leaf
        source = self._sources[pattern]
        if not indexes:
            return self._lineage.of_location(source)
        ats = list(self._location.entrances.values())[indexes[0]]
        return [(f"entrancePosition/{source}", at) for at in ats]

    def _provider(self, leaf: Leaf) -> Iterator[Place]:
        pattern, indexes, value = leaf
        source = self._sources[pattern]
        entries = [each for each in self._location.providers if each.name and each.partner_id]
        ids = list(dict.fromkeys(each.partner_id for each in entries))
        for provider in entries:
            if provider.partner_id == ids[indexes[0]]:
                yield from _of_provider(provider, source, value)

    # -- opening times ------------------------------------------------------------------------

    def _always(self, _: Leaf) -> list[Place]:
        """What says it outright; else the periods that it follows from."""
        places = [
            (pattern, at + inner)
            for _, at in self._hours_told()
            for pattern, inner in hours_places(self._lineage.at((DETAILS, at)))
        ]
        told = [place for place in places if place[0] == ALWAYS]
        hours = self._location.hours
        return places if not told or (hours is not None and hours.always) else told

    def _periods(self, leaf: Leaf) -> Iterator[Place]:
        wanted = set(self._wanted_periods(leaf))
        for hours, at in self._hours_told():
            for period, inner in hours.places:
                if period in wanted:
                    yield MASK, at + inner[:1]
                    yield FROM, at + inner
                    yield TO, at + inner

    def _wanted_periods(self, leaf: Leaf) -> Iterator[Period]:
        """The periods of the model that a value of the opening times stands for."""
        pattern, indexes, value = leaf
        hours = self._location.hours
        if hours is None:
            return
        if pattern.startswith("opening_times/"):
            yield written_periods(hours)[indexes[0]]
            return
        schedule: Schedule = self._each.written.document.opening_hours.regular_schedule[indexes[0]]  # type: ignore[attr-defined]
        days = schedule.days or []
        chosen = [value] if value in days else days
        times = schedule.periods or []
        for period in hours.periods:
            if DAYS[period.weekday - 1] in chosen and (
                value in days or period.begin == times[indexes[1]].begin
            ):
                yield period

    def _hours_told(self) -> Iterator[tuple[Hours, Indexes]]:
        """What the groups say that tell the location's hours."""
        taken = self._location.hours
        for hours, at in self._location.hours_told:
            if taken and (hours.always, hours.periods) == (taken.always, taken.periods):
                yield hours, at

    # -- groups of connectors -----------------------------------------------------------------

    def _of_group(self, leaf: Leaf) -> Iterator[Place]:
        pattern, indexes, _ = leaf
        if self._groups is None:
            self._groups = members_of_groups(self._each.written.document.evses)  # type: ignore[attr-defined]
        members = self._groups[indexes[0]]
        if len(indexes) > 1:
            members = [members[indexes[1]]]
        name = pattern.rpartition("/")[2] if len(indexes) < 3 else "connectorIds"
        for member in members:
            kept = self._kept[member.evse]
            if name == "evseUid":
                yield from self._of_evse(kept.evse, "uid", None)
                continue
            if name == "availableConnectorCount":
                yield from self._lineage.of_evse(kept.evse, "status")
            places = member.connectors[indexes[2] :][:1] if len(indexes) > 2 else member.connectors
            for place in places:
                for source in _GROUPED.get(name, ("standard",)):
                    yield from self._of_connector(kept.evse, kept.made.numbers[place], source)


#: Members of a connector group -> attributes of the connectors that they were read from. Which
#: connectors are counted, standard and power tell.
_GROUPED = {
    "maxPower": ("max_electric_power",),
    "connectorIds": ("id",),
    "connectorCount": ("standard", "max_electric_power", "id"),
    "availableConnectorCount": ("standard", "max_electric_power"),
}


def _of_provider(provider: Provider, source: str, value: object) -> Iterator[Place]:
    if source == "emsp":
        yield provider.name_place
    elif source == "partner_id":
        yield f"{provider.pattern}/partner_id", provider.at
    else:
        for text, at in provider.ema_ids:
            if text == value:
                yield f"{provider.pattern}/ema_id/*", at
