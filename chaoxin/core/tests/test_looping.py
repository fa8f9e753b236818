from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from chaoxin.core import looping

pytestmark = pytest.mark.django_db(transaction=True)


def run_for(seconds: float, *loops: looping.Loop) -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=looping.run, args=(loop, stop)) for loop in loops]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_a_loop_that_gives_way_rests_while_the_process_makes_haste() -> None:
    rounds: list[str] = []

    def hurry() -> int:
        looping.make_haste()
        rounds.append("urgent")
        time.sleep(0.05)
        return 1

    def rest() -> int:
        rounds.append("later")
        time.sleep(0.05)
        return 1

    looping.make_haste()
    run_for(
        0.8,
        looping.Loop("urgent", every_seconds=0.1, work=hurry),
        looping.Loop("later", every_seconds=0.1, work=rest, gives_way=True),
    )
    assert rounds.count("urgent") > 5
    assert rounds.count("later") == 0


def test_long_work_gives_way_between_its_pieces() -> None:
    began = time.monotonic()
    looping.give_way()
    assert time.monotonic() - began < looping.HASTE_SECONDS
    looping.make_haste()
    began = time.monotonic()
    looping.give_way()
    assert time.monotonic() - began >= looping.HASTE_SECONDS - 0.1


def test_it_goes_on_when_the_haste_is_over() -> None:
    rounds: list[float] = []

    def note() -> int:
        rounds.append(time.monotonic())
        return 0

    began = time.monotonic()
    looping.make_haste()
    run_for(
        looping.HASTE_SECONDS + 0.4,
        looping.Loop("later", every_seconds=0.1, work=note, gives_way=True),
    )
    assert rounds
    assert rounds[0] - began >= looping.HASTE_SECONDS - 0.1


def test_it_does_something_now_and_then_however_long_the_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looping, "LONGEST_YIELD_SECONDS", 0.2)
    monkeypatch.setattr(looping, "_haste_ends_at", time.monotonic() + 60)
    rounds: list[int] = []

    def note() -> int:
        rounds.append(1)
        return 1

    run_for(0.9, looping.Loop("later", every_seconds=0.1, work=note, gives_way=True))
    assert 1 <= len(rounds) <= 5


def test_a_loop_that_fails_is_run_again_after_a_pause() -> None:
    rounds: list[int] = []

    def fail() -> int:
        rounds.append(1)
        raise RuntimeError("on purpose")

    run_for(0.7, looping.Loop("failing", every_seconds=0.1, work=fail))
    assert 2 <= len(rounds) <= 4


def test_a_loop_that_looks_rarely_looks_rarely_and_holds_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    closed: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            self.set()
            return True

    monkeypatch.setattr(looping, "connection", SimpleNamespace(close=lambda: closed.append(1)))
    monkeypatch.setattr(looping, "close_old_connections", lambda: None)
    for every in (0.5, 300.0):
        looping.run(looping.Loop("rarely", every_seconds=every, work=lambda: 0), Stop())
    assert (pauses, closed) == ([0.5, 300.0], [1])
