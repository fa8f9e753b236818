from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging, subjects
from chaoxin.compliance.subjects import Standing, Wanted
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core import clock
from chaoxin.inbox import answering, folding, receiving
from chaoxin.inbox.answering import Reply
from chaoxin.inbox.models import Conversation

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SAID = "抱歉给您添麻烦了，已私信您处理。"


@pytest.fixture
def answered(cast: Cast) -> Conversation:
    channel = Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id="1", name="主账号"
    )
    event = Event(EventKind.COMMENT, "c1", NOON, Sender("fan", "小鱼"), "漏水了，怎么办", post_id="p1")
    with clock.frozen(NOON + timedelta(minutes=1)):
        receiving.take_in(channel, [event])
        folding.fold_pending()
        conversation = Conversation.objects.get()
        answering.answer(conversation, Reply(text=SAID, request_key="k1"), by=cast.answer_giver)
    return conversation


def test_replies_are_told_of_with_the_hash_of_their_verdict(cast: Cast, answered: Conversation) -> None:
    wanted = Wanted(frozenset({Standing.REPLY}))
    (found,) = subjects.gather(cast.house, wanted)
    assert judging.latest_verdict(cast.workspace, found.judged.hash)
    assert (found.author, found.row) == (cast.answer_giver.membership, answered)
    assert found.url == f"/w/demo/inbox/{answered.pk}/"
    assert list(subjects.gather(cast.stranger, wanted)) == []
    later = Wanted(frozenset({Standing.REPLY}), since=NOON + timedelta(days=1))
    assert list(subjects.gather(cast.house, later)) == []


def test_replies_are_not_among_drafts_and_scheduled_posts(cast: Cast, answered: Conversation) -> None:
    assert list(subjects.gather(cast.house)) == []
