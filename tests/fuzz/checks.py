"""What must hold for any bytes: counted here by other means than those of the converter."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

from evmap.conversion import Conversion, Limits, Options, ReadError, convert
from evmap.conversion.counts import OTHERS
from evmap.conversion.options import Target
from evmap.conversion.reports.contract import make_report
from tests.conversion.support import explained, told_of

#: Limits as the site has them, but small, so that they are met.
LIMITS = Limits(bytes=2_000_000, depth=64, values=100_000, made=2_000)
OPTIONS: dict[str, Any] = {
    "limits": LIMITS,
    "accept_successors": True,
    "country_code": "DE",
    "party_id": "ICT",
}
#: CPU seconds that no mangled sample (some 100 kB at most) may take.
PATIENCE = 10.0
TOO_DEEP = -1


def check(data: bytes, target: Target) -> str:
    """Convert bytes and check all that is promised; the shape, or "refused"."""
    options = Options(target=target, **OPTIONS)
    started = time.process_time()
    try:
        first = convert(data, options)
    except ReadError as error:
        said = str(error).encode()
        return "refused" if said else "refused without a word"
    finally:
        taken = time.process_time() - started
        assert taken < PATIENCE, f"{taken:.1f} s for {len(data)} bytes"
    _check_sums(first)
    second = convert(data, options)
    assert second.document == first.document, "another document the second time"
    assert make_report(second) == make_report(first), "another report the second time"
    _check_closely(first, data, target)
    return first.input.shape


def _check_closely(conversion: Conversion, data: bytes, target: Target) -> None:
    """An explanation must tell the same of every value."""
    closely = explained(data, target, **OPTIONS)
    counts = conversion.counts
    fates = Counter((value.pattern, value.fate) for value in closely.v2)
    origins = Counter((value.pattern[1:], value.origin) for value in closely.v3)
    if OTHERS not in str(counts.rows.keys()):
        assert fates == +counts.fates, "other fates looked at closely"
    assert origins == +counts.origins, "other origins looked at closely"
    whole = {f.key: f.occurrences for f in conversion.findings if f.code not in ("EV110", "EV111")}
    if OTHERS not in str(whole):
        assert Counter(told_of(closely, target)) == whole, "other findings looked at closely"


def _check_sums(conversion: Conversion) -> None:
    report = make_report(conversion)
    json.dumps(report.input)
    read = leaves_of_input(conversion.text, ndjson=conversion.input.shape == "ndjson")
    fates = sum(report.summary.fates.values())
    assert read in (fates, TOO_DEEP), f"{fates} fates of {read} values"
    assert sum(line.count for line in report.ledger) == fates
    assert min((line.count for line in report.ledger), default=1) > 0
    assert min((line.count for line in report.output), default=1) > 0
    written = leaves_of_output(conversion.document, ndjson=conversion.root == "/*")
    origins = report.summary.origins
    assert sum(origins.values()) == written, f"{sum(origins.values())} origins of {written} values"
    assert sum(line.count for line in report.output) == written


class _Object(list[Any]):
    """The values of a JSON object, those of repeated keys too."""


def leaves_of_input(text: bytes, *, ndjson: bool) -> int:
    """Scalars and empty containers of the input; what is not JSON counts as one.

    TOO_DEEP where that depends on which records are nested too deep.
    """
    parts = [line for line in text.split(b"\n") if line.strip()] if ndjson else [text]
    counts = [_leaves_of_text(part) for part in parts]
    return TOO_DEEP if TOO_DEEP in counts else sum(counts)


def _leaves_of_text(text: bytes) -> int:
    try:
        value = json.loads(
            text.decode(),
            object_pairs_hook=lambda pairs: _Object(member for _, member in pairs),
            parse_int=str,
            parse_float=str,
        )
    except (ValueError, RecursionError):
        return 1
    return TOO_DEEP if _depth(value) > LIMITS.depth else _leaves(value)


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [one for one in level if isinstance(one, list)]:
        depth += 1
        level = [member for one in level for member in one]
    return depth


def _leaves(value: Any) -> int:
    return sum(map(_leaves, value)) if isinstance(value, list) and value else 1


def leaves_of_output(document: bytes, *, ndjson: bool) -> int:
    """Scalars and empty containers of a document, which must be strict JSON without repeats."""
    texts = document.decode().splitlines() if ndjson else [document.decode()]
    return sum(_leaves(_strict(text)) for text in texts)


def _strict(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_different,
        parse_int=str,
        parse_float=str,
        parse_constant=_no_constant,
    )


def _different(pairs: list[tuple[str, Any]]) -> _Object:
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), "a key twice in the output"
    return _Object(member for _, member in pairs)


def _no_constant(text: str) -> Any:
    raise AssertionError(f"{text} in the output")
