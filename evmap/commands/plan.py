"""The plan of `evmap convert`: a team's decisions, made on the site or by hand."""

from __future__ import annotations

from pathlib import Path

from evmap.commands.errors import WrongUse
from evmap.commands.say import say
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.plan.file import PlanError, read_plan
from evmap.conversion.plan.obey import troubles, with_plan


def follow_plan(path: Path, options: Options, guide: Guide) -> Options:
    """Return the options with the decisions of a file; say which of them have no effect.

    Raise WrongUse where the file cannot be used.
    """
    try:
        decisions = read_plan(path.read_bytes())
    except OSError as error:
        raise WrongUse(f"--plan {path}: {error.strerror or error}") from error
    except PlanError as error:
        raise WrongUse(f"--plan {path}: {error}") from error
    for subject, why in troubles(decisions, guide).items():
        say(f"evmap: {path}: {subject} has no effect: {why}")
    return with_plan(options, decisions, guide)
