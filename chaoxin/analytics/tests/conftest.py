from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics.testing.scene import MeasuredPlatform, MeasuredSession, channel_in
from chaoxin.channels import sessions
from chaoxin.channels.models import Channel


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> MeasuredPlatform:
    """The platform behind every session of the test."""
    platform = MeasuredPlatform()

    def open_session(channel: Channel, *, urgent: bool) -> MeasuredSession:
        platform.urgencies.append(urgent)
        return MeasuredSession(channel, platform)

    monkeypatch.setattr(sessions, "open_session", open_session)
    return platform


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return channel_in(cast, "官方微博")


@pytest.fixture
def fast(channel: Channel) -> Channel:
    """A channel that may be read every few minutes."""
    channel.settings = {"quota_profile": "partner"}
    channel.save()
    return channel
