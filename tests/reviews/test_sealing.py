"""Sealing: what is stored opens with the secret of its link, and with nothing else."""

from __future__ import annotations

import pytest

from evmap.reviews.sealing import Seal, Unreadable, digest_of, new_token

TEXT = b"Geheimhaus-8d1f " * 100


def test_what_was_sealed_opens_with_the_same_secret_and_name() -> None:
    token = new_token()
    assert Seal(token).open("state", Seal(token).close("state", TEXT)) == TEXT


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    seal = Seal(new_token())
    first, second = seal.close("state", TEXT), seal.close("state", TEXT)
    assert first != second
    assert b"Geheimhaus" not in first
    assert len(first) < len(TEXT), "it is packed before"


def test_another_secret_another_name_or_an_altered_byte_does_not_open_it() -> None:
    seal = Seal(new_token())
    sealed = seal.close("state", TEXT)
    for opener, name, given in (
        (Seal(new_token()), "state", sealed),
        (seal, "before", sealed),
        (seal, "state", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (seal, "state", bytes([sealed[0] ^ 1]) + sealed[1:]),
        (seal, "state", sealed[:20]),
        (seal, "state", b""),
    ):
        with pytest.raises(Unreadable):
            opener.open(name, given)


def test_a_secret_cannot_be_guessed_and_its_digest_does_not_open_anything() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}
    token = tokens.pop()
    sealed = Seal(token).close("state", TEXT)
    with pytest.raises(Unreadable):
        Seal(digest_of(token)).open("state", sealed)
