"""Some locations closely: every value of both sides, what was said of it, and its partners.

A conversion of a large input keeps figures. What a page shows of it is explained: the same rules
once more, for the few locations that are looked at. Which attribute of the model
a v3 value was made of, the target says beside its fields (:mod:`evmap.conversion.targets.schema`);
which v2 values that attribute was read from, :mod:`evmap.conversion.lineage` knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from evmap.conversion.converter import Converter, Unit, encode
from evmap.conversion.counts import GONE
from evmap.conversion.diagnostics import Indexes, Place, path_of
from evmap.conversion.explain.v2_side import explain_coerced, explain_v2
from evmap.conversion.explain.values import Explained, V2Value, V3Value
from evmap.conversion.guide import Guide
from evmap.conversion.lineage.located import Located, resolve
from evmap.conversion.lineage.partners import Partners
from evmap.conversion.model import Origins
from evmap.conversion.options import Options
from evmap.conversion.pointers import joined, pointer
from evmap.conversion.read import jsontext
from evmap.conversion.read.split import Frame
from evmap.conversion.targets.base import CONNECTORS, EVSES, Target


def explain(
    units: Sequence[Unit], frames: Sequence[Frame], guide: Guide, options: Options
) -> Explained:
    """Explain the locations of some units, and what is around records.

    Bytes of v3 values are those in the document, one location a line; pointers begin at their
    location, `/evses/0/uid`.
    """
    converter = Converter(guide, options)
    found = Explained()
    for unit in units:
        located, bad_records = converter.read_unit(unit)
        for each in located:
            _add(found, explain_location(each, converter.target))
        for bad in bad_records:
            _add(found, explain_coerced(bad, converter.read_bad(bad), options.target))
    for frame in frames:
        if frame.value:
            _add(found, explain_coerced(frame, converter.read_frame(frame), options.target))
    found.v2.sort(key=lambda value: value.start)
    return found


def explain_location(each: Located, target: Target) -> Explained:
    """Explain one location; its document is one line."""
    resolved = resolve(each, target.name)
    found, places = explain_v2(each, resolved, target.name)
    found.document = encode(each.written.document) + b"\n"
    partners = Partners(each, target)
    special = _special_origins(each)
    spans = jsontext.leaves(found.document)
    leaves = target.columns.leaves(each.written.document)
    for (pattern, indexes, value), span in zip(leaves, spans, strict=True):
        origin = special.get((pattern, indexes)) or target.origins.get(pattern, "derived")
        written = V3Value(
            pointer("", path_of((pattern, (0, *indexes)))),
            joined("", pattern),
            *span,
            value,
            origin,
        )
        found.v3.append(written)
        for place in partners.of((pattern, indexes, value)):
            _join(places.get(place), written)
    return found


def _join(source: V2Value | None, written: V3Value) -> None:
    """Make two values partners; what is gone is in no v3 value."""
    if source is not None and source.fate not in GONE:
        source.partners.append(written)
        written.partners.append(source)


def _add(found: Explained, more: Explained) -> None:
    """Add what was explained next: its document follows."""
    behind = len(found.document)
    for written in more.v3:
        written.start += behind
        written.end += behind
    found.document += more.document
    for name in ("v2", "v3", "remarks"):
        getattr(found, name).extend(getattr(more, name))


def _special_origins(each: Located) -> dict[Place, str]:
    """(pattern, indexes) -> origin, of the values of a location where it is not the regular one."""
    found: dict[Place, str] = {}

    def enter(base: str, at: Indexes, special: Origins) -> None:
        for path, origin in special:
            name, _, index = path.partition("/")
            pattern = f"{base}/{name}" if base else name
            if index:
                found[f"{pattern}/*", (*at, int(index))] = origin
            else:
                found[pattern, at] = origin

    for base, special in each.written.special.items():
        enter(base, (), special)
    for number, kept in enumerate(each.written.kept):
        enter(EVSES, (number,), kept.origins)
        for place, special in enumerate(kept.made.origins):
            enter(CONNECTORS, (number, place), special)
    return found
