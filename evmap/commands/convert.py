"""`evmap convert`: files in, files and one report out."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

from evmap.commands.archive import convert_folder, make_workers
from evmap.commands.inputs import (
    PIPE_NAME,
    Found,
    NoInput,
    find_files,
    is_folder,
    is_pipe,
    pipe_as_file,
)
from evmap.commands.job import Job
from evmap.commands.outputs import (
    is_output_folder,
    leave_standard_output,
    open_output,
    output_of,
    spare_inputs,
)
from evmap.commands.progress import State, show_progress
from evmap.commands.say import WrongUse, fail, say
from evmap.commands.summary import summary_text
from evmap.commands.team import entries_of, follow_plan, write_entries
from evmap.conversion.batch.one import STREAM_FROM, convert_source
from evmap.conversion.batch.remote import is_remote
from evmap.conversion.batch.run import RunResult, reason_of
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.workers import EngineFailed, News, WorkerLost, rare_collections
from evmap.conversion.batch.written import WriteFailed, write_whole
from evmap.conversion.codes import SEVERITIES
from evmap.conversion.findings.accept import Entry, accept_findings, open_findings
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.options import Options
from evmap.conversion.read.errors import ReadError
from evmap.conversion.reports import FORMATS, NOT_WRITTEN, format_for, render
from evmap.conversion.reports.contract import Report
from evmap.options import OptionError, read_party, read_status

DONE, FOUND, USAGE, UNREADABLE, UNWRITTEN = 0, 1, 2, 3, 4

#: Ended by Ctrl-C or SIGTERM, as shells have it.
INTERRUPTED = 130


def run(job: Job) -> int:
    """Run the command and return its exit code."""
    guide = fixture_guide()
    rare_collections()
    job.output = output_of(job.output)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        options = make_options(job, guide)
        if job.plan is not None:
            options = follow_plan(job.plan, options, guide)
        setup = Setup(options, guide)
        _report_format(job)
        entries = entries_of(job.accept, job.write_accept, job.reason)
        outcome = _convert(job, setup)
    except (WrongUse, EngineFailed) as error:
        return fail(str(error), USAGE)
    except (NoInput, WorkerLost) as error:
        return fail(str(error), UNREADABLE)
    except WriteFailed as error:
        leave_standard_output()
        return fail(str(error), UNWRITTEN)
    except KeyboardInterrupt:
        return fail("ended early; outputs in a folder are kept, --resume goes on.", INTERRUPTED)
    if outcome.report is None:
        _tell_outcome(outcome)
        return UNWRITTEN if outcome.unwritten else UNREADABLE
    return _end(job, outcome, outcome.report, entries)


def _end(job: Job, outcome: RunResult, report: Report, entries: list[Entry] | None) -> int:
    """Tell and write what was found, and return the exit code."""
    if entries is not None:
        report = accept_findings(report, entries)
    say(summary_text(report))
    _tell_outcome(outcome)
    try:
        _write_report(job, report)
        if job.write_accept is not None:
            told = write_entries(job.write_accept, report, entries or [], job.reason)
            say(told)
    except WriteFailed as error:
        return fail(str(error), UNWRITTEN)
    return UNWRITTEN if outcome.unwritten else _exit_code(job, report, outcome.unreadable)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _tell_outcome(outcome: RunResult) -> None:
    if outcome.skipped:
        skipped = f"{outcome.skipped} of {outcome.files} inputs were done before"
        say(f"  {skipped} and have not changed.")
    if outcome.unwritten:
        say(f"  the documents of {outcome.unwritten} of {outcome.files} inputs are not written.")
    if outcome.unreadable:
        unread = f"{outcome.unreadable} of {outcome.files} inputs could not be read"
        say(f"  {unread}; with --fail-on error this is an error.")


def _write_report(job: Job, report: Report) -> None:
    if job.report is None:
        return
    with write_whole(str(job.report)) as file:
        file.write(render(report, _report_format(job)))


def make_options(job: Job, guide: Guide) -> Options:
    """The options of the conversion. Raises WrongUse for what cannot be."""
    country_code = party_id = None
    if job.party is not None:
        country_code, party_id = _option("--party", job.party, read_party)
    return Options(
        target=job.target,
        statuses=tuple(
            _option("--status", text, partial(read_status, candidates=guide.statuses))
            for text in job.statuses
        ),
        accept_successors=job.accept_successors,
        country_code=country_code,
        party_id=party_id,
        publish=job.publish,
        partner_id=job.partner_id,
    )


def _option(name: str, text: str, read: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
    try:
        return read(text)
    except OptionError as error:
        raise WrongUse(f"{name} {text}: {error}") from error


def _report_format(job: Job) -> str:
    """The format of the report. Raises WrongUse for a suffix of one that evmap does not write."""
    if job.report_format is not None or job.report is None:
        return job.report_format or "json"
    if job.report.suffix.lower() in NOT_WRITTEN:
        known = ", ".join(FORMATS)
        raise WrongUse(f"--report {job.report}: evmap writes {known}; give --report-format.")
    return format_for(job.report.suffix)


def _convert(job: Job, setup: Setup) -> RunResult:
    pipes = [name for name in job.inputs if is_pipe(name)]
    if pipes and len(job.inputs) > 1:
        raise WrongUse(f"{pipes[0]} stands alone: a pipe cannot be mixed with files.")
    if pipes:
        with pipe_as_file(pipes[0]) as path:
            found = Found(str(path), PIPE_NAME, path.stat().st_size)
            return _convert_one(job, found, job.output, setup)
    files = find_files(job.inputs, job.output)
    output = job.output
    several = len(files) > 1 or is_folder(job.inputs[0])
    if output is None and len(files) > 1:
        raise WrongUse(f"{len(files)} files: give a folder for the documents with -o FOLDER.")
    if output is not None and (several or is_output_folder(output)):
        return convert_folder(job, files, output, setup)
    if job.resume:
        raise WrongUse("--resume needs a folder for the documents: give -o FOLDER.")
    spare_inputs([files[0].url], [output, job.report, job.write_accept])
    return _convert_one(job, files[0], output, setup)


def _convert_one(job: Job, file: Found, output: str | None, setup: Setup) -> RunResult:
    """Convert one file to a file or to standard output."""
    state = State(1, file.size)
    large = file.size >= STREAM_FROM or job.engine == "dask"
    workers = job.workers if large else 1
    url = file.url if is_remote(file.url) else str(Path(file.url).absolute())
    outcome = RunResult(None, 1)

    def progress(done: int, total: int) -> None:
        state.hear(News(file.size * done / total if total else 0.0, done))

    try:
        with make_workers(job, workers, setup, state.hear) as found:
            with show_progress(state), open_output(output) as out:
                name = Path(file.url).name if file.relative != PIPE_NAME else PIPE_NAME
                converted = convert_source(Source(url), name, out, found, progress)
            outcome.report = converted.report
    except (ReadError, OSError) as error:
        name = PIPE_NAME if file.relative == PIPE_NAME else file.url
        fail(f"{name}: {reason_of(error, url)}", UNREADABLE)
        outcome.unreadable = 1
    return outcome


def _exit_code(job: Job, report: Report, unreadable: int) -> int:
    if job.fail_on == "never":
        return DONE
    severities = SEVERITIES[: SEVERITIES.index(job.fail_on) + 1]
    left = open_findings(report)
    if unreadable or any(left[severity] for severity in severities):
        return FOUND
    return DONE
