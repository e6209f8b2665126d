"""The accept file of `evmap convert`: read before, written after."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from evmap.commands.errors import WrongUse
from evmap.conversion.batch.written import write_whole
from evmap.conversion.findings.accept import AcceptError, Entry, read_accept, renew, write_accept
from evmap.conversion.reports.contract import Report

#: The reason of entries that are written for everything that is there.
USUAL_REASON = "Known when this file was written."


def entries_of(accept: Path | None, write: Path | None, reason: str | None) -> list[Entry] | None:
    """Return the entries of the file, None without one. Raise WrongUse where it cannot be used."""
    if reason is not None and (write is None or not reason.strip()):
        raise WrongUse("--reason: give a text, together with --write-accept FILE.")
    if accept is None:
        return None
    try:
        return read_accept(accept.read_bytes())
    except OSError as error:
        raise WrongUse(f"--accept {accept}: {error.strerror or error}") from error
    except AcceptError as error:
        raise WrongUse(f"--accept {accept}: {error}") from error


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
