from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import pacing
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import connected_channel, declared_channel
from chaoxin.core import clock
from chaoxin.inbox import fetching
from chaoxin.inbox.models import FetchCursor


@pytest.mark.parametrize(
    ("profile", "pause"), [("default", timedelta(hours=2)), ("partner", timedelta(minutes=5))]
)
def test_how_often_a_channel_is_asked_follows_from_its_quota(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, profile: str, pause: timedelta
) -> None:
    channel = connected_channel(cast.workspace, platform="weibo", settings={"quota_profile": profile})
    fetching.watch(channel)
    monkeypatch.setattr(fetching, "_fetch_page", lambda place: True)
    now = clock.now()
    with clock.frozen(now):
        assert fetching.take_turn() == 1
    assert FetchCursor.objects.get(channel=channel).next_fetch_at == now + pause


def test_nothing_is_fetched_for_an_account_without_a_grant(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_platform.install(monkeypatch)
    monkeypatch.setattr(pacing, "poll_events_every", lambda channel: timedelta(minutes=1))
    fetching.watch(declared_channel(cast.workspace))
    assert not FetchCursor.objects.exists()
