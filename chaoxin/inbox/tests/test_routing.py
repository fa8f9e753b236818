"""Pushes of accounts that share one callback address, and grants withdrawn on the platform."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.inbox import folding
from chaoxin.inbox.models import InboundEvent

SECRET = "confidential"


@pytest.fixture
def first(cast: Cast) -> Channel:
    return account(cast, "first")


def account(cast: Cast, open_id: str, *, secret: str = SECRET, **where: Any) -> Channel:
    workspace = where.pop("workspace", cast.workspace)
    credentials = {"client_key": "key", "client_secret": secret}
    return connected_channel(
        workspace, platform="douyin", external_id=open_id, name=open_id, credentials=credentials, **where
    )


def push(channel: Channel, event: str, content: dict[str, Any], **about: str) -> HttpResponseBase:
    body = json.dumps({"event": event, "client_key": "key", "content": content, **about}).encode()
    signature = hashlib.sha1(SECRET.encode() + body, usedforsecurity=False).hexdigest()
    return Client().post(
        f"/hooks/{channel.callback_key}",
        body,
        content_type="application/json",
        headers={"X-Douyin-Signature": signature},
    )


def say(channel: Channel, to: str) -> HttpResponseBase:
    content = {"server_message_id": f"m-{to}", "message_type": "text", "text": "几点开门？"}
    return push(channel, "im_receive_msg", content, from_user_id="fan", to_user_id=to)


def revoke(channel: Channel, of: str) -> HttpResponseBase:
    return push(channel, "unauthorize", {"scopes": ["user_info"]}, from_user_id=of)


def fold() -> None:
    while folding.fold_pending():
        pass


def test_an_event_lands_on_the_account_that_it_is_about(cast: Cast, first: Channel) -> None:
    second = account(cast, "second")
    assert say(first, "second").status_code == 200
    assert say(first, "first").status_code == 200
    stored = InboundEvent.objects.values_list("platform_id", "channel")
    assert sorted(stored) == [("m-first", first.pk), ("m-second", second.pk)]
    second.refresh_from_db()
    assert second.callback_received_at


def test_an_event_of_an_unknown_account_is_acknowledged_noted_and_lands_nowhere(
    first: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    assert say(first, "somebody").status_code == 200
    assert not InboundEvent.objects.exists()
    assert f"channel {first.pk}: 1 event(s) pushed for an account that is not connected here" in caplog.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"secret": "of another application"},
        {"environment": Channel.Environment.SANDBOX},
        {"other_workspace": True},
        {"removed": True},
    ],
)
def test_an_event_never_crosses_to_where_the_push_proves_nothing(
    cast: Cast, first: Channel, elsewhere: dict[str, Any]
) -> None:
    removed = elsewhere.pop("removed", False)
    if elsewhere.pop("other_workspace", False):
        elsewhere["workspace"] = cast.other_workspace
    second = account(cast, "second", **elsewhere)
    if removed:
        Channel.objects.filter(pk=second.pk).update(removed_at=clock.now())
    assert say(first, "second").status_code == 200
    assert not InboundEvent.objects.exists()


def test_a_grant_withdrawn_on_the_platform_breaks_the_channel_and_is_told_once(
    cast: Cast, first: Channel
) -> None:
    second = account(cast, "second")
    Grant.objects.update(renewed_at=clock.now() - timedelta(hours=1))
    revoke(first, "second")
    revoke(first, "second")
    fold()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Channel.State.CONNECTED, Channel.State.ATTENTION)
    assert "取消了授权" in second.attention
    assert "请到账号页重新授权" in second.attention
    assert second.grant.broken_at
    assert Fact.objects.filter(name="channel.broken", subject_id=second.pk).count() == 1


def test_a_withdrawal_from_before_the_grant_in_force_breaks_nothing(first: Channel) -> None:
    Grant.objects.update(renewed_at=clock.now() - timedelta(hours=1))
    revoke(first, "first")
    Grant.objects.update(renewed_at=clock.now() + timedelta(seconds=1), generation=2)
    fold()
    first.refresh_from_db()
    assert first.state == Channel.State.CONNECTED
    assert first.grant.broken_at is None
    assert InboundEvent.objects.get().state == InboundEvent.State.FOLDED


def test_a_withdrawal_breaks_nothing_where_the_account_was_let_go(first: Channel) -> None:
    Grant.objects.update(renewed_at=None, token=None)
    revoke(first, "first")
    fold()
    assert not Fact.objects.filter(name="channel.broken").exists()


def test_a_grant_withdrawn_at_a_platform_that_only_tells_of_grants_breaks_the_channel(cast: Cast) -> None:
    channel = connected_channel(
        cast.workspace,
        platform="kuaishou",
        external_id="ks-1",
        name="ks-1",
        credentials={"app_id": "ks1", "app_secret": SECRET},
    )
    Grant.objects.update(renewed_at=clock.now() - timedelta(hours=1))
    body = json.dumps(
        {
            "app_id": "ks1",
            "event": "UNAUTHORIZE",
            "timestamp": int(clock.now().timestamp() * 1000),
            "message_id": "m-1",
            "data": {"open_id": "ks-1"},
        }
    ).encode()
    for secret, status in (("guessed", 403), (SECRET, 200), (SECRET, 200)):
        sign = hashlib.md5(body + secret.encode(), usedforsecurity=False).hexdigest()
        answer = Client().post(
            f"/hooks/{channel.callback_key}",
            body,
            content_type="application/json",
            headers={"kwaisign": sign},
        )
        assert answer.status_code == status
    assert json.loads(answer.content) == {"result": 1, "message_id": "m-1"}
    fold()
    channel.refresh_from_db()
    assert channel.state == Channel.State.ATTENTION
    assert "请到账号页重新授权" in channel.attention
    assert channel.grant.broken_at
    assert Fact.objects.filter(name="channel.broken").count() == 1
