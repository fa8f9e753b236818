from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import planning, reading
from chaoxin.analytics.models import ChannelReadingPlan, ReadingGap
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import declared_channel


def test_an_account_without_a_grant_is_not_read_and_leaves_no_gaps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_platform.install(monkeypatch)
    channel = declared_channel(cast.workspace)
    assert planning.plan_channel(channel) is None
    with pytest.raises(planning.NotReadable):
        planning.ask_account(channel, by=cast.owner)
    # It was read while it had a grant.
    ChannelReadingPlan.objects.create(channel=channel)
    assert reading.take_turn() == 1
    assert not ChannelReadingPlan.objects.exists()
    assert not ReadingGap.objects.exists()
