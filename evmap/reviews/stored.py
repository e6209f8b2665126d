"""A review as it is stored: found by the secret in its link, read without converting anything.

Its sealed parts are called

    state               the name that people gave, options, names of files, accepted findings
    results             of each file the report, or why it has none
    targets             the reports that the other targets would have; only of small documents
    before              the findings before the last change of options or text
    input-1, result-1   of each file what was sent, and what became of it
    trip-1              of each file what comes back from v3, of the first locations
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec
from django.http import QueryDict
from django.utils import timezone

from evmap.conversion import Options
from evmap.conversion.findings.accept import Entry, accept_findings
from evmap.conversion.plan.file import Decision
from evmap.conversion.plan.obey import with_plan
from evmap.conversion.read.encoding import to_utf8
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.merge import merge_reports
from evmap.reviews.files import FileLine, Files
from evmap.reviews.forms import OptionsForm
from evmap.reviews.models import StoredPart, StoredReview
from evmap.reviews.payload import Payload
from evmap.reviews.results import FileResult, unpack_result
from evmap.reviews.roundtrip import RoundTrip
from evmap.reviews.sealing import Seal, Unreadable, digest_of
from evmap.reviews.service import Tables, tables_for_web, tables_version, web_limits
from evmap.reviews.whatif import Base


class State(msgspec.Struct):
    """What people decided. options: a query string, as `OptionsForm.query` gives it.

    statuses: v2 status -> v3 status as it was converted: chosen, or preferred in the tables then.
    """

    options: str
    #: Without their bytes.
    files: list[Payload]
    statuses: tuple[tuple[str, str], ...] = ()
    name: str = ""
    entries: list[Entry] = []

    @property
    def title(self) -> str:
        """Return the name, else that of the file, or how many files there are."""
        files = self.files
        return self.name or (files[0].title if len(files) == 1 else f"{len(files)} files")

    def sealed(self, seal: Seal) -> bytes:
        """Return it sealed."""
        return seal.close("state", msgspec.msgpack.encode(self))

    @staticmethod
    def opened(seal: Seal, sealed: bytes | memoryview) -> State:
        """Return it again. Raise Unreadable, msgspec.MsgspecError."""
        return _state(seal.open("state", bytes(sealed)))


# Made once, here: msgspec learns a type where it first meets it, and two threads must not do that
# at the same time (it can crash the process).
_state = msgspec.msgpack.Decoder(State).decode
_results = msgspec.msgpack.Decoder(list[FileResult]).decode
_reports = msgspec.msgpack.Decoder(dict[str, Report]).decode
_base = msgspec.msgpack.Decoder(Base).decode
_trip = msgspec.msgpack.Decoder(RoundTrip).decode


@dataclass(frozen=True)
class Review:
    """One stored review. `results` is empty where another version of evmap stored it otherwise."""

    token: str
    row: StoredReview
    state: State
    results: Sequence[FileResult]
    seal: Seal = field(repr=False)

    @property
    def is_stale(self) -> bool:
        """Return whether its results can't be read any more, so that it must be converted again."""
        return not self.results

    @cached_property
    def tables_changed(self) -> bool:
        """Return whether tables, plan or evmap are others than those it was converted with."""
        today = self._today.options
        plan = [decision.members() for decision in today.plan]
        return (self.row.tables, self.state.statuses, self.whole.plan) != (
            *(tables_version(), today.statuses, plan),
        )

    @cached_property
    def choices(self) -> Options:
        """Return the options."""
        return self.form.chosen() if self.form.is_valid() else Options()

    @cached_property
    def form(self) -> OptionsForm:
        """Return a form with its options."""
        return OptionsForm(QueryDict(self.state.options))

    @cached_property
    def tables(self) -> Tables:
        """Return today's tables with options and plan of then, for looking at a record closely."""
        chosen = msgspec.structs.replace(
            self.choices, statuses=self.state.statuses, limits=web_limits()
        )
        plan = msgspec.convert(self.whole.plan, list[Decision])
        return replace(self._today, options=with_plan(chosen, plan, self._today.guide))

    @cached_property
    def lines(self) -> list[FileLine]:
        """Return its files with their reports, what was accepted marked in them."""
        return [
            FileLine(
                number,
                payload,
                self._marked(result.report) if result.report else None,
                result.failure,
            )
            for number, (payload, result) in enumerate(
                zip(self.state.files, self.results, strict=True), 1
            )
        ]

    @cached_property
    def whole(self) -> Report:
        """Return one report on all files, what was accepted marked in it."""
        reports = [one.report for one in self.results if one.report is not None]
        if len(self.results) == 1:
            return self._marked(reports[0])
        files = zip(self.state.files, self.results, strict=True)
        unreadable = [(file.title, one.failure) for file, one in files if one.failure is not None]
        return self._marked(merge_reports(reports, unreadable))

    @cached_property
    def targets(self) -> Mapping[str, Report]:
        """Return the report of all files for every target, this one's first; of a large document
        only this one's. What was accepted is marked in each.
        """
        found = {self.whole.target: self.whole}
        packed = self._part("targets")
        if packed:
            others = _reports(packed)
            found |= {target: self._marked(report) for target, report in others.items()}
        return found

    @cached_property
    def before(self) -> Base | None:
        """Return the findings before the last change of options or text; None before the first."""
        packed = self._part("before")
        return _base(packed) if packed else None

    def files(self, number: int = 1) -> Files:
        """Return all files, with the conversion of the wanted one, else of the first readable."""
        readable = [line for line in self.lines if line.report is not None]
        line = next((line for line in readable if line.number == number), readable[0])
        names = f"input-{line.number}", f"result-{line.number}"
        # Most pages show the other targets too.
        self._read(*names, "targets")
        text, _ = to_utf8(self._part(names[0]), web_limits())
        conversion = unpack_result(self._part(names[1]), text)
        report = line.report or self.whole
        return Files(self.lines, line, conversion, report, self.tables, self.state.entries)

    def trip(self, number: int = 1) -> RoundTrip | None:
        """Return what comes back from v3 of a file; None where it is too large to say."""
        packed = self._part(f"trip-{number}")
        return _trip(packed) if packed else None

    def inputs(self) -> list[Payload]:
        """Return its files with what is stored of them, still sealed."""
        names = [f"input-{number}" for number in range(1, len(self.state.files) + 1)]
        self._read(*names)
        return [
            payload.of(self._sealed[name])
            for name, payload in zip(names, self.state.files, strict=True)
        ]

    def again(self) -> Review:
        """Return the review as it is stored now; as it was, where it has gone."""
        return open_review(self.token) or self

    @cached_property
    def _today(self) -> Tables:
        return tables_for_web(self.choices)

    def _marked(self, report: Report) -> Report:
        return accept_findings(report, self.state.entries) if self.state.entries else report

    def _part(self, name: str) -> bytes:
        """What stands in a part; nothing where there is none."""
        if name not in self._sealed:
            self._read(name)
        sealed = self._sealed[name]
        return self.seal.open(name, sealed) if sealed else b""

    def _read(self, *names: str) -> None:
        """Read parts as they are stored, in one query."""
        found = StoredPart.objects.filter(review=self.row, name__in=names)
        self._sealed.update(dict.fromkeys(names, b""))
        self._sealed.update((one.name, bytes(one.content)) for one in found)

    @cached_property
    def _sealed(self) -> dict[str, bytes]:
        return {}


def open_review(token: str) -> Review | None:
    """Return a review; None where there is none, or none any more."""
    found = StoredPart.objects.select_related("review").filter(
        review__digest=digest_of(token),
        review__expires_at__gt=timezone.now(),
        name__in=("state", "results"),
    )
    parts = {part.name: part for part in found}
    if "state" not in parts:
        return None
    seal = Seal(token)
    state = State.opened(seal, parts["state"].content)
    results: list[FileResult] = []
    try:
        packed = seal.open("results", bytes(parts["results"].content))
        results = _results(packed)
    except (Unreadable, KeyError, msgspec.MsgspecError):
        pass  # Stored by another version: it can be converted again.
    return Review(token, parts["state"].review, state, results, seal)
