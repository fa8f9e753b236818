from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from chaoxin.accounts.models import Workspace
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import sessions
from chaoxin.channels.models import Channel
from chaoxin.compliance import centre, forgiving, overriding, trend
from chaoxin.compliance.models import QueuedFinding, Verdict
from chaoxin.connectors import errors
from chaoxin.connectors.contract import MessageReference
from chaoxin.connectors.values import Account, Event, EventKind, Sender, Sent
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed
from chaoxin.inbox import answering, assigning, folding, receiving, sending
from chaoxin.inbox.answering import Blocked, ColleagueAnswered, Reply
from chaoxin.inbox.models import Conversation, Message

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class Platform:
    """Takes replies as a test tells it; an exception as an answer is raised."""

    def __init__(self) -> None:
        self.answer: Any = Sent(platform_id="r1")
        self.found: Any = None
        self.sent: list[str] = []
        self.answered: MessageReference | None = None

    def reply_to_message(
        self, account: Account, *, sender_id: str, text: str, key: str, to: MessageReference | None
    ) -> Sent:
        self.answered = to
        return self._take(text)

    def reply_to_comment(self, account: Account, *, post: object, comment_id: str, text: str) -> Sent:
        return self._take(text)

    def find_reply(self, account: Account, *, post: object, comment_id: str, text: str) -> Sent | None:
        if isinstance(self.found, Exception):
            raise self.found
        found: Sent | None = self.found
        return found

    def _take(self, text: str) -> Sent:
        self.sent.append(text)
        if isinstance(self.answer, Exception):
            raise self.answer
        answer: Sent = self.answer
        return answer


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    made = Platform()

    class Session:
        converse = made

        def call(self, function: Any) -> Any:
            return function(self, Account(external_id="x", credentials={}))

    monkeypatch.setattr(sessions, "open_session", lambda channel, *, urgent: Session())
    return made


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    channel = Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id="1", name="主账号"
    )
    event = Event(EventKind.COMMENT, "c1", NOON, Sender("fan", "小鱼"), "漏水了，怎么办", post_id="p1")
    with clock.frozen(NOON + timedelta(minutes=1)):
        receiving.take_in(channel, [event])
        folding.fold_pending()
    return Conversation.objects.get()


def say(text: str = "抱歉给您添麻烦了，已私信您处理。", key: str = "k1") -> Reply:
    return Reply(text=text, request_key=key)


def at(seconds: float) -> Any:
    return clock.frozen(NOON + timedelta(minutes=2, seconds=seconds))


def test_a_reply_goes_out_once_and_stops_the_clock(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    with at(0):
        first = answering.answer(conversation, say(), by=cast.answer_giver)
        again = answering.answer(conversation, say(), by=cast.answer_giver)
        assert first.pk == again.pk
        while sending.take_turn():
            pass
    conversation.refresh_from_db()
    assert platform.sent == ["抱歉给您添麻烦了，已私信您处理。"]
    assert (conversation.state, conversation.answer_due_at) == (Conversation.State.ANSWERED, None)
    assert conversation.clocks.get().answered


def test_the_platform_is_told_which_private_message_is_answered(cast: Cast, platform: Platform) -> None:
    channel = Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id="2", name="副账号"
    )
    fan = Sender("fan", "小鱼")
    written = [
        Event(
            EventKind.MESSAGE,
            f"m{number}",
            NOON + timedelta(seconds=number),
            fan,
            "在吗",
            facts={"n": number},
        )
        for number in (1, 2)
    ]
    with clock.frozen(NOON + timedelta(minutes=1)):
        receiving.take_in(channel, written)
        folding.fold_pending()
    with at(0):
        answering.answer(Conversation.objects.get(), say(), by=cast.answer_giver)
        sending.take_turn()
    assert platform.answered
    assert (platform.answered.message_id, platform.answered.facts["n"]) == ("m2", 2)


def test_a_reply_with_banned_words_is_blocked_with_its_place(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    with pytest.raises(Blocked) as caught:
        answering.answer(conversation, say("我们是全国第一的品牌，放心。"), by=cast.answer_giver)
    assert any("第一" in finding.quoted for finding in caught.value.opinion.findings)
    assert not conversation.messages.filter(direction=Message.Direction.OUT).exists()


def test_a_reply_is_held_against_the_rules_of_the_companys_industry(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    text = "您放心，押中原题没问题。"
    opinion = answering.look(conversation, text, by=cast.answer_giver)
    assert not [finding for finding in opinion.findings if finding.rule.startswith("education")]
    Workspace.objects.filter(pk=conversation.workspace.pk).update(industry="education")
    conversation = Conversation.objects.select_related("workspace").get(pk=conversation.pk)
    opinion = answering.look(conversation, text, by=cast.answer_giver)
    assert [finding.rule for finding in opinion.findings if finding.rule.startswith("education")]


def in_queue(cast: Cast, standing: str = "reply") -> dict[str, str]:
    filters = centre.Filters.of({"state": "all", "standing": standing})
    return {row.quoted: row.state for row in centre.search(cast.reviewer, filters)}


def test_a_blocked_reply_leaves_its_verdict_in_the_queue_and_in_the_trend(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    with pytest.raises(Blocked):
        answering.answer(conversation, say("我们是全国第一的品牌，放心。"), by=cast.answer_giver)
    verdict = Verdict.objects.get()
    assert (verdict.level, verdict.subject_id, verdict.author) == (
        "block",
        str(conversation.pk),
        cast.answer_giver.membership,
    )
    row = QueuedFinding.objects.get(rule=verdict.findings[0]["rule"])
    assert (row.standing, row.state, row.url) == ("unsent", "open", f"/w/demo/inbox/{conversation.pk}/")
    assert "第一" in next(iter(in_queue(cast)))
    assert in_queue(cast, "unsent") == in_queue(cast)
    assert any(row.rule == line.rule for line in trend.trend(cast.reviewer).lines)
    page = sign_in(cast.reviewer).get("/w/demo/compliance/centre/?standing=reply")
    assert 'class="row-note">没有发出的回复' in page.content.decode()


def test_another_wording_puts_the_refused_one_off_the_queue(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    for text in ("我们是全国第一的品牌，放心。", "我们是世界第一的品牌，放心。"):
        with pytest.raises(Blocked):
            answering.answer(conversation, say(text), by=cast.answer_giver)
    assert sorted(set(in_queue(cast).values())) == ["gone", "open"]
    answering.answer(conversation, say(), by=cast.answer_giver)
    assert set(in_queue(cast).values()) == {"gone"}
    assert Verdict.objects.filter(level="block").count() == 2, "what was said stays known"


def test_a_reply_that_a_reviewer_lets_pass_goes_out_as_it_was(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    text = "我们是全国第一的品牌，放心。"
    with pytest.raises(Blocked):
        answering.answer(conversation, say(text), by=cast.answer_giver)
    overriding.override(Verdict.objects.get(), by=cast.reviewer, reason="有协会的证明")
    assert answering.answer(conversation, say(text), by=cast.answer_giver).text == text
    assert {row.standing for row in QueuedFinding.objects.all()} == {"reply"}


def test_a_lost_answer_is_looked_up_and_not_sent_again(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    platform.answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
        sending.take_turn()
    platform.found = Sent(platform_id="r9")
    with at(sending.GRACE_SECONDS - 1):
        assert sending.take_turn() == 0
    with at(sending.GRACE_SECONDS):
        sending.take_turn()
    message.refresh_from_db()
    assert (message.state, message.platform_id, len(platform.sent)) == (Message.State.SENT, "r9", 1)


def test_a_reply_that_is_never_found_is_handed_to_a_person(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    platform.answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
    for seconds in range(0, 1200, 5):
        with at(seconds):
            sending.take_turn()
    message.refresh_from_db()
    assert (message.state, message.next_look_at, len(platform.sent)) == (Message.State.UNCONFIRMED, None, 1)


def test_a_worker_killed_after_the_intent_leads_to_a_look_and_no_second_reply(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.SENDING, intent_at=clock.now(), next_look_at=clock.now()
        )
    platform.found = Sent(platform_id="r9")
    with at(60):
        sending.take_turn()
    message.refresh_from_db()
    assert (message.state, platform.sent) == (Message.State.SENT, [])


def test_a_busy_platform_is_tried_again(cast: Cast, conversation: Conversation, platform: Platform) -> None:
    platform.answer = errors.Wait("太频繁", until=NOON + timedelta(minutes=5))
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
        sending.take_turn()
    platform.answer = Sent(platform_id="r1")
    with at(200):
        sending.take_turn()
    message.refresh_from_db()
    assert message.state == Message.State.SENT


def test_of_two_colleagues_only_the_first_is_sent(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    answering.answer(conversation, say(key="a"), by=cast.answer_giver)
    with pytest.raises(ColleagueAnswered):
        answering.answer(conversation, say(key="b"), by=cast.lead)


def test_who_may_not_answer_is_refused(cast: Cast, conversation: Conversation) -> None:
    with pytest.raises(NotAllowed):
        answering.answer(conversation, say(), by=cast.editor)


def test_a_breach_is_told_once(cast: Cast, conversation: Conversation) -> None:
    from chaoxin.core.models import Fact
    from chaoxin.inbox import timing

    with clock.frozen(NOON + timedelta(hours=25)):
        timing.note_breaches()
        timing.note_breaches()
    assert Fact.objects.filter(name="conversation.breached").count() == 1


def test_page_and_api_reply_through_the_same_verb(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    page = sign_in(cast.answer_giver).post(
        f"/w/demo/inbox/{conversation.pk}/replies/", {"text": "您好，马上处理。", "request_key": "page"}
    )
    assert page.status_code == 200
    Message.objects.filter(request_key="page").update(state=Message.State.SENT)
    answer = sign_in(cast.stranger).get(f"/w/demo/inbox/{conversation.pk}/")
    assert answer.status_code == 404
    from django.test import Client

    api = Client(headers=bearer(cast.answer_giver)).post(
        f"/api/v1/conversations/{conversation.pk}/replies",
        {"text": "已经为您登记。", "request_key": "api"},
        content_type="application/json",
    )
    assert api.status_code == 201, api.content
    assert set(conversation.messages.filter(direction="out").values_list("request_key", flat=True)) == {
        "page",
        "api",
    }


def test_the_open_page_tells_where_the_conversation_stands_once_that_has_changed(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    client, address = sign_in(cast.answer_giver), f"/w/demo/inbox/{conversation.pk}/messages/?state=open"
    assert "conversation-standing" not in client.get(address).content.decode()
    with at(0):
        answering.answer(conversation, say(), by=cast.answer_giver)
        while sending.take_turn():
            pass
    changed = client.get(address)
    page = changed.content.decode()
    assert '<div id="conversation-standing" hx-swap-oob="true"><span class="state state-good">' in page
    assert "重新打开" in page.split('id="conversation-actions"')[1]
    assert "?state=answered" in page
    assert "inbox-changed" in changed["HX-Trigger"]


def test_assigning_and_closing_follow_the_rights(cast: Cast, conversation: Conversation) -> None:
    assigning.assign(conversation, to=cast.answer_giver.membership, by=cast.answer_giver)
    assert conversation.assignee == cast.answer_giver.membership
    with pytest.raises(NotAllowed):
        assigning.assign(conversation, to=cast.lead.membership, by=cast.analyst)
    assigning.close(conversation, by=cast.answer_giver)
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED


def test_a_fault_of_our_own_after_the_intent_is_looked_up(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    platform.answer = RuntimeError("defect")
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
        sending.take_turn()
    message.refresh_from_db()
    assert (message.state, len(platform.sent)) == (Message.State.UNCONFIRMED, 1)


def test_who_has_changed_the_rules_does_not_answer_by_them_alone(
    cast: Cast, conversation: Conversation
) -> None:
    text = "我们是送礼首选之地"
    forgiving.forgive("superlative-preferred", "首选之地", by=cast.lead)
    with pytest.raises(Blocked) as blocked:
        answering.answer(conversation, Reply(text, "held"), by=cast.lead)
    assert "最近自己调整" in blocked.value.opinion.findings[0].why
    page = sign_in(cast.lead).post(f"/w/demo/inbox/{conversation.pk}/replies/check/", {"text": text})
    assert "最近自己调整" in page.content.decode()
    assert answering.answer(conversation, Reply("请看说明书", "plain"), by=cast.lead)


def test_why_a_reply_failed_is_told_in_the_callers_language(
    cast: Cast, conversation: Conversation, platform: Platform
) -> None:
    platform.answer = errors.FixContent("这条留言已被用户删除，不能再回复或精选。")
    with at(0):
        message = answering.answer(conversation, say(), by=cast.answer_giver)
        sending.take_turn()
    message.refresh_from_db()
    caller = Client(headers={**bearer(cast.answer_giver), "Accept-Language": "en"})
    with translation.override(None):
        told = caller.get(f"/api/v1/conversations/{conversation.pk}").json()["messages"][-1]["sentence"]
    assert message.sentence.startswith("这条留言已被用户删除")
    assert told.startswith("The user deleted this comment; it can no longer be replied to or featured.")
