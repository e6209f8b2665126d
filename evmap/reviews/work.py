"""What a review lets a child process do: documents in, sealed parts out.

Functions of this module run in a child (see `evmap.operations.children`): no request, no database.
The process that answers pages never holds a converted document in memory for this.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from evmap.api.work import unpacked
from evmap.conversion import (
    TARGETS,
    Conversion,
    Guide,
    Limits,
    Options,
    ReadError,
    TooLarge,
    convert,
)
from evmap.conversion.reports.contract import Report, make_report
from evmap.conversion.reports.merge import merge_reports
from evmap.reviews.payload import Payload
from evmap.reviews.results import Failure, Outcome, pack_result
from evmap.reviews.roundtrip import MOST_LOCATIONS, MOST_VALUES, round_trip_of
from evmap.reviews.sealing import Seal

#: Up to so many bytes a review knows what the other targets would give.
COMPARED_BYTES = 200_000

#: The tables as `evmap.api.work.packed` packs them, and the options of the conversion.
PackedTables = tuple[bytes, Options]


@dataclass(frozen=True)
class Made:
    """A converted review: its sealed parts by name, the bytes of its documents, their number."""

    parts: dict[str, bytes]
    bytes: int
    files: int


def made(token: str, payloads: Sequence[Payload], tables: PackedTables) -> Made:
    """Convert documents and seal all that is stored of them, documents included.

    Raise ReadError where none can be read; TooLarge where one or all together are too large.
    """
    seal = Seal(token)
    parts = _converted(seal, payloads, tables)
    for number, payload in enumerate(payloads, 1):
        parts |= seal.named(f"input-{number}", payload.data)
    return Made(parts, sum(len(payload.data) for payload in payloads), len(payloads))


def made_again(token: str, sealed: Sequence[Payload], tables: PackedTables) -> Made:
    """Convert stored documents, given with their sealed parts for data. Raise as `made`."""
    seal = Seal(token)
    payloads = _opened(seal, sealed)
    parts = _converted(seal, payloads, tables)
    return Made(parts, sum(len(payload.data) for payload in payloads), len(payloads))


def reports_with(token: str, sealed: Sequence[Payload], tables: PackedTables) -> list[Report]:
    """Return the reports that stored documents would have, and store nothing. Raise as `made`."""
    return _reports(_opened(Seal(token), sealed), unpacked(tables[0]), tables[1])


def _opened(seal: Seal, sealed: Sequence[Payload]) -> list[Payload]:
    return [
        replace(one, data=seal.open(f"input-{number}", one.data))
        for number, one in enumerate(sealed, 1)
    ]


def _converted(seal: Seal, payloads: Sequence[Payload], tables: PackedTables) -> dict[str, bytes]:
    guide, options = unpacked(tables[0]), tables[1]
    parts: dict[str, bytes] = {}
    outcomes: list[Outcome] = []
    first_error: ReadError | None = None
    budget, back, values = _Budget(options.limits), MOST_LOCATIONS, MOST_VALUES
    for number, payload in enumerate(payloads, 1):
        try:
            conversion = _convert(payload, guide, options, budget)
        except TooLarge:
            raise
        except ReadError as error:
            first_error = first_error or error
            outcomes.append(Outcome(failure=Failure.of(error)))
            continue
        report = make_report(conversion)
        outcomes.append(Outcome(report))
        is_xml = any(finding.code == "EV111" for finding in conversion.findings)
        parts |= seal.named(f"result-{number}", pack_result(conversion, is_xml=is_xml))
        trip = round_trip_of(conversion, report, guide, most=back, values=values)
        if trip is not None:
            back, values = back - trip.compared, values - trip.leaves
            parts |= seal.named(f"trip-{number}", msgspec.msgpack.encode(trip))
    if not parts and first_error is not None:
        raise first_error
    parts |= seal.named("outcomes", msgspec.msgpack.encode(outcomes))
    if sum(len(payload.data) for payload in payloads) <= COMPARED_BYTES:
        others = _other_targets(payloads, guide, options)
        parts |= seal.named("targets", msgspec.msgpack.encode(others))
    return parts


class _Budget:
    """The limits of a request: all its files together stay within them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        self._begin = time.thread_time()

    def left(self) -> Limits:
        """Return what is left for the next file."""
        limits, spent = self._limits, time.thread_time() - self._begin
        return msgspec.structs.replace(
            limits,
            bytes=None if limits.bytes is None else max(limits.bytes - self._read, 0),
            seconds=None if limits.seconds is None else max(limits.seconds - spent, 0.0),
        )

    def spend(self, read: int) -> None:
        """Take the bytes of a file off."""
        self._read += read


def _convert(payload: Payload, guide: Guide, options: Options, budget: _Budget) -> Conversion:
    options = msgspec.structs.replace(options, limits=budget.left())
    conversion = convert(payload.data, options, guide=guide, name=payload.name, outline=True)
    budget.spend(len(conversion.text))
    return conversion


def _other_targets(
    payloads: Sequence[Payload], guide: Guide, options: Options
) -> dict[str, Report]:
    """The report of all files for each of the other targets."""
    found: dict[str, Report] = {}
    for target in TARGETS:
        if target != options.target:
            reports = _reports(payloads, guide, msgspec.structs.replace(options, target=target))
            found[target] = merge_reports(reports) if len(reports) > 1 else reports[0]
    return found


def _reports(payloads: Sequence[Payload], guide: Guide, options: Options) -> list[Report]:
    """The reports of the files that can be read. Raise ReadError where none can."""
    found: list[Report] = []
    first_error: ReadError | None = None
    budget = _Budget(options.limits)
    for payload in payloads:
        try:
            found.append(make_report(_convert(payload, guide, options, budget)))
        except TooLarge:
            raise
        except ReadError as error:
            first_error = first_error or error
    if not found and first_error is not None:
        raise first_error
    return found
