from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import quotas
from chaoxin.channels.models import Channel, QuotaUse
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.errors import Wait
from chaoxin.connectors.manifest import Quota
from chaoxin.core import clock

DAY = Quota("calls", 10, timedelta(days=1))
HOUR = Quota("posts", 2, timedelta(hours=1))
MIDNIGHT_IN_SHANGHAI = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quota", "moment", "start"),
    [
        (DAY, at(15, 59, 59), at(16, day=21)),
        (DAY, at(16), at(16)),
        (DAY, at(3, day=23), at(16)),
        (HOUR, at(15, 59, 59), at(15)),
        (HOUR, at(16), at(16)),
    ],
)
def test_windows_begin_at_midnight_and_full_hours_in_shanghai(
    quota: Quota, moment: datetime, start: datetime
) -> None:
    assert quotas.window_start(quota, moment) == start


def test_background_work_leaves_the_reserve_to_people(channel: Channel) -> None:
    for _ in range(6):
        quotas.spend(channel, "calls", urgent=False)
    with pytest.raises(Wait):
        quotas.spend(channel, "calls", urgent=False)
    for _ in range(4):
        quotas.spend(channel, "calls", urgent=True)
    with pytest.raises(Wait):
        quotas.spend(channel, "calls", urgent=True)


def test_a_used_up_day_is_fresh_again_at_midnight_in_shanghai(channel: Channel) -> None:
    with clock.frozen(MIDNIGHT_IN_SHANGHAI - timedelta(seconds=1)):
        for _ in range(10):
            quotas.spend(channel, "calls", urgent=True)
        with pytest.raises(Wait) as refusal:
            quotas.spend(channel, "calls", urgent=True)
        assert refusal.value.until == MIDNIGHT_IN_SHANGHAI
        assert "11-23 00:00" in refusal.value.sentence
    with clock.frozen(MIDNIGHT_IN_SHANGHAI):
        quotas.spend(channel, "calls", urgent=True)


def test_of_several_windows_the_tightest_stops_and_nothing_is_counted_then(channel: Channel) -> None:
    with clock.frozen(at(1)):
        quotas.spend(channel, "posts", urgent=True)
        quotas.spend(channel, "posts", urgent=True)
        with pytest.raises(Wait) as hourly:
            quotas.spend(channel, "posts", urgent=True)
        assert hourly.value.until == at(2)
    with clock.frozen(at(2)):
        quotas.spend(channel, "posts", urgent=True)
        with pytest.raises(Wait) as daily:
            quotas.spend(channel, "posts", urgent=True)
        assert daily.value.until == at(16)
        hour = QuotaUse.objects.get(meter="posts", window_seconds=3600, window_start=at(2))
        assert hour.used == 1, "the hour must not count what the day refused"


def test_a_meter_without_a_limit_is_free(channel: Channel) -> None:
    for _ in range(50):
        quotas.spend(channel, "unheard of", urgent=False)
    assert not QuotaUse.objects.exists()


def test_the_profile_in_the_settings_decides(channel: Channel) -> None:
    channel.settings = {"quota_profile": "partner"}
    for _ in range(50):
        quotas.spend(channel, "calls", urgent=False)
    channel.settings = {"quota_profile": "a profile that the platform has given up"}
    assert {quota.profile for quota in quotas.quotas_of(channel)} == {"default"}


def test_one_channel_never_uses_up_another(cast: Cast, channel: Channel) -> None:
    other = connected_channel(cast.workspace, external_id="tide-2")
    for _ in range(10):
        quotas.spend(channel, "calls", urgent=True)
    quotas.spend(other, "calls", urgent=True)


def test_gauges_show_use_reserve_and_when_the_window_ends(channel: Channel) -> None:
    with clock.frozen(at(1)):
        quotas.note_spent(channel, ["calls"] * 7 + ["posts"])
        gauges = {(gauge.meter, gauge.window): gauge for gauge in quotas.gauges_of([channel])[channel.pk]}
        calls = gauges["calls", timedelta(days=1)]
        assert (calls.name, calls.used, calls.left, calls.percent) == ("接口调用", 7, 3, 70)
        assert calls.reserved_only
        assert calls.resets_at == at(16)
        assert gauges["posts", timedelta(hours=1)].used == 1
    with clock.frozen(at(17)):
        assert all(gauge.used == 0 for gauge in quotas.gauges_of([channel])[channel.pk])


@pytest.mark.django_db(transaction=True)
def test_many_workers_together_never_pass_the_limit(cast: Cast, tide: FakePlatform) -> None:
    channel = connected_channel(cast.workspace)
    outcomes: list[str] = []

    def spend_some() -> None:
        for _ in range(4):
            try:
                with clock.frozen(at(1)):
                    quotas.spend(channel, "calls", urgent=True)
                outcomes.append("spent")
            except Wait:
                outcomes.append("waits")
        connection.close()

    threads = [threading.Thread(target=spend_some) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("spent") == 10
    assert outcomes.count("waits") == 14
    assert QuotaUse.objects.get(channel=channel).used == 10
