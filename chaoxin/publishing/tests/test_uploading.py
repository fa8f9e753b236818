"""Long uploads: what is finished is kept, a repeat goes on from there, and nobody takes the lane away meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.connectors import errors
from chaoxin.connectors.contract import Keep, Progress, forget
from chaoxin.connectors.values import Account, Post
from chaoxin.core import clock
from chaoxin.publishing import claiming, delivering, sweeping, uploading
from chaoxin.publishing.models import Attempt, Delivery, Lane
from chaoxin.publishing.states import State

from .stage import Platform, Stage, at

PARTS = 5


class SlowPlatform(Platform):
    """Takes a post in five parts; `between` runs after each, with the number of parts that stand."""

    uploaded: list[int]

    def __init__(self) -> None:
        super().__init__()
        self.uploaded = []
        self.between: Any = lambda parts: None

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        self.calls.append("prepare")
        for part in range(int(prepared.get("parts", 0)), PARTS):
            self.uploaded.append(part)
            prepared = {**prepared, "parts": part + 1}
            keep(prepared, Progress((part + 1) * 100, PARTS * 100))
            self.between(part + 1)
        return {**prepared, "video": "v-1"}


@pytest.fixture
def slow(stage: Stage) -> SlowPlatform:
    stage.platform = SlowPlatform()
    return stage.platform


def kept(delivery: Delivery) -> tuple[Any, int, int]:
    found = Delivery.objects.get(pk=delivery.pk)
    return found.prepared.get("parts"), found.upload_done, found.upload_total


def test_a_repeat_goes_on_from_what_was_finished(stage: Stage, slow: SlowPlatform) -> None:
    delivery = stage.delivery()

    def break_off(parts: int) -> None:
        if parts == 3:
            slow.between = lambda parts: None
            raise errors.Wait("平台忙。", until=clock.now())

    slow.between = break_off
    with at(0):
        delivering.take_turn()
        assert kept(delivery) == (3, 300, 500)
    with at(1):
        delivering.take_turn()
    assert slow.uploaded == [0, 1, 2, 3, 4]
    assert kept(delivery) == (5, 500, 500)
    assert Delivery.objects.get(pk=delivery.pk).prepared["video"] == "v-1"
    assert slow.submits == 1


def test_a_platform_that_lost_the_upload_gets_it_again(stage: Stage, slow: SlowPlatform) -> None:
    delivery = stage.delivery()
    with at(0):
        missing = errors.Wait("视频没有传完。", until=clock.now())
        missing.prepared = {"parts": 3}
        slow.submit_answer = missing
        delivering.take_turn()
        assert kept(delivery)[0] == 3
    slow.submit_answer = None
    with at(1):
        delivering.take_turn()
    assert slow.uploaded == [0, 1, 2, 3, 4, 3, 4]
    assert slow.submits == 2
    assert not Attempt.objects.filter(outcome=Attempt.Outcome.UNKNOWN).exists()


def test_a_worker_that_dies_leaves_what_it_had_kept(stage: Stage, slow: SlowPlatform) -> None:
    delivery = stage.delivery()

    class Killed(BaseException):
        pass

    def die(parts: int) -> None:
        if parts == 2:
            raise Killed

    slow.between = die
    with at(0), pytest.raises(Killed):
        delivering.take_turn()
    # At most the parts of the last second are uploaded again.
    assert kept(delivery)[0] >= 1
    slow.between = lambda parts: None
    with at(100):
        sweeping.sweep()
        delivering.take_turn()
    assert slow.submits == 1
    assert slow.uploaded.count(0) == 1


def test_progress_is_written_about_once_a_second_and_the_last_octet_always(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = stage.delivery()
    with at(0):
        turn = claiming.claim()
    assert turn
    seconds = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    keep = uploading.Keeper(turn)
    seen = []
    for step in range(1, 51):
        seconds[0] = step * 0.1
        keep({"parts": step}, Progress(step, 50))
        seen.append(kept(delivery)[1])
    claiming.forget(turn)
    assert seen[-1] == 50
    assert 4 <= len(set(seen)) <= 7
    assert all(later >= earlier for earlier, later in pairwise(seen))


def test_a_turn_that_was_taken_over_stops_uploading(
    stage: Stage, slow: SlowPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "WRITE_EVERY_SECONDS", 0)
    delivery = stage.delivery()
    slow.between = lambda parts: Lane.objects.update(lease="somebody else")
    with at(0):
        delivering.take_turn()
    assert slow.uploaded == [0, 1]
    assert slow.submits == 0
    assert kept(delivery)[0] == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_longer_than_the_lease_is_not_taken_away(
    stage: Stage, slow: SlowPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LEASE_SECONDS", 1)
    Lane.objects.update(leased_until=clock.now(), free_at=clock.now())
    delivery = stage.delivery(due_at=clock.now())
    over = threading.Event()
    rivals: list[int] = []

    def keep_and_sweep() -> None:
        while not over.wait(0.2):
            claiming.keep_leases()
            sweeping.sweep()
            rivals.append(claiming.claim() is not None)
        connection.close()

    slow.between = lambda parts: time.sleep(0.6)
    keeper = threading.Thread(target=keep_and_sweep)
    keeper.start()
    try:
        delivering.take_turn()
    finally:
        over.set()
        keeper.join()
    assert len(rivals) > 5
    assert not any(rivals)
    assert slow.uploaded == [0, 1, 2, 3, 4]
    assert (slow.submits, Attempt.objects.count()) == (1, 1)
    assert Delivery.objects.get(pk=delivery.pk).state == State.REVIEWING


def test_after_a_long_upload_the_identity_is_asked_again(
    stage: Stage, slow: SlowPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = stage.delivery()

    def become_another(parts: int) -> None:
        slow.identity = "another account" if parts == PARTS else ""

    slow.between = become_another
    monkeypatch.setattr(delivering, "IDENTITY_GOOD_FOR", timedelta(seconds=-1))
    with at(0):
        delivering.take_turn()
    assert slow.submits == 0
    assert Delivery.objects.get(pk=delivery.pk).held_for == "identity"


def test_how_far_an_upload_is_stands_in_the_row_on_the_page_and_in_rest(
    cast: Cast, stage: Stage, slow: SlowPlatform
) -> None:
    delivery = stage.delivery()
    Delivery.objects.filter(pk=delivery.pk).update(
        state="sending", upload_done=3_000_000_000, upload_total=4_000_000_000
    )
    client = sign_in(cast.editor)
    for address in (
        "deliveries/?view=underway",
        f"deliveries/{delivery.pk}/",
        f"deliveries/{delivery.pk}/row/",
    ):
        page = client.get(f"/w/demo/{address}").content.decode()
        assert "正在上传" in page
        assert "75%" in page
    said = client.get(f"/api/v1/deliveries/{delivery.pk}", headers=bearer(cast.editor)).json()
    assert said["upload"] == {"done": 3_000_000_000, "total": 4_000_000_000}
