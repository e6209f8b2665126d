"""Small JSON files that people write and carry about: what was accepted, a plan."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec

from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.places import line_and_column

Form = TypeVar("Form")

_ESCAPED = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def read_small_file(data: bytes, form: type[Form], name: str, wrong: type[Exception]) -> Form:
    """Return a file whose `format` is a name. Raise `wrong`, which says where and what."""
    value = _parsed(data, wrong)
    if isinstance(value, dict) and value.get("format") != name:
        given = json.dumps(value.get("format"))[:60] if "format" in value else "missing"
        raise wrong(f'format: is {given}, "{name}" is expected.')
    try:
        return msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        raise wrong(_told(str(error))) from error


def _parsed(data: bytes, wrong: type[Exception]) -> Any:
    try:
        value = json.loads(data.decode("utf-8-sig"))
        json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError as error:
        raise wrong(str(_half_a_character(data))) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise wrong(f"{place}: this is not JSON: {error.msg}.") from error
    except UnicodeDecodeError as error:
        raise wrong(f"byte {error.start + 1}: this is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise wrong("this is not JSON that can be read.") from error


def _told(message: str) -> str:
    """The message of msgspec with the place in front, as in "entries[0].reason: ..."."""
    what, _, place = message.partition(" - at ")
    where = place.strip("`").removeprefix("$").removeprefix(".")
    what = what.replace("`", "").replace("Object ", "")
    what = what.replace("Invalid RFC3339 encoded date", "write a date as in 2026-09-01")
    return f"{where or 'the file'}: {what[0].lower()}{what[1:]}."


def _half_a_character(text: bytes) -> ReadError:
    r"""The error of JSON text with half a character: \ud83d without its second half."""
    place, high = len(text), None
    for match in _ESCAPED.finditer(text):
        code = int(match[1], 16) if match[1] else 0
        follows = high is not None and match.start() == high.end()
        if 0xDC00 <= code < 0xE000 and follows:
            high = None
            continue
        if high is not None or 0xDC00 <= code < 0xE000:
            place = (high or match).start()
            break
        high = match if 0xD800 <= code < 0xDC00 else None
    else:
        place = high.start() if high is not None else place
    return ReadError(
        "There is half a character: \\ud800 to \\udfff stand in pairs.",
        "Write the whole character, or leave it out.",
        *line_and_column(text, place),
    )
