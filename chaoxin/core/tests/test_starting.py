from __future__ import annotations

import pytest

from chaoxin.core import starting, worker_identity


@pytest.fixture(autouse=True)
def _no_heirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_heirs", [])


def test_every_registered_function_hears_of_every_dead_worker() -> None:
    heard: list[str] = []
    starting.register(heard.append)  # type: ignore[arg-type]
    starting.replace_workers(["a", "b"])
    assert heard == ["a", "b"]


def test_a_function_that_fails_does_not_silence_the_others() -> None:
    heard: list[str] = []

    def fail(name: str) -> None:
        raise RuntimeError(name)

    def listen(name: str) -> None:
        heard.append(name)

    starting.register(fail)
    starting.register(listen)
    starting.replace_workers(["a"])
    assert heard == ["a"]


def test_a_worker_keeps_its_name_and_may_play_another() -> None:
    own = worker_identity.current()
    assert own == worker_identity.current()
    with worker_identity.assumed("host:1:2"):
        assert worker_identity.current() == "host:1:2"
    assert worker_identity.current() == own
