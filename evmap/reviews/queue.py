"""The queue of a review: its findings in the order to look at them, and the one that is chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from evmap.conversion.findings.accept import telling_args
from evmap.conversion.findings.buckets import WORDS
from evmap.glossary import BUCKETS
from evmap.mappings.state import State
from evmap.reviews.filters import NAMES, Filter, Listed
from evmap.reviews.places import shown

#: Findings of one bucket that a page lists. Counts always count all.
MOST_ITEMS = 100

#: What a finding's message names.
Args = tuple[str, ...]

#: What an address of the desk holds: the filters, then what is looked at.
ORDER = (*NAMES, "file", "finding", "place", "at")


@dataclass(frozen=True)
class Section:
    """The findings of a bucket that are listed."""

    bucket: str
    word: str
    meaning: str
    #: Each with its address, and with what tells it from others of its code at its place.
    items: list[tuple[Listed, str, str]]
    findings: int
    occurrences: int
    has_chosen: bool

    @property
    def left_out(self) -> int:
        """Return how many findings have no place on the page."""
        return self.findings - len(self.items)


@dataclass(frozen=True)
class Queue:
    """What is listed; `position` of `shown` findings counts from 1, the addresses may be empty.

    deprecated: how many findings of the review are about deprecated fields or ids.
    """

    sections: list[Section]
    chosen: Listed | None
    position: int
    shown: int
    before: str
    after: str
    deprecated: int


def state_of(path: str, given: dict[str, list[str]]) -> State:
    """Return the state of an address of a review."""
    return State.of(path, ORDER, {name: given.get(name, ()) for name in ORDER})


def queue_of(chosen: Filter, state: State, wanted: str) -> Queue:
    """Return the queue with a finding chosen: the one with the wanted key, or else the first."""
    found = chosen.found
    one = next((one for one in chosen.all if wanted and one.key == wanted), None)
    if one is None and found:
        one = found[0]
    place = next((n for n, other in enumerate(found) if other is one), -1)

    def url_at(index: int) -> str:
        return url_of(state, found[index].key) if 0 <= index < len(found) else ""

    sections = [_section(bucket, found, one, state) for bucket in WORDS]
    return Queue(
        sections=[section for section in sections if section.findings],
        chosen=one,
        position=place + 1,
        shown=len(found),
        before=url_at(place - 1) if place > 0 else "",
        after=url_at(place + 1),
        deprecated=sum(each.is_deprecated for each in chosen.all),
    )


def url_of(state: State, key: str) -> str:
    """Return the address of a finding."""
    return state.but(finding=key, place=None, at=None).url


def _section(bucket: str, found: Sequence[Listed], chosen: Listed | None, state: State) -> Section:
    own = [one for one in found if one.line.bucket == bucket]
    first = own[:MOST_ITEMS]
    if chosen in own and chosen not in first and chosen is not None:
        first = [*first[:-1], chosen]
    alike: dict[tuple[str, str], list[Args]] = defaultdict(list)
    for one in own:
        alike[one.line.code, one.line.pattern].append(_args(one))
    return Section(
        bucket=bucket,
        word=WORDS[bucket],
        meaning=BUCKETS[WORDS[bucket]],
        items=[
            (one, url_of(state, one.key), _telling(one, alike[one.line.code, one.line.pattern]))
            for one in first
        ],
        findings=len(own),
        occurrences=sum(one.line.occurrences for one in own),
        has_chosen=chosen in own,
    )


def _args(one: Listed) -> Args:
    return telling_args(one.line.code, one.line.message)


def _telling(one: Listed, alike: Sequence[Args]) -> str:
    """What tells a finding from those with its code at its place: as few arguments as do.

    alike: the arguments of all of them, its own too.
    """
    columns = [row for row in zip(_args(one), *alike, strict=False) if len({*row}) > 1]
    alone = [own for own, *others in columns if others.count(own) == 1]
    return shown(", ".join(alone[:1] or [own for own, *_ in columns]))
