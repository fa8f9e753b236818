from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import counting, figures, planning, reading, subscribers
from chaoxin.analytics.models import ChannelReadingPlan, ReadingGap
from chaoxin.analytics.testing import scene
from chaoxin.analytics.windows import Window
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import declared_channel
from chaoxin.core import clock
from chaoxin.core.models import Fact


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


def test_posts_published_by_hand_are_counted_and_no_account_lacks_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_platform.install(monkeypatch)
    by_hand = declared_channel(cast.workspace)
    quiet = declared_channel(cast.workspace, external_id="tide-8", name="没发过的号")
    with clock.frozen(scene.NOON):
        post = scene.live_post(by_hand, author=cast.editor)
        announced = Fact(name="delivery.published", subject_id=str(post.pk))
        subscribers.read_post(announced)
        counting.count_marked()
        window = Window(scene.TODAY, scene.TODAY, cast.workspace.timezone)
        ids = [by_hand.pk, quiet.pk]
        sheet = figures.sheet_for(["published_posts", "reads"], channel_ids=ids, window=window)
        found = figures.figure("published_posts", sheet, channel_ids=ids, window=window)
        reads = figures.figure("reads", sheet, channel_ids=ids, window=window)
    assert (found.value, found.silent) == (1, ())
    assert set(reads.silent) == {by_hand.pk, quiet.pk}
