"""JSON Pointers (RFC 6901) and their patterns."""

from __future__ import annotations

from evmap.conversion.diagnostics import Path


def escape(step: str) -> str:
    """A key as a step of a JSON Pointer."""
    if "~" in step or "/" in step:
        step = step.replace("~", "~0").replace("/", "~1")
    return readable(step)


def readable(text: str) -> str:
    r"""A text that can be written as UTF-8: half a surrogate pair becomes its escape (\ud83d)."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def pointer(base: str, path: Path) -> str:
    """The JSON Pointer of `path` below `base`."""
    return "/".join((base, *map(_step, path))) if path else base


def _step(step: object) -> str:
    if isinstance(step, tuple):  # a value that its key lost to a later one
        step = step[0]
    return escape(step) if isinstance(step, str) else str(step)


def joined(prefix: str, pattern: str) -> str:
    """The pattern of a value from the input's root; `prefix` is that of its record."""
    return f"{prefix}/{pattern}" if pattern else prefix
