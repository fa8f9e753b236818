"""Pushes are believed by their signature only; comments are read once; messages answer what they answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.platforms.douyin.converse import DouyinConverse
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Event, EventKind, Outcome, Webhook

from .cast import ACCOUNT, CLIENT_SECRET, COMMENT_ID, FAN_ID, ITEM_ID, OPEN_ID, REFERENCE, signed
from .healthy import ANSWERS, COMMENTS, REPLIES, REPLY, SEND, refused
from .recorded import payload, payload_text


def conversing(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, DouyinConverse]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    converse = build(stub.wire(now=SAMPLE_TIME)).converse
    assert isinstance(converse, DouyinConverse)
    return stub, converse


def event_of(name: str, **more: Any) -> Event:
    _, converse = conversing()
    [event] = converse.parse_webhook(ACCOUNT, signed(payload_text(f"push_{name}"), **more)) or []
    return event


def test_a_message_brings_who_wrote_what_and_how_to_answer() -> None:
    event = event_of("message")
    assert (event.kind, event.text, event.account_id) == (EventKind.MESSAGE, "几点开门？", OPEN_ID)
    assert event.sender
    assert (event.sender.external_id, event.sender.name) == (FAN_ID, "小鱼")
    assert event.thread_id == FAN_ID
    assert event.at == datetime.fromtimestamp(1795147150, UTC)
    assert event.facts["conversation_short_id"]


def test_content_inside_a_text_is_read_like_an_object() -> None:
    event = event_of("image")
    assert (event.text, event.facts["message_type"]) == ("[图片]", "image")
    assert event.facts["resource_url"].startswith("https://")


def test_our_own_message_is_an_echo_in_the_same_thread() -> None:
    event = event_of("sent")
    assert (event.ours, event.thread_id, event.account_id) == (True, FAN_ID, OPEN_ID)
    assert event.sender
    assert event.sender.external_id == OPEN_ID


def test_a_filled_card_is_a_lead_whose_contact_data_stand_apart() -> None:
    event = event_of("lead")
    assert event.kind is EventKind.LEAD
    assert event.private == {"姓名": "余先生", "手机号": "13800000000"}
    assert event.text == "对方填写了留资卡片：姓名、手机号。"
    assert "13800000000" not in json.dumps(dict(event.facts))


def test_a_card_that_was_only_shown_is_a_message() -> None:
    body = json.loads(payload_text("push_lead"))
    body["content"]["card_data"] = []
    _, converse = conversing()
    [event] = converse.parse_webhook(ACCOUNT, signed(json.dumps(body))) or []
    assert (event.kind, event.private) == (EventKind.MESSAGE, {})


def test_a_withdrawn_grant_names_its_account() -> None:
    event = event_of("unauthorize", message_id="m-1")
    assert (event.kind, event.account_id, event.platform_id) == (EventKind.GRANT_REVOKED, OPEN_ID, "m-1")


def test_a_share_that_became_an_item_is_a_result_to_look_at() -> None:
    submission = event_of("create_video").submission
    assert submission
    assert (submission.outcome, submission.reference) == (Outcome.PENDING, "share-1648000000000000001")


def test_repeats_without_an_id_are_known_by_their_body() -> None:
    assert event_of("follow") == event_of("follow")
    assert event_of("follow").platform_id != event_of("authorize").platform_id


@pytest.mark.parametrize(
    "content", ['"{"', "7", "null", '{"user_infos": 3}', '{"create_time": "x"}', '{"scopes": 1}']
)
@pytest.mark.parametrize(
    "event", ["im_receive_msg", "im_enter_direct_msg", "item_comment_reply", "create_video", "unauthorize"]
)
def test_strange_contents_do_no_harm(event: str, content: str) -> None:
    _, converse = conversing()
    body = f'{{"event": "{event}", "from_user_id": "{FAN_ID}", "content": {content}}}'
    found = converse.parse_webhook(ACCOUNT, signed(body))
    assert found is not None
    assert all(event.platform_id for event in found)


def test_the_header_counts_in_any_case_and_the_body_to_the_last_octet() -> None:
    _, converse = conversing()
    good = signed(payload_text("push_message"))
    shouted = {"X-Douyin-Signature": good.headers["x-douyin-signature"].upper()}
    assert converse.parse_webhook(ACCOUNT, replace(good, headers=shouted))
    assert converse.parse_webhook(ACCOUNT, replace(good, body=good.body.rstrip())) is None
    assert (
        converse.parse_webhook(ACCOUNT, signed(payload_text("push_message"), secret="another-secret")) is None
    )


def test_an_unsigned_check_of_the_address_is_answered_only_where_the_channel_says_so() -> None:
    _, converse = conversing()
    check = signed(payload_text("push_verify"))
    answer = converse.answer_verification(ACCOUNT, check)
    assert answer
    assert json.loads(answer.body) == {"challenge": 12345}
    assert answer.content_type == "application/json"
    bare = replace(check, headers={})
    assert converse.answer_verification(ACCOUNT, bare) is None
    lenient = replace(ACCOUNT, settings={"unsigned_verification": True})
    assert converse.answer_verification(lenient, bare)
    forged = replace(check, headers={"x-douyin-signature": "0" * 40})
    assert converse.answer_verification(lenient, forged) is None
    message = Webhook("POST", {}, {}, payload_text("push_message").encode())
    assert converse.answer_verification(lenient, message) is None


def test_comments_and_new_answers_are_read_once() -> None:
    stub, converse = conversing()
    first = converse.fetch_since(ACCOUNT, "", posts=[REFERENCE])
    assert [(event.text, event.ours) for event in first.events] == [
        ("周日也可以试喝吗？", False),
        ("有礼盒装吗", False),
        ("有的，店里和线上都有礼盒", True),
    ]
    assert first.events[2].thread_id == first.events[1].platform_id
    assert len(stub.sent_to(REPLIES)) == 1
    second = converse.fetch_since(ACCOUNT, first.cursor, posts=[REFERENCE])
    assert len(stub.sent_to(REPLIES)) == 1, "answers that are known are not read again"
    assert {event.platform_id for event in second.events} <= {event.platform_id for event in first.events}
    forgotten = converse.fetch_since(ACCOUNT, first.cursor, posts=[])
    assert forgotten.cursor == "{}"


def test_a_broken_cursor_begins_anew() -> None:
    _, converse = conversing()
    assert len(converse.fetch_since(ACCOUNT, "[1]", posts=[REFERENCE]).events) == 3


def test_being_told_to_wait_midway_keeps_what_was_read() -> None:
    other = PostReference("@other", "@other")

    def answer(request: httpx.Request) -> Reply:
        known = request.url.params["item_id"] == ITEM_ID
        return Reply(payload("comment_list")) if known else refused(28003018)

    _, converse = conversing({COMMENTS: answer})
    page = converse.fetch_since(ACCOUNT, "", posts=[REFERENCE, other])
    assert (len(page.events), page.complete) == (3, False)
    with pytest.raises(Wait):
        converse.fetch_since(ACCOUNT, "", posts=[other])


def test_items_that_were_published_by_hand_are_not_asked_for() -> None:
    stub, converse = conversing()
    by_hand = PostReference("7297500000000000001", "")
    assert converse.fetch_since(ACCOUNT, "", posts=[by_hand]).events == ()
    assert stub.requests == []
    with pytest.raises(AskPlatform, match="手动发布"):
        converse.reply_to_comment(ACCOUNT, post=by_hand, comment_id=COMMENT_ID, text="好的")


def without(scope: str) -> Account:
    assert ACCOUNT.token
    return replace(ACCOUNT, token=replace(ACCOUNT.token, scopes=ACCOUNT.token.scopes - {scope}))


def test_without_the_capability_nothing_is_asked_and_the_way_by_hand_is_told() -> None:
    stub, converse = conversing()
    assert converse.fetch_since(without("item.comment"), "c", posts=[REFERENCE]).cursor == "c"
    with pytest.raises(AskPlatform, match="抖音 App"):
        converse.reply_to_comment(without("item.comment"), post=REFERENCE, comment_id=COMMENT_ID, text="好")
    with pytest.raises(AskPlatform, match="抖音 App"):
        converse.reply_to_message(without("im.direct_message"), sender_id=FAN_ID, text="好", key="k")
    assert stub.requests == []


def test_a_message_answers_the_one_it_answers() -> None:
    stub, converse = conversing()
    to = MessageReference("7297511111111111111", event_of("message").facts)
    sent = converse.reply_to_message(ACCOUNT, sender_id=FAN_ID, text=" 九点开门 ", key="k", to=to)
    assert sent.platform_id == "7297512345678901234"
    body = json.loads(stub.sent_to(SEND)[0].content)
    assert (body["msg_id"], body["scene"]) == ("7297511111111111111", "im_reply_msg")
    assert body["content"] == {"msg_type": 1, "text": {"text": "九点开门"}}
    assert body["conversation_id"] == to.facts["conversation_short_id"]


@pytest.mark.parametrize("to", [None, MessageReference("1", {})])
def test_a_message_without_anything_to_answer_is_not_sent(to: MessageReference | None) -> None:
    stub, converse = conversing()
    with pytest.raises(AskPlatform, match="找不到"):
        converse.reply_to_message(ACCOUNT, sender_id=FAN_ID, text="好", key="k", to=to)
    assert stub.requests == []


@pytest.mark.parametrize("text", ["", "  ", "长" * 101])
def test_answers_that_do_not_fit_are_not_sent(text: str) -> None:
    stub, converse = conversing()
    with pytest.raises(FixContent):
        converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text=text)
    assert stub.requests == []


def test_an_answer_is_found_under_the_comment_that_stands_on_top() -> None:
    stub, converse = conversing()
    below = replace(REFERENCE, facts={**REFERENCE.facts, "top_comment_id": "@top"})
    found = converse.find_reply(ACCOUNT, post=below, comment_id="@below", text="有的，店里和线上都有礼盒")
    assert found
    assert stub.sent_to(REPLIES)[0].url.params["comment_id"] == "@top"
    assert converse.find_reply(ACCOUNT, post=REFERENCE, comment_id="@x", text="别的话") is None
    with pytest.raises(AskPlatform):
        converse.find_reply(ACCOUNT, post=None, comment_id="", text="在的")


def test_a_list_of_answers_without_an_end_proves_nothing() -> None:
    endless = payload("reply_list")
    endless["data"]["has_more"] = True
    _, converse = conversing({REPLIES: Reply(endless)})
    with pytest.raises(AskPlatform, match="太多"):
        converse.find_reply(ACCOUNT, post=REFERENCE, comment_id="@x", text="别的话")


def test_the_first_comment_stands_under_the_item_itself() -> None:
    stub = StubPlatform(ANSWERS)
    first = build(stub.wire(now=SAMPLE_TIME)).comment_first
    assert first
    first.comment_first(ACCOUNT, post=REFERENCE, text="地址在主页")
    assert "comment_id" not in json.loads(stub.sent_to(REPLY)[0].content)
    assert CLIENT_SECRET not in stub.sent_to(REPLY)[0].content.decode()
