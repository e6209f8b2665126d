"""Ids that are made here: UUIDs from names, free connector numbers."""

from __future__ import annotations

import hashlib
import uuid

from evmap.conversion.model import Plug

#: Namespace of the synthetic EVSE uids (UUID version 5).
UIDS = uuid.UUID("7ab3f0b4-5d0c-5b0e-9b8e-6d2f4b6c1a36").bytes


class SyntheticUids:
    """Uids for EVSEs that have none in v2.

    They are the same whenever the same pool has the same groups, in any order.
    """

    def __init__(self, pool_id: str) -> None:
        self._pool_id = pool_id
        self._alike: dict[tuple[str | None, int | None], int] = {}

    def make(self, plug: Plug) -> str:
        """The uid of one more EVSE with this plug."""
        standard, power = kind = plug.standard, plug.max_electric_power
        number = self._alike[kind] = self._alike.get(kind, 0) + 1
        return uuid_of(UIDS, f"{self._pool_id}/{standard}/{power}/{number}")


def uuid_of(namespace: bytes, name: str) -> str:
    """The UUID version 5 of a name (RFC 9562), several times faster than by way of `uuid.uuid5`."""
    digest = hashlib.sha1(namespace + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def free_number(taken: set[str]) -> str:
    """The first number that no connector of an EVSE has as its id."""
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)
