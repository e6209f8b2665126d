"""What an object of the input is: an answer with records at a path, a record that stands alone."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from evmap.conversion.read.recognise import STATION_KEYS, answer_of

#: Where the records of an answer stand: path to the list -> (shape, kind of record).
FRAMES: dict[tuple[str, ...], tuple[str, str]] = {
    ("evStations", "evStation"): ("stations", "station"),
    ("stations", "station"): ("stations", "station"),
    ("pools",): ("evses-bulk", "evses"),
}

#: Kind of record -> the shape of one that stands alone.
ALONE = {"station": "station", "evses": "pool"}

#: The keys of a stations answer.
ENVELOPE = frozenset({"hasMore", "count", "evStations"})

#: The members of an object as their texts.
Members = Mapping[str, msgspec.Raw]

_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


def members_of(text: bytes | memoryview) -> dict[str, msgspec.Raw]:
    """The members of a JSON object; none for text that the fast decoder refuses."""
    try:
        return _object(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return {}


def text_at(members: Members, path: tuple[str, ...]) -> bytes | None:
    """The text at `path`; None where it leads nowhere."""
    raw = members.get(path[0])
    for key in path[1:]:
        if raw is None:
            return None
        raw = members_of(bytes(raw)).get(key)
    return None if raw is None else bytes(raw)


def kind_alone(text: bytes | memoryview) -> str | None:
    """Which record a JSON object is that stands alone; None for an answer and for what is no v2."""
    members = members_of(text)
    return None if frame_in(members) else answer_of(set(members))


def frame_in(members: Members) -> tuple[tuple[str, ...], str, str] | None:
    """Path, shape and kind of the records in an answer; None for what is none."""
    for path, (shape, kind) in FRAMES.items():
        if text_at(members, path) is not None:
            return path, shape, kind
    return (("stations",), "stations", "station") if _holds_whole_stations(members) else None


def _holds_whole_stations(members: Members) -> bool:
    """Whether `stations` is a list of stations as they stand in `evStation`: some clients write it.

    In evses/bulk the stations of a pool stand there: each of those has `evses`. An empty list with
    nothing of a pool beside it holds no station.
    """
    if "stations" not in members or STATION_KEYS & members.keys():
        return False
    try:
        entries = _list(bytes(members["stations"]))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    keys = [set(members_of(bytes(entry))) for entry in entries]
    if not keys:
        return ENVELOPE.issuperset(members.keys() - {"stations"})
    return all(answer_of(each - {"stations"}) == "station" for each in keys)


def is_empty_answer(members: Members) -> bool:
    """Whether this is a stations answer without a list, as v2 may write where there are none."""
    if not members or not ENVELOPE.issuperset(members):
        return False
    stations = bytes(members["evStations"]) if "evStations" in members else None
    if stations in (None, b"null"):
        return bytes(members.get("count", b"")) == b"0"
    return stations[:1] == b"{" and not stations[1:-1].strip()
