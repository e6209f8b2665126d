"""What a team decided, for `evmap convert`: its plan, and the findings that it accepts."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from evmap.commands.say import WrongUse, say
from evmap.conversion.batch.written import write_whole
from evmap.conversion.findings.accept import AcceptError, Entry, read_accept, renew, write_accept
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.plan.file import PlanError, read_plan
from evmap.conversion.plan.obey import troubles, with_plan
from evmap.conversion.reports.contract import Report

#: The reason of entries that are written for everything that is there.
USUAL_REASON = "Known when this file was written."

Read = TypeVar("Read")


def _read(option: str, path: Path, read: Callable[[bytes], Read]) -> Read:
    """Return what stands in the file of an option. Raise WrongUse where it cannot be used."""
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise WrongUse(f"{option} {path}: {error.strerror or error}") from error
    except (AcceptError, PlanError) as error:
        raise WrongUse(f"{option} {path}: {error}") from error


def follow_plan(path: Path, options: Options, guide: Guide) -> Options:
    """Return the options with the decisions of a file; say which of them have no effect.

    Raise WrongUse where the file cannot be used.
    """
    decisions = _read("--plan", path, read_plan)
    for subject, why in troubles(decisions, guide).items():
        say(f"evmap: {path}: {subject} has no effect: {why}")
    return with_plan(options, decisions, guide)


def entries_of(accept: Path | None, write: Path | None, reason: str | None) -> list[Entry] | None:
    """Return the entries of the file, None without one. Raise WrongUse where it cannot be used."""
    if reason is not None and (write is None or not reason.strip()):
        raise WrongUse("--reason: give a text, together with --write-accept FILE.")
    return None if accept is None else _read("--accept", accept, read_accept)


def write_entries(path: Path, report: Report, entries: Sequence[Entry], reason: str | None) -> str:
    """Write a file that accepts all errors and warnings of a report, and return what to tell.

    Entries that fit a finding stay as they are, those that fit none go. Raise WriteFailed where the
    file cannot be written.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    found = renew(report, entries, reason or USUAL_REASON, date=today)
    with write_whole(str(path)) as file:
        file.write(write_accept(found))
    kept = len(set(found) & set(entries))
    errors = sum(finding.severity == "error" for finding in report.findings)
    told = f"{path}: {len(found) - kept:,} new accept entries, {kept:,} kept"
    return (
        f"{told}. {errors:,} of the findings are errors: look at these." if errors else f"{told}."
    )
