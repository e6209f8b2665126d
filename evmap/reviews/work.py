"""What a review lets a child process do: documents in, sealed parts out.

Functions of this module run in a child (see `evmap.operations.children`): no request, no database.
The process that answers pages never holds a converted document in memory for this.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from evmap.reviews.results import FileResult, pack_result
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
    return [one.of(seal.open(f"input-{number}", one.data)) for number, one in enumerate(sealed, 1)]


def _converted(seal: Seal, payloads: Sequence[Payload], tables: PackedTables) -> dict[str, bytes]:
    guide, options = unpacked(tables[0]), tables[1]
    parts: dict[str, bytes] = {}
    results: list[FileResult] = []
    back, values = MOST_LOCATIONS, MOST_VALUES
    for number, found in enumerate(_conversions(payloads, guide, options), 1):
        if isinstance(found, ReadError):
            results.append(FileResult(failure=str(found)))
            continue
        report = make_report(found)
        results.append(FileResult(report))
        is_xml = any(finding.code == "EV111" for finding in found.findings)
        parts |= seal.named(f"result-{number}", pack_result(found, is_xml=is_xml))
        trip = round_trip_of(found, report, guide, most=back, values=values)
        if trip is not None:
            back, values = back - trip.compared, values - trip.leaves
            parts |= seal.named(f"trip-{number}", msgspec.msgpack.encode(trip))
    parts |= seal.named("results", msgspec.msgpack.encode(results))
    if sum(len(payload.data) for payload in payloads) <= COMPARED_BYTES:
        others = _other_targets(payloads, guide, options)
        parts |= seal.named("targets", msgspec.msgpack.encode(others))
    return parts


def _conversions(
    payloads: Sequence[Payload], guide: Guide, options: Options
) -> Iterator[Conversion | ReadError]:
    """Convert documents one after the other; all together stay within the limits.

    Raise ReadError at the end where none could be read; TooLarge at once.
    """
    begin, read = time.thread_time(), 0
    errors: list[ReadError] = []
    for payload in payloads:
        limits = _left(options.limits, read, time.thread_time() - begin)
        mine = msgspec.structs.replace(options, limits=limits)
        try:
            found = convert(payload.data, mine, guide=guide, name=payload.name, outline=True)
        except TooLarge:
            raise
        except ReadError as error:
            errors.append(error)
            yield error
        else:
            read += len(found.text)
            yield found
    if errors and len(errors) == len(payloads):
        raise errors[0]


def _left(limits: Limits, read: int, spent: float) -> Limits:
    """What of the limits is left after so many bytes and seconds."""
    return msgspec.structs.replace(
        limits,
        bytes=None if limits.bytes is None else max(limits.bytes - read, 0),
        seconds=None if limits.seconds is None else max(limits.seconds - spent, 0.0),
    )


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
    return [
        make_report(found)
        for found in _conversions(payloads, guide, options)
        if not isinstance(found, ReadError)
    ]
