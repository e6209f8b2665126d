"""What records of one location share, told from their text before they are read."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from evmap.conversion.limits import Limits
from evmap.conversion.pointers import readable
from evmap.conversion.read.careful import parse

#: In the place of a pool's key. `pool_key` never is.
NO_POOL = 0

#: Stands before the id of a station without a pool, so that it is no other station's pool.
WITHOUT_POOL = "\0"


def identity(pool_id: Any, own_id: Any) -> str:
    """What a record shares with the others of its location: its pool, else what it is itself.

    Empty where it has neither.
    """
    if isinstance(pool_id, str) and pool_id.strip():
        return pool_id.strip()
    return f"{WITHOUT_POOL}{own_id.strip()}" if isinstance(own_id, str) and own_id.strip() else ""


def identity_of(record: Any) -> str:
    """The same of a record that was read: a station, or a pool, whose id is its own."""
    return identity(getattr(record, "pool_id", record.id), record.id)


def pool_key(pool_id: str) -> int:
    """A number for a pool id that is the same in every process, on every machine."""
    digest = hashlib.sha1(pool_id.encode(errors="surrogatepass"), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], signed=True) or 1


class _Station(msgspec.Struct, rename={"pool_id": "poolId", "ev_stations": "evStations"}):
    """The keys of a plain station: it has a pool, and none that answers have."""

    pool_id: str
    ev_stations: UnsetType = UNSET
    stations: UnsetType = UNSET
    pools: UnsetType = UNSET


class _Pool(msgspec.Struct, rename={"pool_id": "id"}):
    """The keys of a plain pool of evses/bulk."""

    pool_id: str
    stations: list[msgspec.Raw]


_PEEKS: dict[str, msgspec.json.Decoder[_Station] | msgspec.json.Decoder[_Pool]] = {
    "station": msgspec.json.Decoder(_Station),
    "evses": msgspec.json.Decoder(_Pool),
}


def pool_id_of(text: bytes | memoryview, kind: str) -> str | None:
    """The pool of a plain record of a kind ("station" or "evses"); None for anything else."""
    try:
        pool_id = _PEEKS[kind].decode(text).pool_id
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    return pool_id.strip() or None


def identity_in(text: bytes | memoryview, kind: str, limits: Limits) -> str | None:
    """The identity of a record of a kind; None for what is none, or has an id that is no text.

    Raises ReadError for text that cannot be read.
    """
    pool_id = pool_id_of(text, kind)
    if pool_id:
        return pool_id
    record = parse(bytes(text), limits)
    if not isinstance(record, dict):
        return None
    own_id = record.get("id")
    pool_id = record.get("poolId") if kind == "station" else own_id
    for found in (pool_id, own_id):
        if found is not None and not (isinstance(found, str) and readable(found) == found):
            return None
    return identity(pool_id, own_id)
