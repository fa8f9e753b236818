"""Which pushes are believed, and what they become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.connectors.contract import Converse
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.platforms.wecom import crypto
from chaoxin.connectors.values import Event, EventKind

from .cast import ACCOUNT, CORP_ID, ENCODING_KEY, REFERENCE, encrypt, platform, push, verification
from .recorded import payload_text

CUSTOMER = "wmsample0000000000000000000001"


def converse() -> Converse:
    _, connector = platform()
    assert connector.converse
    return connector.converse


def events(name: str) -> list[Event]:
    found = converse().parse_webhook(ACCOUNT, push(payload_text(f"event_{name}.xml")))
    assert found is not None
    return found


def test_the_address_is_verified_by_the_decrypted_echo_and_nothing_else() -> None:
    answer = converse().answer_verification(ACCOUNT, verification("4194304012345"))
    assert answer
    assert answer.body == "4194304012345"
    bare = replace(ACCOUNT, credentials={**ACCOUNT.credentials, "encoding_aes_key": ""})
    assert converse().answer_verification(bare, verification()) is None


def test_a_push_for_another_corp_is_not_believed() -> None:
    body = payload_text("event_customer_added.xml")
    assert converse().parse_webhook(ACCOUNT, push(body, receiver="ww0000000000000000")) is None


def test_a_plain_push_is_not_believed_however_it_is_signed() -> None:
    plain = replace(push(""), body=payload_text("event_customer_added.xml").encode())
    assert converse().parse_webhook(ACCOUNT, plain) is None


def test_the_known_vector_of_the_encryption_is_opened() -> None:
    message = (
        "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[你好]]></Content></xml>".encode()
    )
    secret = encrypt(message, receiver="wx1234567890abcdef", random=b"0123456789abcdef")
    assert secret.startswith("Q3stYC6hdFzMh9T8")
    proof = crypto.signature("sandboxtoken", "1700000000", "nonce123", secret)
    assert proof == "962072b16c62a841c0510be52fc73af7fd5c871d"
    assert crypto.opened(secret, encoding_key=ENCODING_KEY, receiver="wx1234567890abcdef") == message


@pytest.mark.parametrize("damage", ["", "AAAA", "!!!!", "A" * 64])
def test_a_damaged_text_is_not_opened(damage: str) -> None:
    with pytest.raises(crypto.Tampered):
        crypto.opened(damage, encoding_key=ENCODING_KEY, receiver=CORP_ID)
    with pytest.raises(crypto.Tampered):
        crypto.opened(encrypt(b"x", receiver=CORP_ID), encoding_key="short", receiver=CORP_ID)


def test_a_new_customer_follows_and_keeps_the_mark_of_his_way_in() -> None:
    [event] = events("customer_added")
    assert event.kind is EventKind.FOLLOW
    assert event.sender
    assert event.sender.external_id == event.thread_id == CUSTOMER
    assert (event.facts["State"], event.facts["UserID"]) == ("poster-3", "zhangsan")
    assert event.facts["WelcomeCode"]


def test_it_is_told_who_ended_a_relation() -> None:
    [left], [removed], [handed] = (
        events("customer_left"),
        events("customer_removed_by_member"),
        events("customer_handed_over"),
    )
    assert (left.kind, left.facts["ended_by"]) == (EventKind.UNFOLLOW, "customer")
    assert (removed.kind, removed.facts["ended_by"]) == (EventKind.UNFOLLOW, "member")
    assert handed.kind is EventKind.OTHER, "he is with another member now"


def test_changes_of_groups_tell_who_came() -> None:
    [event] = events("group_members_added")
    assert (event.kind, event.facts["event"]) == (EventKind.OTHER, "group_update")
    assert event.facts["MemChangeList"] == {"Item": [CUSTOMER, "wmsample0000000000000000000002"]}
    assert event.thread_id == event.facts["ChatId"]
    assert event.sender is None


def test_two_changes_of_one_group_in_one_second_are_two() -> None:
    body = payload_text("event_group_members_added.xml")
    later = body.replace("7f8e9d", "7f8e9e")
    first, second = (converse().parse_webhook(ACCOUNT, push(text)) or [] for text in (body, later))
    assert first[0].platform_id != second[0].platform_id


def test_messages_of_members_to_the_application_say_nothing() -> None:
    assert events("member_message") == []


@pytest.mark.parametrize("second", ["0", "-5", "x", "999999999999"])
def test_an_event_without_a_time_is_dropped(second: str) -> None:
    body = payload_text("event_customer_added.xml").replace("1795143600", second)
    assert converse().parse_webhook(ACCOUNT, push(body)) == []


def test_private_chats_belong_to_the_members() -> None:
    with pytest.raises(AskPlatform, match="请成员"):
        converse().reply_to_message(ACCOUNT, sender_id=CUSTOMER, text="好的", key="1")
    with pytest.raises(AskPlatform, match="没有评论"):
        converse().reply_to_comment(ACCOUNT, post=REFERENCE, comment_id="1", text="好的")
    with pytest.raises(AskPlatform, match="聊天记录"):
        converse().find_reply(ACCOUNT, post=None, comment_id="", text="好的")
    page = converse().fetch_since(ACCOUNT, "kept", posts=[REFERENCE])
    assert (page.events, page.cursor) == ((), "kept")
