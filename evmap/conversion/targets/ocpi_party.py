"""The operator of a location in OCPI: country_code and party_id, as its EVSE ids prove them."""

from __future__ import annotations

from evmap.conversion import model
from evmap.conversion.diagnostics import Notes
from evmap.conversion.facts.evse_ids import Party, party_of, party_of_own_id
from evmap.conversion.targets.base import Written
from evmap.conversion.targets.ocpi_objects import Location


def party_in(location: model.Location, notes: Notes) -> Party | None:
    """The operator that the first EVSE id proves which proves one; another one is told.

    Where none does, an operator's own id may, if it is written as an EVSE id is.
    """
    found: Party | None = None
    beginning = ""
    by_own_ids: list[tuple[model.Evse, Party]] = []
    for evse in location.evses:
        text = evse.evse_id or ""
        if beginning and text.startswith(beginning):
            continue
        party = party_of(text)
        own = party_of_own_id(evse.uid) if party is None else None
        if own is not None:
            by_own_ids.append((evse, own))
        if found is None and party is not None:
            found, beginning = party, text[: 6 if text[2] == "*" else 5]
        elif party not in (None, found) and found is not None:
            notes.target_says_of("evse_id", "EV523", None, "*".join(found), evse=evse)
    for evse, own in by_own_ids:
        found = found or own
        if own != found:
            notes.target_says_of("uid", "EV523", None, "*".join(found), evse=evse)
    return found


def proofs(evse: model.Evse, party: tuple[str | None, str | None]) -> list[str]:
    """The attributes of an EVSE that prove this operator, the better one first."""
    found = {"evse_id": party_of(evse.evse_id or ""), "uid": party_of_own_id(evse.uid)}
    return [name for name, proven in found.items() if proven is not None and proven == party]


def tell_party(location: model.Location, written: Written, notes: Notes) -> None:
    """Say of the id that proves the party that a part of it is there, if its EVSE is not."""
    kept = [one.evse for one in written.kept]
    document: Location = written.document  # type: ignore[assignment]
    party = document.country_code, document.party_id
    if len(kept) == len(location.evses) or any(proofs(evse, party) for evse in kept):
        return
    for evse in location.evses:
        for name in proofs(evse, party):
            notes.target_says_of(name, "EV509", "lossy", evse=evse)
            return
