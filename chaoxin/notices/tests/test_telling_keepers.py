"""Keepers of an account hear of its authorization."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import attention, health
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.testing import fake_platform
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.core import announcing, clock
from chaoxin.core.models import Fact
from chaoxin.notices import subscribers
from chaoxin.notices.models import Notice


@pytest.fixture
def channel(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Channel:
    platform = fake_platform.install(monkeypatch)
    platform.by_itself = False
    found = connected_channel(cast.workspace, seconds=3 * 86_400)
    Channel.objects.filter(pk=found.pk).update(
        owner=cast.editor.membership, backup_admin=cast.answer_giver.membership
    )
    return found


def told(notice: Notice) -> set[Membership | None]:
    return {dispatch.member for dispatch in notice.dispatches.all()}


def hand_over() -> None:
    while announcing.dispatch_pending():
        pass


def test_they_hear_of_an_expiry_a_week_ahead_and_once(cast: Cast, channel: Channel) -> None:
    for _twice in range(2):
        health.warn_of_expiry()
        hand_over()
    [notice] = Notice.objects.all()
    assert told(notice) == {cast.editor.membership, cast.answer_giver.membership}
    assert notice.words["title"] == f"【授权快到期】{channel.name}"
    assert notice.words["link"].endswith(f"/w/demo/channels/{channel.pk}/")
    subscribers.tell_of_expiry(Fact.objects.get(name="channel.expiring"))
    assert Notice.objects.count() == 1


def test_they_hear_of_a_grant_that_ended(cast: Cast, channel: Channel) -> None:
    attention.break_grant(channel, sentence="有人在平台上取消了授权。", generation=1)
    hand_over()
    [notice] = Notice.objects.all()
    assert "有人在平台上取消了授权。" in notice.words["text"]
    assert told(notice) == {cast.editor.membership, cast.answer_giver.membership}


def test_what_is_mended_before_it_is_told_troubles_nobody(channel: Channel) -> None:
    attention.break_grant(channel, sentence="授权已到期。", generation=1)
    attention.recover(channel)
    hand_over()
    assert not Notice.objects.exists()


def test_owners_hear_of_an_account_that_nobody_keeps(cast: Cast, channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(owner=None, backup_admin=None)
    Grant.objects.filter(channel=channel).update(expires_at=clock.now() + timedelta(days=2))
    health.warn_of_expiry()
    hand_over()
    [notice] = Notice.objects.all()
    assert told(notice) == {cast.owner.membership}
