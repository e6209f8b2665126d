"""Small JSON files that people write and carry about: what was accepted, a plan."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

from evmap.conversion.read.halves import half_a_character

Form = TypeVar("Form")


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
        raise wrong(str(half_a_character(data))) from error
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
