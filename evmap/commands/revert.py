"""`evmap revert`: v3 in, v2 out; beside the original, the proof of what is lost."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import msgspec

from evmap.commands.inputs import PIPE, PIPE_NAME, Found, NoInput, find_files, is_folder
from evmap.commands.outputs import (
    in_folder,
    leave_standard_output,
    open_output,
    output_name,
    output_of,
    spare_inputs,
)
from evmap.commands.say import WrongUse, fail, say
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.written import WriteFailed, write_whole
from evmap.conversion.read.errors import ReadError
from evmap.conversion.reports.words import counted
from evmap.revert import revert
from evmap.revert.report import RevertReport, make_revert_report
from evmap.revert.roundtrip import Difference, difference

DONE, USAGE, UNREADABLE, UNWRITTEN = 0, 2, 3, 4

#: Findings and patterns shown; --report writes all.
SHOWN = 10

#: What outcomes are called, in the order in which they are told.
WORDS = {
    "same": "the same",
    "form": "in another form",
    "different": "different",
    "held": "held by v3 only",
    "empty": "empty",
    "lost": "missing",
}


class Job(msgspec.Struct, kw_only=True):
    """The options of the command, as given."""

    inputs: list[str]
    output: str | None
    diff: Path | None
    report: Path | None


class Outcome(msgspec.Struct):
    """What the report file holds of one input."""

    revert: RevertReport
    difference: Difference | None = None


def run(job: Job) -> int:
    """Run the command and return its exit code.

    0 done, 2 wrong usage, 3 nothing could be read, 4 an output could not be written.
    """
    job.output = output_of(job.output)
    try:
        files = _files(job)
        original = _original(job)
        done = [_one(job, file, files, original) for file in files]
        _write_report(job, [outcome for outcome in done if outcome is not None])
    except WrongUse as error:
        return fail(str(error), USAGE)
    except (NoInput, ReadError) as error:
        return fail(str(error), UNREADABLE)
    except WriteFailed as error:
        leave_standard_output()
        return fail(str(error), UNWRITTEN)
    return DONE if any(outcome is not None for outcome in done) else UNREADABLE


def _files(job: Job) -> list[Found]:
    if job.inputs == [PIPE]:
        return [Found(PIPE, PIPE_NAME, 0)]
    if PIPE in job.inputs:
        raise WrongUse("- stands alone: a pipe cannot be mixed with files.")
    files = find_files(job.inputs, job.output)
    if len(files) > 1 and job.output is None:
        raise WrongUse(f"{len(files)} files: give a folder for the documents with -o FOLDER.")
    if len(files) > 1 and job.diff is not None:
        raise WrongUse("--diff compares one document with one original: give one input.")
    outputs = Counter(_output(job, file, several=len(files) > 1) for file in files)
    for output, number in outputs.items():
        if output is not None and number > 1:
            raise WrongUse(f"{number} inputs would be written to {output}: revert them apart.")
    read = [*(file.url for file in files), job.diff]
    spare_inputs(read, [*outputs, job.report], "The document and the report")
    return files


def _output(job: Job, file: Found, *, several: bool) -> str | None:
    if job.output is None:
        return None
    if several or is_folder(job.output) or (file.url != PIPE and is_folder(job.inputs[0])):
        return in_folder(job.output, output_name(file.relative))
    return job.output


def _original(job: Job) -> bytes | None:
    if job.diff is None:
        return None
    try:
        return job.diff.read_bytes()
    except OSError as error:
        raise WrongUse(f"--diff {job.diff}: {error.strerror or error}") from error


def _one(job: Job, file: Found, files: list[Found], original: bytes | None) -> Outcome | None:
    """Revert one file; None, with a message, where it cannot be read."""
    try:
        reverted = revert(_read(file))
    except (ReadError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        fail(f"{file.relative}: {reason}", UNREADABLE)
        return None
    found = None
    if original is not None:
        try:
            found = difference(original, reverted)
        except ReadError as error:
            raise WrongUse(f"--diff {job.diff}: {error}") from error
    with open_output(_output(job, file, several=len(files) > 1)) as out:
        out.write(reverted.document())
    report = make_revert_report(reverted, file.relative)
    say(_text(report, found))
    return Outcome(report, found)


def _read(file: Found) -> bytes:
    if file.url == PIPE:
        return sys.stdin.buffer.read()
    with Source(file.url).open() as opened:
        return opened.read()


def _write_report(job: Job, done: list[Outcome]) -> None:
    if job.report is None or not done:
        return
    body = msgspec.json.format(msgspec.json.encode(done[0] if len(done) == 1 else done), indent=2)
    with write_whole(str(job.report)) as file:
        file.write(body + b"\n")


def _text(report: RevertReport, found: Difference | None) -> str:
    summary = report.summary
    counts = ", ".join(
        counted(number, severity) for severity, number in summary.findings.items() if number
    )
    size = f"{counted(summary.stations, 'station')} with {counted(summary.connectors, 'connector')}"
    lines = [f"{report.input.name}: {size} back to v2", f"  findings: {counts or 'none'}"]
    lines += [
        f"  {one.severity:7} {one.code} x{one.occurrences:,} {one.pattern}\n          {one.message}"
        for one in report.findings[:SHOWN]
    ]
    if found is not None:
        lines += _difference_lines(found)
    return "\n".join(lines)


def _difference_lines(found: Difference) -> list[str]:
    told = [f"{found.outcomes[kind]:,} {word}" for kind, word in WORDS.items()]
    lines = [f"  of {counted(found.leaves, 'value')} came back: {', '.join(told)}"]
    rows = [row for row in found.rows if row.outcome in ("different", "lost")]
    rows.sort(key=lambda row: (row.outcome == "lost", -row.count))
    lines += [f"  {WORDS[row.outcome]:10} x{row.count:,} {row.pattern}" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(f"  ... and {len(rows) - SHOWN} more patterns; --report FILE writes them all.")
    return lines
