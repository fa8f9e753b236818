"""Pushes of the fan service."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.fan_service import events_of, is_signed
from chaoxin.connectors.testing.stub_platform import silent_wire
from chaoxin.connectors.values import Event, EventKind

from .cast import ACCOUNT, APP_SECRET, USER_ID, signed
from .recorded import payload, payload_text

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def pushed(**changes: Any) -> list[Event]:
    """The events of a text push with some fields changed."""
    return events_of(ACCOUNT, json.dumps({**payload("push_text"), **changes}).encode())


def test_a_private_message_has_sender_thread_and_time() -> None:
    (event,) = pushed()
    assert event.kind is EventKind.MESSAGE
    assert event.sender
    assert event.sender.external_id == event.thread_id == "2489518277"
    assert event.at == datetime(2026, 11, 20, 4, 9, 20, tzinfo=UTC)
    assert event.text == "你好，羽绒服能退换吗"
    assert event.ours is False


def test_the_xml_form_says_the_same() -> None:
    (event,) = events_of(ACCOUNT, payload_text("push_text.xml").encode())
    (expected,) = pushed()
    assert replace(event, facts={}) == replace(expected, facts={})


def test_two_messages_in_one_second_are_two() -> None:
    (first,), (second,) = pushed(text="在吗"), pushed(text="能退吗")
    assert first.platform_id != second.platform_id


def test_a_picture_is_shown_in_words_and_kept_by_its_number() -> None:
    (event,) = events_of(ACCOUNT, payload_text("push_image.json").encode())
    assert event.text == "［图片］"
    assert event.facts["tovfid"] == 821804469


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("push_follow.json", EventKind.FOLLOW),
        ("push_scan_follow.json", EventKind.FOLLOW),
        ("push_unfollow.json", EventKind.UNFOLLOW),
    ],
)
def test_follows_and_unfollows_are_told_apart(name: str, kind: EventKind) -> None:
    (event,) = events_of(ACCOUNT, payload_text(name).encode())
    assert event.kind is kind


@pytest.mark.parametrize("subtype", ["subscribe", "unsubscribe", "scan", "click", "view"])
def test_other_known_events_keep_their_subtype(subtype: str) -> None:
    (event,) = pushed(type="event", data={"subtype": subtype, "key": "menu-1"})
    assert (event.kind, event.facts["subtype"], event.facts["key"]) == (EventKind.OTHER, subtype, "menu-1")


def test_details_written_as_text_are_read_too() -> None:
    (event,) = pushed(type="event", data='{"subtype": "follow"}')
    assert event.kind is EventKind.FOLLOW


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "hologram"},
        {"type": "event", "data": {"subtype": "something_new"}},
        {"type": "event", "data": {}},
        {"created_at": "once"},
        {"sender_id": None},
        {"receiver_id": 1},
    ],
)
def test_what_is_unknown_or_not_for_us_is_ignored(changes: dict[str, Any]) -> None:
    assert pushed(**changes) == []


def test_what_the_account_itself_wrote_is_marked() -> None:
    (event,) = pushed(sender_id=int(USER_ID))
    assert event.ours


def test_entities_in_xml_are_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><FromUserName>&a;</FromUserName></xml>'
    assert events_of(ACCOUNT, bomb.encode()) == []


def test_the_address_check_is_echoed() -> None:
    converse = build(silent_wire(now=NOW)).converse
    assert converse
    answer = converse.answer_verification(ACCOUNT, signed(method="GET", echo="echo-1"))
    assert answer
    assert answer.body == "echo-1"
    assert (
        converse.answer_verification(ACCOUNT, signed(method="GET", echo="echo-1", secret="another")) is None
    )
    assert converse.answer_verification(ACCOUNT, signed(method="GET")) is None


def test_an_empty_secret_signs_nothing() -> None:
    assert is_signed(signed("{}"), APP_SECRET)
    assert not is_signed(signed("{}", secret=""), "")
