"""Templates that ask an object for what it does not have fail, instead of showing nothing."""

from __future__ import annotations

import logging

from django.template import VariableDoesNotExist

#: Where a name may be missing: variables of a page, and members of what is no object of ours.
MAY_MISS = ("Context", "RequestContext", "dict", "URLResolver")


class MissingMembers(logging.Handler):
    """Hears what Django says of names that it cannot look up, and raises for those of objects."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise AssertionError for a member that an object lacks."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, VariableDoesNotExist) or len(error.params) < 2:
            return
        name, asked = error.params[:2]
        if type(asked).__name__ not in MAY_MISS:
            raise AssertionError(f"A template asks {type(asked).__name__} for {name}.")


def listen() -> None:
    """Let templates fail from now on."""
    log = logging.getLogger("django.template")
    log.setLevel(logging.DEBUG)
    log.addHandler(MissingMembers())
    log.propagate = False
