"""Answers go out once, and are found again where Weibo lets them be read."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, unquote_plus

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent

from .cast import ACCOUNT, COMMENT_ID, POST_ID, REFERENCE
from .comment_list import CommentList, conversing, number_at
from .healthy import BY_ME, COMMENT_REPLY, MESSAGE_REPLY, refused
from .recorded import payload

OUR_ANSWER = "很抱歉给您添麻烦了，已安排专人联系您"


def test_an_answer_to_a_comment_names_post_and_comment() -> None:
    stub, converse = conversing()
    sent = converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text=OUR_ANSWER)
    (request,) = stub.sent_to(COMMENT_REPLY)
    form = parse_qs(request.content.decode())
    assert (form["cid"], form["id"], form["comment"]) == ([COMMENT_ID], [POST_ID], [OUR_ANSWER])
    assert form["rip"] == ["211.156.0.1"]
    assert sent.platform_id == "5106405000000009"
    assert stub.metered == ["comments", "calls"]


def test_a_delayed_answer_has_no_number_yet() -> None:
    _, converse = conversing({COMMENT_REPLY: refused(20032)})
    assert (
        converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="好的").platform_id
        == ""
    )


def test_answers_too_long_are_not_sent() -> None:
    stub, converse = conversing()
    with pytest.raises(FixContent):
        converse.reply_to_comment(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="字" * 141)
    with pytest.raises(FixContent):
        converse.reply_to_message(ACCOUNT, sender_id="1", text="字" * 301, key="k")
    assert stub.requests == []


def test_a_private_answer_is_json_inside_a_form() -> None:
    stub, converse = conversing()
    converse.reply_to_message(ACCOUNT, sender_id="2489518277", text="您好，七天内可退", key="k")
    (request,) = stub.sent_to(MESSAGE_REPLY)
    form = parse_qs(request.content.decode())
    assert json.loads(form["data"][0]) == {"text": "您好，七天内可退"}
    assert (form["type"], form["receiver_id"]) == (["text"], ["2489518277"])


def test_a_private_answer_reads_the_same_when_decoded_once_more() -> None:
    stub, converse = conversing()
    text = '满 100 减 20%，1+1 更划算 & "正品"'
    converse.reply_to_message(ACCOUNT, sender_id="2489518277", text=text, key="k")
    (request,) = stub.sent_to(MESSAGE_REPLY)
    data = parse_qs(request.content.decode())["data"][0]
    assert json.loads(data) == json.loads(unquote_plus(data)) == {"text": text}


def test_our_answer_is_found_behind_the_name_in_front_of_it() -> None:
    _, converse = conversing()
    found = converse.find_reply(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text=OUR_ANSWER)
    assert found
    assert found.platform_id == payload("comment_reply")["idstr"]


def test_another_answer_or_an_answer_to_another_comment_is_not_ours() -> None:
    _, converse = conversing()
    assert converse.find_reply(ACCOUNT, post=REFERENCE, comment_id=COMMENT_ID, text="别的回答") is None
    assert (
        converse.find_reply(ACCOUNT, post=REFERENCE, comment_id="5106400780000001", text=OUR_ANSWER) is None
    )


def test_an_answer_is_looked_for_as_far_back_as_the_comment() -> None:
    stub, converse = conversing({BY_ME: CommentList(length=120)})
    assert (
        converse.find_reply(ACCOUNT, post=REFERENCE, comment_id=str(number_at(90 * 60)), text="没有发出")
        is None
    )
    assert len(stub.requests) == 2


def test_a_list_that_does_not_reach_back_to_the_comment_proves_nothing() -> None:
    _, converse = conversing({BY_ME: CommentList(length=400)})
    with pytest.raises(AskPlatform):
        converse.find_reply(ACCOUNT, post=REFERENCE, comment_id=str(number_at(90 * 5)), text="没有发出")


def test_private_answers_cannot_be_read_back() -> None:
    stub, converse = conversing()
    with pytest.raises(AskPlatform):
        converse.find_reply(ACCOUNT, post=None, comment_id="", text=OUR_ANSWER)
    assert stub.requests == []
