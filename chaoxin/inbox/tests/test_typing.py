"""A reply is marked while it is written, and what somebody replaced is in the audit trail."""

from __future__ import annotations

import html
import json

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.core import clock
from chaoxin.inbox.models import Conversation

HTMX = {"HX-Request": "true"}
TEXT = "我们的茶是全国最好的"


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    channel = connected_channel(cast.workspace, platform="weibo", external_id="uid", name="示例微博")
    return Conversation.objects.create(
        workspace=cast.workspace,
        channel=channel,
        kind=Conversation.Kind.COMMENT,
        thread_key="one",
        last_message_at=clock.now(),
    )


def found(cast: Cast, conversation: Conversation) -> dict[str, object]:
    address = f"/w/demo/inbox/{conversation.pk}/replies/check/"
    shown = sign_in(cast.answer_giver).post(address, {"text": TEXT}, headers=HTMX).content.decode()
    start = shown.index('data-findings="') + len('data-findings="')
    finding: dict[str, object] = json.loads(html.unescape(shown[start : shown.index('"', start)]))[0]
    return finding


def test_findings_come_with_their_places(cast: Cast, conversation: Conversation) -> None:
    finding = found(cast, conversation)
    start, end = finding["start"], finding["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert TEXT[start:end] == finding["quoted"]


def test_a_replaced_word_is_written_down_for_who_may_answer(cast: Cast, conversation: Conversation) -> None:
    finding = found(cast, conversation)
    substitutes = finding["substitutes"]
    assert isinstance(substitutes, list)
    word = {"rule": finding["rule"], "quoted": finding["quoted"], "chosen": substitutes[0]}
    address = f"/w/demo/inbox/{conversation.pk}/replaced/"
    assert sign_in(cast.answer_giver).post(address, word, headers=HTMX).status_code == 204
    assert AuditEntry.objects.get(verb="word.replace").subject_id == str(conversation.pk)
    assert sign_in(cast.viewer).post(address, word, headers=HTMX).status_code in (403, 404)
    assert sign_in(cast.stranger).post(address, word, headers=HTMX).status_code == 404
