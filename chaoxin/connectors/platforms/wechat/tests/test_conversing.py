"""Pushes in, comments by asking, replies out."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from chaoxin.connectors.contract import Converse, PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent
from chaoxin.connectors.platforms.wechat.crypto import decrypt, is_signed
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Event, EventKind, Outcome

from .cast import (
    ACCOUNT,
    APP_ID,
    CALLBACK_TOKEN,
    CGI,
    ENCODING_KEY,
    PLAIN_ACCOUNT,
    REFERENCE,
    encrypted_push,
    plain_push,
    platform,
    refused,
)
from .recorded import payload, payload_text


def conversing(**answers: Responder) -> tuple[StubPlatform, Converse]:
    stub, connector = platform(**answers)
    assert connector.converse
    return stub, connector.converse


def event_of(name: str) -> Event:
    """The only event of a recorded push."""
    [event] = conversing()[1].parse_webhook(PLAIN_ACCOUNT, plain_push(payload_text(f"{name}.xml"))) or []
    return event


def test_the_reference_vector_is_decrypted() -> None:
    encrypted = payload_text("encrypted.xml").partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
    claimed = "962072b16c62a841c0510be52fc73af7fd5c871d"
    assert is_signed(claimed, CALLBACK_TOKEN, "1700000000", "nonce123", encrypted)
    assert is_signed("12bc75aa107ff3d6114dc0e4d694f612b2fd4add", CALLBACK_TOKEN, "1700000000", "nonce123")
    message = decrypt(encrypted, encoding_key=ENCODING_KEY, app_id=APP_ID).decode()
    assert "<![CDATA[你好]]>" in message


def test_an_encrypted_push_says_the_same_as_a_plain_one() -> None:
    body = payload_text("message_text.xml")
    _, converse = conversing()
    plain = converse.parse_webhook(PLAIN_ACCOUNT, plain_push(body))
    assert plain
    assert converse.parse_webhook(ACCOUNT, encrypted_push(body)) == plain


def test_an_account_in_safe_mode_believes_no_plain_push() -> None:
    assert conversing()[1].parse_webhook(ACCOUNT, plain_push(payload_text("message_text.xml"))) is None


def test_a_push_for_another_account_is_not_believed() -> None:
    push = encrypted_push(payload_text("message_text.xml"), app_id="wx0000000000000000")
    assert conversing()[1].parse_webhook(ACCOUNT, push) is None


def test_entity_bombs_and_deep_nesting_are_harmless() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>'
    nested = "<xml>" + "<a>" * 2000 + "</a>" * 2000 + "</xml>"
    for body in (bomb, nested, "{" * 5000, "<xml><CreateTime>99999999999999999999</CreateTime></xml>"):
        assert conversing()[1].parse_webhook(PLAIN_ACCOUNT, plain_push(body)) == []


def test_a_text_message_tells_who_said_what_and_how_long_one_may_answer() -> None:
    event = event_of("message_text")
    assert (event.kind, event.text) == (EventKind.MESSAGE, "请问还有货吗？")
    assert event.sender
    assert event.sender.external_id == event.thread_id == "oFirstReader"
    assert event.facts["reply_window_seconds"] == 48 * 3600
    assert event.facts["reply_quota"] == 5


def test_json_pushes_are_read_as_well() -> None:
    body = {
        "ToUserName": "gh_1",
        "FromUserName": "oFirstReader",
        "CreateTime": 1795147761,
        "MsgType": "text",
        "MsgId": 23456789012345674,
        "Content": "请问还有货吗？",
    }
    [event] = conversing()[1].parse_webhook(PLAIN_ACCOUNT, plain_push(json.dumps(body))) or []
    assert (event.platform_id, event.text) == ("23456789012345674", "请问还有货吗？")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("message_image", "[图片]"),
        ("message_voice", "[语音]"),
        ("message_video", "[视频]"),
        ("message_shortvideo", "[小视频]"),
        ("message_location", "[位置] 广州市天河区"),
        ("message_link", "[链接] 公众平台官网链接 https://example.com/a"),
    ],
)
def test_messages_without_words_are_described(name: str, text: str) -> None:
    assert event_of(name).text == text


def test_a_follower_by_code_tells_the_code() -> None:
    event = event_of("event_subscribe_scan")
    assert event.kind is EventKind.FOLLOW
    assert event.facts["scene"] == "123123"


def test_events_are_told_apart_by_sender_second_name_and_key() -> None:
    assert event_of("event_click").platform_id == "oFirstReader:1795147761:CLICK:price"
    assert event_of("event_subscribe").platform_id == "oFirstReader:1795147761:subscribe"
    assert event_of("message_text").platform_id == "23456789012345674"


def test_a_finished_job_is_to_be_looked_up_at_once() -> None:
    event = event_of("event_publish_finish")
    assert event.kind is EventKind.PUBLISH_RESULT
    assert event.submission
    assert event.submission.outcome is Outcome.PENDING
    assert event.submission.reference == "publish:100000001"
    assert event.submission.look_again_after_seconds == 0
    assert event.submission.facts["article_id"] == "b7sNnDsampleArticle"


def test_a_rejected_job_names_the_articles() -> None:
    submission = event_of("event_publish_rejected").submission
    assert submission
    assert submission.outcome is Outcome.REFUSED
    assert "第 1、2 篇" in submission.sentence


def test_both_names_of_the_publish_event_are_understood() -> None:
    body = payload_text("event_publish_finish.xml").replace("[PUBLISHJOBFINISH]", "[FREEPUBLISHJOBFINISH]")
    [event] = conversing()[1].parse_webhook(PLAIN_ACCOUNT, plain_push(body)) or []
    assert event.kind is EventKind.PUBLISH_RESULT


def test_comments_carry_the_post_and_the_answers_already_given() -> None:
    page = conversing()[1].fetch_since(ACCOUNT, "", posts=[REFERENCE])
    said = {event.platform_id: event for event in page.events}
    assert said["2247483655_0_3"].text == "多少钱？"
    assert said["2247483655_0_2"].sender is None
    assert said["2247483655_0_1:reply"].ours
    assert said["2247483655_0_2:reply"].reply_to_id == "2247483655_0_2"
    assert {event.post_id for event in page.events} == {REFERENCE.post_id}


def test_comments_already_seen_are_not_told_again() -> None:
    _, converse = conversing()
    cursor = converse.fetch_since(ACCOUNT, "", posts=[REFERENCE]).cursor
    later = json.dumps({post: second + 7200 for post, second in json.loads(cursor).items()})
    assert converse.fetch_since(ACCOUNT, later, posts=[REFERENCE]).events == ()


def test_all_pages_of_comments_are_read_with_at_most_49_each() -> None:
    def page(request: httpx.Request) -> Reply:
        asked = json.loads(request.content)
        assert asked["count"] < 50
        rows = [
            {"user_comment_id": number, "create_time": 1795147000 - number, "content": "好"}
            for number in range(1, 121)
        ]
        return Reply({"errcode": 0, "total": 120, "comment": rows[asked["begin"] :][: asked["count"]]})

    stub, converse = conversing(comment_list=page)
    assert len(converse.fetch_since(ACCOUNT, "", posts=[REFERENCE]).events) == 120
    assert len(stub.sent_to(f"{CGI}/comment/list")) == 3


def test_pages_older_than_the_last_comment_seen_are_not_read_again() -> None:
    def page(request: httpx.Request) -> Reply:
        begin = json.loads(request.content)["begin"]
        rows = [
            {"user_comment_id": 500 - number, "create_time": 1795147000 - number * 600, "content": "好"}
            for number in range(begin, begin + 49)
        ]
        return Reply({"errcode": 0, "total": 490, "comment": rows})

    stub, converse = conversing(comment_list=page)
    cursor = json.dumps({REFERENCE.post_id: 1795147000 - 600})
    events = converse.fetch_since(ACCOUNT, cursor, posts=[REFERENCE]).events
    assert len(stub.sent_to(f"{CGI}/comment/list")) == 1
    assert 1 <= len(events) <= 8


def test_posts_without_comments_are_passed_over() -> None:
    closed = replace(REFERENCE, facts={**REFERENCE.facts, "comments_open": False})
    unknown = PostReference("other", "article:other")
    stub, converse = conversing()
    assert converse.fetch_since(ACCOUNT, "", posts=[closed, unknown]).events == ()
    assert stub.requests == []


def test_one_restricted_post_does_not_hide_the_comments_of_another() -> None:
    def answer(request: httpx.Request) -> Reply:
        restricted = json.loads(request.content)["msg_data_id"] == 1
        return refused(88000) if restricted else Reply(payload("comment_list"))

    _, converse = conversing(comment_list=answer)
    restricted = PostReference("other", "article:other", {"msg_data_id": "1"})
    assert converse.fetch_since(ACCOUNT, "", posts=[restricted, REFERENCE]).events


def test_a_comment_is_answered_in_its_place() -> None:
    stub, converse = conversing()
    sent = converse.reply_to_comment(
        ACCOUNT, post=REFERENCE, comment_id="2247483655_0_3", text="门店价 399 元"
    )
    asked = json.loads(stub.sent_to(f"{CGI}/comment/reply/add")[0].content)
    assert asked == {"msg_data_id": 2247483655, "index": 0, "user_comment_id": 3, "content": "门店价 399 元"}
    assert sent.platform_id == "2247483655_0_3:reply"


def test_an_answer_that_is_there_already_counts_as_sent_only_with_the_same_words() -> None:
    _, converse = conversing(comment_reply_add=refused(88005))
    sent = converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id="2247483655_0_1", text="谢谢喜欢")
    assert sent.at is not None
    with pytest.raises(FixContent):
        converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id="2247483655_0_1", text="别的话")


def test_a_reply_is_found_in_either_shape_of_the_platform() -> None:
    _, converse = conversing()
    for number, text in ((1, "谢谢喜欢"), (2, "很抱歉让您久等")):
        name = f"2247483655_0_{number}"
        assert converse.find_reply(ACCOUNT, post=REFERENCE, comment_id=name, text=text)
    assert converse.find_reply(ACCOUNT, post=REFERENCE, comment_id="2247483655_0_3", text="谢谢") is None


def test_sent_messages_cannot_be_read_back() -> None:
    with pytest.raises(AskPlatform):
        conversing()[1].find_reply(ACCOUNT, post=None, comment_id="1", text="您好")


def test_a_message_goes_to_its_sender_as_plain_text() -> None:
    stub, converse = conversing()
    sent = converse.reply_to_message(ACCOUNT, sender_id="oFirstReader", text="有货", key="k")
    asked = json.loads(stub.sent_to(f"{CGI}/message/custom/send")[0].content)
    assert asked == {"touser": "oFirstReader", "msgtype": "text", "text": {"content": "有货"}}
    assert sent.at == SAMPLE_TIME


@pytest.mark.parametrize("text", ["  ", "长" * 700])
def test_a_message_that_cannot_be_sent_is_stopped_before_the_call(text: str) -> None:
    stub, converse = conversing()
    with pytest.raises(FixContent):
        converse.reply_to_message(ACCOUNT, sender_id="oFirstReader", text=text, key="k")
    assert stub.requests == []
