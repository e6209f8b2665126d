"""The `evmap` command: convert files, look codes up, explain findings.

Heavy imports stand inside the commands, so that `evmap --version` and usage errors are instant.
"""

from __future__ import annotations

import gc
import signal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evmap import __version__, options

#: The exit code of wrong usage (contract; see the commands for the others).
USAGE = 2

app = typer.Typer(
    help="HERE EV Charge Points v2 to v3 (OCPI), with an account of every value.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class ReportFormat(StrEnum):
    """Formats of the report."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    HTML = "html"


class FailOn(StrEnum):
    """Severities that make the command exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class SchemaName(StrEnum):
    """Formats with a JSON Schema."""

    REPORT = "report"
    ACCEPT = "accept"
    PLAN = "plan"


class ScanFormat(StrEnum):
    """Formats of what a scan found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CSV = "csv"


class EngineName(StrEnum):
    """What shares the work between processes."""

    LOCAL = "local"
    DASK = "dask"


def local_file(text: str) -> Path:
    """Return the path of a file of this machine. A URL would become a folder called `s3:`."""
    from evmap.conversion.batch.remote import is_remote, local_path

    if is_remote(text):
        raise typer.BadParameter("URLs are taken for inputs and for -o; name a file here.")
    return Path(local_path(text))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"evmap {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """HERE EV Charge Points v2 to v3 (OCPI), with an account of every value."""


@app.command()
def convert(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, globs, URLs, or - for a pipe."),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", help="File for the document; a folder for several inputs."),
    ] = None,
    to: Annotated[options.Target, typer.Option(help=options.TARGET.help)] = "v3",
    report: Annotated[
        Path | None,
        typer.Option(
            parser=local_file, metavar="FILE", help="Write a report; its suffix tells the format."
        ),
    ] = None,
    report_format: Annotated[
        ReportFormat | None, typer.Option(help="Format of the report, whatever its suffix.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="V2=V3", help=f"{options.STATUS.help} Example: {options.STATUS.example}"
        ),
    ] = None,
    accept_successors: Annotated[bool, typer.Option(help=options.ACCEPT_SUCCESSORS.help)] = False,
    party: Annotated[
        str | None,
        typer.Option(
            metavar="COUNTRY*PARTY", help=f"{options.PARTY.help} Example: {options.PARTY.example}"
        ),
    ] = None,
    publish: Annotated[
        bool | None,
        typer.Option("--publish/--no-publish", help=options.PUBLISH.help),
    ] = None,
    partner_id: Annotated[
        str | None, typer.Option(metavar="ID", help=options.PARTNER_ID.help)
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 when there are findings of this severity or above.")
    ] = FailOn.NEVER,
    plan: Annotated[
        Path | None,
        typer.Option(
            parser=local_file,
            metavar="FILE",
            help="Decisions of a team; single options outweigh them.",
        ),
    ] = None,
    accept: Annotated[
        Path | None,
        typer.Option(
            parser=local_file,
            metavar="FILE",
            help="Findings that were accepted; --fail-on passes them.",
        ),
    ] = None,
    write_accept: Annotated[
        Path | None,
        typer.Option(
            parser=local_file,
            metavar="FILE",
            help="Write a file that accepts all errors and warnings.",
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why, for new entries of --write-accept.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Skip what an earlier run into the folder has done.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
    engine: Annotated[EngineName, typer.Option(help="What shares the work.")] = EngineName.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask cluster that exists, with --engine dask."),
    ] = None,
) -> None:
    """Convert v2 responses to v3, and tell what became of every value."""
    gc.disable()  # until all is loaded: what is loaded stays
    from evmap.commands.convert import run
    from evmap.commands.job import Job

    if scheduler is not None and engine is not EngineName.DASK:
        raise typer.BadParameter("this goes with --engine dask.", param_hint="--scheduler")
    job = Job(
        inputs=inputs,
        output=output,
        target=to,
        report=report,
        report_format=report_format.value if report_format else None,
        statuses=status or [],
        accept_successors=accept_successors,
        party=party,
        publish=publish,
        partner_id=partner_id,
        fail_on=fail_on.value,
        workers=workers,
        plan=plan,
        accept=accept,
        write_accept=write_accept,
        reason=reason,
        resume=resume,
        engine=engine.value,
        scheduler=scheduler,
    )
    raise typer.Exit(run(job))


@app.command()
def revert(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="v3 or OCPI: files, folders, globs, URLs, or -."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", help="File for the v2 response; a folder for several inputs."
        ),
    ] = None,
    diff: Annotated[
        Path | None,
        typer.Option(
            parser=local_file,
            metavar="ORIGINAL",
            help="Tell what came back of this v2 response, and how.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            parser=local_file, metavar="FILE", help="Write findings and difference as JSON."
        ),
    ] = None,
) -> None:
    """Turn v3 or OCPI locations back into a v2 response, by the same tables."""
    from evmap.commands.revert import Job, run

    raise typer.Exit(run(Job(inputs=inputs, output=output, diff=diff, report=report)))


@app.command()
def lookup(
    codes: Annotated[
        list[str], typer.Argument(metavar="CODE...", help="Connector ids, standards, statuses ...")
    ],
) -> None:
    """Say what codes of v2 or v3 are in the other system."""
    _end_with_reader()
    from evmap.commands.lookup import run

    raise typer.Exit(run(codes))


@app.command()
def request(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="A v2 request; - reads it from a pipe.")
    ],
) -> None:
    """Say what to call in v3 instead of a v2 request. Keys in it are never printed."""
    _end_with_reader()
    from evmap.commands.request import run

    raise typer.Exit(run(url))


@app.command()
def scan(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, or folders with all in them.")
    ],
    form: Annotated[
        ScanFormat, typer.Option("--format", help="How to tell what was found.")
    ] = ScanFormat.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 when something of this severity or above is found.")
    ] = FailOn.NEVER,
) -> None:
    """Find what speaks v2 in the source of a program, and say what it is in HERE's v3 API.

    Plain words that any program has, such as name or state, are not looked for, and folders of
    others, such as node_modules and .venv, not looked into. Exit codes: 1 for --fail-on, 3 where
    a path is missing or nothing could be read.
    """
    _end_with_reader()
    from evmap.commands.scan import run

    raise typer.Exit(run(paths, form.value, fail_on.value))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A finding's code, as in EV301.")],
) -> None:
    """Explain a finding: why it occurs, an example, and what to do."""
    _end_with_reader()
    from evmap.commands.explain import explain as text_of

    try:
        typer.echo(text_of(code))
    except LookupError as error:
        typer.echo(f"evmap: {error.args[0]}", err=True)
        raise typer.Exit(USAGE) from error


@app.command()
def schema(
    name: Annotated[
        SchemaName, typer.Argument(help="The report, or a file of --accept or --plan.")
    ],
) -> None:
    """Print the JSON Schema of a format that evmap writes or reads."""
    _end_with_reader()
    from evmap.conversion.schemas import SCHEMAS

    typer.echo(SCHEMAS[name.value].read_text(encoding="utf-8"), nl=False)


def _end_with_reader() -> None:
    """End as other tools do where the reader of a pipe has gone (`evmap lookup ... | head -1`)."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def main() -> None:
    """The entry point."""
    app(prog_name="evmap")


if __name__ == "__main__":
    main()
