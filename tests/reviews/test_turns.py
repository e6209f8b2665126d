"""Large documents take turns in a process, small ones don't wait."""

from __future__ import annotations

import threading

from evmap.reviews.turns import LARGE, turn_for


def test_a_large_document_waits_for_another_one() -> None:
    inside = threading.Event()

    def second() -> None:
        with turn_for(LARGE):
            inside.set()

    with turn_for(LARGE):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not inside.wait(0.1)
    assert inside.wait(5)
    waiting.join()


def test_a_small_document_does_not_wait() -> None:
    inside = threading.Event()

    def second() -> None:
        with turn_for(LARGE - 1):
            inside.set()

    with turn_for(LARGE):
        threading.Thread(target=second).start()
        assert inside.wait(5)


def test_the_turn_is_over_after_an_error() -> None:
    for _ in range(2):
        try:
            with turn_for(LARGE):
                raise ValueError
        except ValueError:
            pass
