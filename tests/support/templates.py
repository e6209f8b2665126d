"""Templates that ask an object for what it does not have fail, instead of showing nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.template import VariableDoesNotExist

#: Where a name may be missing: variables of a page, and members of what is no object of ours.
MAY_MISS = ("Context", "RequestContext", "dict", "QueryDict")
#: Templates of others ask for what may be there.
OF_OTHERS = "admin/"


class MissingMembers(logging.Handler):
    """Hears what Django says of names that it cannot look up, and raises for those of objects."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise AssertionError for a member that an object lacks."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, VariableDoesNotExist) or len(error.params) < 2:
            return
        name, asked = error.params[:2]
        template = str(record.args[1]) if isinstance(record.args, tuple) else ""
        if type(asked).__name__ not in MAY_MISS and not template.startswith(OF_OTHERS):
            raise AssertionError(f"{template} asks {type(asked).__name__} for {name}.")


@contextmanager
def asking_only_for_what_is_there() -> Iterator[None]:
    """Let templates fail while this lasts. It costs time: every missing variable is told."""
    log, handler = logging.getLogger("django.template"), MissingMembers()
    before = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before[0])
        log.propagate = before[1]
