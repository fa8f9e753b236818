from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import sign_in
from chaoxin.channels import quotas
from chaoxin.publishing import outlook

from .stage import NOON, Stage, at
from .test_foreseeing import advise


@pytest.fixture(autouse=True)
def _clean(stage: Stage) -> None:
    stage.delivery(due_at=NOON + timedelta(hours=1))
    stage.delivery(due_at=NOON + timedelta(hours=1, minutes=20))
    stage.delivery(due_at=NOON + timedelta(days=1))
    stage.delivery(due_at=NOON - timedelta(days=3)).__class__.objects.filter(due_at__lt=NOON).update(
        state="published"
    )


def planned_of(stage: Stage) -> dict[datetime, tuple[int, int, int]]:
    return {
        row.begins: (row.planned, row.used, row.calls)
        for row in outlook.windows_of(stage.channel)
        if row.name == "发微博"
    }


def test_what_is_planned_is_counted_in_the_windows_of_the_platform(stage: Stage) -> None:
    with at(0):
        found = planned_of(stage)
        calls = next(quota.calls for quota in quotas.quotas_of(stage.channel) if quota.published)
        assert outlook.count_ahead(stage.channel) == 3
    assert found == {
        NOON + timedelta(hours=1): (2, 0, calls),
        NOON + timedelta(days=1): (1, 0, calls),
    }


def test_what_was_used_already_counts_in_its_window(stage: Stage) -> None:
    with at(3600):
        quotas.spend(stage.channel, "posts", urgent=True)
        assert planned_of(stage)[NOON + timedelta(hours=1)][:2] == (2, 1)


def test_the_page_of_the_channel_shows_it(stage: Stage) -> None:
    with at(0):
        page = sign_in(stage.cast.viewer).get(f"/w/demo/slots/channel-plans/{stage.channel.pk}/")
    shown = page.content.decode()
    assert "3 条待发布" in shown
    assert "11-23 13:00 – 11-23 14:00" in shown


def test_days_are_held_against_the_number_that_is_advised(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    advise(monkeypatch, stage.channel, 1)
    with at(0):
        days = [row for row in outlook.windows_of(stage.channel) if row.advised]
        page = sign_in(stage.cast.viewer).get(f"/w/demo/slots/channel-plans/{stage.channel.pk}/")
    midnight = NOON.replace(hour=16) - timedelta(days=1)
    assert [(row.begins, row.planned, row.used, row.calls) for row in days] == [
        (midnight, 2, 0, 1),
        (midnight + timedelta(days=1), 1, 0, 1),
    ]
    shown = page.content.decode()
    assert "一天发几条" in shown
    # Advice is no limit of the platform's.
    assert "gauge-bad" not in shown


def test_without_advice_there_is_no_such_row(stage: Stage) -> None:
    with at(0):
        assert not [row for row in outlook.windows_of(stage.channel) if row.advised]
