"""`evmap convert`: files in, files and one report out."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from evmap.commands.accept import entries_of, write_entries
from evmap.commands.errors import WrongUse
from evmap.commands.inputs import PIPE, PIPE_NAME, NoInput, find_files, pipe_as_file
from evmap.commands.outputs import open_output, output_path
from evmap.commands.summary import summary_text
from evmap.conversion.accept import accept_findings, open_findings
from evmap.conversion.bulk import Progress, convert_file, no_progress
from evmap.conversion.catalogue import SEVERITIES
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.options import Options
from evmap.conversion.processes import rare_collections
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reports import format_for, render
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.merge import merge_reports

DONE, FOUND, USAGE, UNREADABLE = 0, 1, 2, 3

_PARTY = re.compile(r"([A-Za-z]{2})[*-]?([A-Za-z0-9]{3})")


class Job(msgspec.Struct, kw_only=True):
    """The options of the command, as given."""

    inputs: list[str]
    output: Path | None
    target: str
    report: Path | None
    report_format: str | None
    statuses: list[str]
    accept_successors: bool
    party: str | None
    publish: bool | None
    partner_id: str | None
    fail_on: str
    workers: int
    accept: Path | None = None
    write_accept: Path | None = None
    reason: str | None = None


def run(job: Job) -> int:
    """Run the command and return its exit code."""
    guide = fixture_guide()
    rare_collections()
    try:
        options = make_options(job, guide)
        entries = entries_of(job.accept, job.write_accept, job.reason)
        report_format = _report_format(job)
        if job.inputs == [PIPE]:
            with pipe_as_file() as path:
                reports = [_convert(job, path, job.output, options, guide)]
        else:
            reports = _convert_files(job, options, guide)
    except WrongUse as error:
        return _fail(str(error), USAGE)
    except NoInput as error:
        return _fail(str(error), UNREADABLE)
    done = [report for report in reports if report is not None]
    if not done:
        return UNREADABLE
    report = done[0] if len(reports) == 1 else merge_reports(done)
    if entries is not None:
        report = accept_findings(report, entries)
    print(summary_text(report), file=sys.stderr)
    if len(done) < len(reports):
        unread = f"{len(reports) - len(done)} of {len(reports)} inputs could not be read"
        print(f"  {unread}; with --fail-on error this is an error.", file=sys.stderr)
    try:
        _write_report(job, report, report_format)
        if job.write_accept is not None:
            told = write_entries(job.write_accept, report, entries or [], job.reason)
            print(told, file=sys.stderr)
    except WrongUse as error:
        return _fail(str(error), USAGE)
    return _exit_code(job, report, unreadable=len(reports) - len(done))


def _write_report(job: Job, report: Report, report_format: str) -> None:
    if job.report is None:
        return
    try:
        job.report.parent.mkdir(parents=True, exist_ok=True)
        job.report.write_bytes(render(report, report_format))
    except OSError as error:
        raise WrongUse(f"--report {job.report}: {error.strerror or error}") from error


def make_options(job: Job, guide: Guide) -> Options:
    """The options of the conversion. Raises WrongUse for what cannot be."""
    country_code = party_id = None
    if job.party is not None:
        match = _PARTY.fullmatch(job.party)
        if match is None:
            raise WrongUse(f"--party {job.party}: give country and party, as in DE*ICT.")
        country_code, party_id = match[1].upper(), match[2].upper()
    return Options(
        target=job.target,  # type: ignore[arg-type]  # one of the four, by the command line
        statuses=tuple(_status(text, guide) for text in job.statuses),
        accept_successors=job.accept_successors,
        country_code=country_code,
        party_id=party_id,
        publish=job.publish,
        partner_id=job.partner_id,
    )


def _status(text: str, guide: Guide) -> tuple[str, str]:
    v2, equals, v3 = (part.strip().upper() for part in text.partition("="))
    candidates = guide.statuses.get(v2)
    if not equals or candidates is None:
        names = ", ".join(guide.statuses)
        raise WrongUse(f"--status {text}: give V2=V3 with a v2 status of {names}.")
    if v3 not in candidates:
        raise WrongUse(f"--status {text}: {v2} can be {' or '.join(candidates)}.")
    return v2, v3


def _report_format(job: Job) -> str:
    if job.report_format is not None:
        return job.report_format
    return format_for(job.report.suffix) if job.report is not None else "json"


def _convert_files(job: Job, options: Options, guide: Guide) -> list[Report | None]:
    if PIPE in job.inputs:
        raise WrongUse("- stands alone: a pipe cannot be mixed with files.")
    files = find_files(job.inputs)
    several = len(files) > 1 or Path(job.inputs[0]).is_dir()
    if several and job.output is None and len(files) > 1:
        raise WrongUse(f"{len(files)} files: give a folder for the documents with -o FOLDER.")
    if several and job.output is not None and job.output.is_file():
        raise WrongUse(f"-o {job.output}: give a folder, not a file, for several documents.")
    outputs = [output_path(job.output, relative, several=several) for _, relative in files]
    for output, number in Counter(outputs).items():
        if output is not None and number > 1:
            raise WrongUse(f"{number} inputs would be written to {output}: convert them apart.")
    _spare_inputs([path for path, _ in files], [*outputs, job.report, job.write_accept])
    return [
        _convert(job, path, output, options, guide)
        for (path, _), output in zip(files, outputs, strict=True)
    ]


def _spare_inputs(inputs: list[Path], outputs: list[Path | None]) -> None:
    """Raise WrongUse for an output that would overwrite an input or another output."""
    read = {path.resolve() for path in inputs}
    written = [path.resolve() for path in outputs if path is not None]
    for path in written:
        if path in read:
            raise WrongUse(f"{path} is an input: write the document or report elsewhere.")
    if len(set(written)) < len(written):
        raise WrongUse("Document, report and accept file would be written to the same file.")


def _convert(
    job: Job, path: Path, output: Path | None, options: Options, guide: Guide
) -> Report | None:
    """Convert one file; None, with a message, where nothing can be read."""
    try:
        with open_output(output) as out, _progress(path) as progress:
            converted = convert_file(
                path, out, options, guide, workers=job.workers, progress=progress
            )
        return converted.report()
    except BrokenPipeError:
        raise
    except (ReadError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        name = PIPE_NAME if job.inputs == [PIPE] else str(path)
        if isinstance(error, OSError) and error.filename not in (None, str(path)):
            name = f"{name}: {error.filename}"
        _fail(f"{name}: {reason}", UNREADABLE)
        return None


@contextmanager
def _progress(path: Path) -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=None)
        yield lambda done, total: bar.update(task, advance=done, total=total)


def _exit_code(job: Job, report: Report, unreadable: int) -> int:
    if job.fail_on == "never":
        return DONE
    severities = SEVERITIES[: SEVERITIES.index(job.fail_on) + 1]
    left = open_findings(report)
    if unreadable or any(left[severity] for severity in severities):
        return FOUND
    return DONE


def _fail(message: str, code: int) -> int:
    print(f"evmap: {message}", file=sys.stderr)
    return code
