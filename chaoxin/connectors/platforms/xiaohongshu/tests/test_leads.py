"""Leads: what a push says, by which rule it is believed, and that contact data stay where they belong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chaoxin.connectors.platforms.xiaohongshu.converse import XiaohongshuConverse
from chaoxin.connectors.platforms.xiaohongshu.leads import events_of, masked
from chaoxin.connectors.testing.samples import SAMPLE_TIME
from chaoxin.connectors.testing.stub_platform import silent_wire
from chaoxin.connectors.values import Account, Event, Webhook

from .cast import ACCOUNT, NOTE_ID, NOW, PUSH_SECRET, push
from .recorded import payload

CONVERSE = XiaohongshuConverse(silent_wire(now=SAMPLE_TIME))
SIGNED = {"timestamp": NOW, "nonce": "n1"}


def event(**changes: Any) -> Event:
    """The event of the recorded lead with other data."""
    body = payload("lead_new")
    body["data"].update(changes)
    (found,) = events_of(json.dumps(body).encode(), now=SAMPLE_TIME)
    return found


def by_rule(rule: str, **settings: str) -> Account:
    return replace(ACCOUNT, settings={**ACCOUNT.settings, "push_signature": rule, **settings})


def believed(account: Account, query: dict[str, str]) -> bool:
    webhook = Webhook("POST", query, {}, push("lead_new").body)
    return CONVERSE.parse_webhook(account, webhook) is not None


def md5(secret: str = PUSH_SECRET) -> str:
    return hashlib.md5(f"nonce=n1&timestamp={NOW}{secret}".encode()).hexdigest()


def sha1(secret: str = PUSH_SECRET) -> str:
    return hashlib.sha1("".join(sorted((secret, NOW, "n1"))).encode()).hexdigest()


def test_a_lead_says_who_wants_what_without_his_number() -> None:
    found = event()
    assert found.text == (
        "爱喝茶的小满（上海），已留资，留客资。留了手机、微信。备注：想订两盒，电话138****1111。"
        "开口：您好，加我微信xi***"
    )
    assert found.private == {"手机号": "13800001111", "微信号": "xiaoman_0000"}
    assert found.sender
    assert (found.sender.external_id, found.sender.name) == ("9521460001", "爱喝茶的小满")
    assert found.at == datetime(2026, 11, 20, 3, 58, 10, tzinfo=UTC)
    assert found.post_id == NOTE_ID


def test_contact_data_stand_in_no_other_part() -> None:
    found = event(link_name="13800001111", staff_name="xiaoman_0000")
    told = f"{found.text} {dict(found.facts)} {found.platform_id} {found.thread_id} {found.sender}"
    assert "13800001111" not in told
    assert "xiaoman_0000" not in told


def test_minus_one_means_no_campaign() -> None:
    facts = event().facts
    assert facts["campaign_name"] == "客资收集"
    assert "unit_id" not in facts
    assert "staff_labels" not in facts


def test_a_change_is_an_event_of_its_own_on_the_same_lead() -> None:
    events = [
        events_of(push(name).body, now=SAMPLE_TIME)[0]
        for name in ("lead_new", "lead_changed", "lead_attributed")
    ]
    assert [one.facts["change"] for one in events] == ["new", "changed", "attribution"]
    assert {one.thread_id for one in events} == {"730112233"}
    assert len({one.platform_id for one in events}) == 3
    assert [one.at for one in events] == sorted(one.at for one in events)


@pytest.mark.parametrize(
    ("timestamp", "time", "expected"),
    [
        (1795147090, "", datetime(2026, 11, 20, 3, 58, 10, tzinfo=UTC)),
        ("1795147090000", "", datetime(2026, 11, 20, 3, 58, 10, tzinfo=UTC)),
        (None, "2026-11-20 11:58:03", datetime(2026, 11, 20, 3, 58, 3, tzinfo=UTC)),
        ("2026-11-20 11:58:10", "", datetime(2026, 11, 20, 3, 58, 10, tzinfo=UTC)),
        (None, "gestern", SAMPLE_TIME),
    ],
)
def test_the_time_is_read_in_every_notation(timestamp: object, time: str, expected: datetime) -> None:
    body = {"data": {"id": "1", "time": time}, "timestamp": timestamp}
    assert events_of(json.dumps(body).encode(), now=SAMPLE_TIME)[0].at == expected


def test_a_lead_with_nothing_but_its_number_is_a_lead() -> None:
    (found,) = events_of(b'{"data":{"id":7}}', now=SAMPLE_TIME)
    assert (found.thread_id, found.text, found.private) == ("7", "有人", {})


def test_an_unknown_type_is_a_change() -> None:
    assert event(type=9).facts["change"] == "changed"


@pytest.mark.parametrize(
    ("text", "private", "shown"),
    [
        ("打13800001111", {}, "打138****1111"),
        ("编号 1138000011112", {}, "编号 1138000011112"),
        ("加tea_1", {"微信号": "tea_1"}, "加te***"),
        ("座机 02161234567", {"手机号": "02161234567"}, "座机 02***"),
        ("好", {"微信号": "好"}, "好"),
    ],
)
def test_numbers_are_masked(text: str, private: dict[str, str], shown: str) -> None:
    assert masked(text, private) == shown


def test_a_shared_token_is_believed_with_and_without_a_time() -> None:
    assert believed(ACCOUNT, {"token": PUSH_SECRET})
    assert believed(ACCOUNT, {"token": PUSH_SECRET, "timestamp": NOW})
    assert not believed(ACCOUNT, {"token": PUSH_SECRET.lower()})
    assert not believed(ACCOUNT, {"signature": PUSH_SECRET})


@pytest.mark.parametrize(("rule", "signature"), [("md5", md5), ("sha1", sha1)])
def test_a_signature_is_believed_by_its_own_rule_only(rule: str, signature: Any) -> None:
    account = by_rule(rule)
    assert believed(account, {**SIGNED, "signature": signature()})
    assert believed(account, {**SIGNED, "signature": signature().upper()})
    assert not believed(account, {**SIGNED, "signature": signature("another")})
    assert not believed(account, {**SIGNED, "nonce": "n2", "signature": signature()})
    assert not believed(account, {"nonce": "n1", "signature": signature()})
    assert not believed(account, {**SIGNED, "token": PUSH_SECRET})
    other = by_rule("sha1" if rule == "md5" else "md5")
    assert not believed(other, {**SIGNED, "signature": signature()})


def test_the_parameter_may_have_another_name() -> None:
    assert believed(by_rule("sha1", push_parameter="sign"), {**SIGNED, "sign": sha1()})
    assert not believed(by_rule("sha1", push_parameter="sign"), {**SIGNED, "signature": sha1()})


def test_an_old_push_is_not_believed() -> None:
    account = by_rule("sha1", push_window_seconds="60")
    for shift, expected in ((59, True), (-59, True), (61, False), (-61, False)):
        at = str(int((SAMPLE_TIME + timedelta(seconds=shift)).timestamp()))
        signature = hashlib.sha1("".join(sorted((PUSH_SECRET, at, "n1"))).encode()).hexdigest()
        assert believed(account, {"timestamp": at, "nonce": "n1", "signature": signature}) is expected
    milliseconds = {"token": PUSH_SECRET, "timestamp": f"{NOW}000"}
    assert believed(ACCOUNT, milliseconds)
    assert not believed(ACCOUNT, {"token": PUSH_SECRET, "timestamp": "tomorrow"})


def test_without_a_rule_everything_is_believed_and_only_then() -> None:
    assert believed(by_rule("none"), {})
    assert not believed(by_rule("rot13"), {**SIGNED, "token": PUSH_SECRET})


def test_the_address_check_of_a_push_is_no_check() -> None:
    query = {"token": PUSH_SECRET, "echostr": "1"}
    assert CONVERSE.answer_verification(ACCOUNT, Webhook("POST", query, {}, b"")) is None
    answer = CONVERSE.answer_verification(ACCOUNT, Webhook("GET", query, {}, b""))
    assert answer
    assert answer.body == "1"
