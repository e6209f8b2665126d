"""`evmap scan`: the source of a program in, the places that speak v2 out."""

from __future__ import annotations

import sys

from evmap.commands.say import say
from evmap.masking import harmless
from evmap.scan import NoSuchPath, scan
from evmap.scan.reports import FORMATS, summary

DONE, NOTHING_READ = 0, 3


def run(paths: list[str], form: str) -> int:
    """Print what was found and return the exit code: 3 where no file could be read."""
    try:
        found = scan(paths)
    except NoSuchPath as error:
        say(f"evmap: {error}")
        return NOTHING_READ
    for path, reason in found.passed:
        say(f"evmap: {path}: passed over, {reason}.")
    told = FORMATS[form](found)
    lines = map(harmless, told.split("\n")) if form == "text" else [told]
    sys.stdout.write("\n".join(lines))
    if not found.read:
        say("evmap: there is no file to read here.")
        return NOTHING_READ
    say(summary(found))
    return DONE
