from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.platforms.wechat.crypto import signature
from chaoxin.core import clock
from chaoxin.inbox.models import InboundEvent

TEXT = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>o-{sender}</FromUserName><CreateTime>{second}</CreateTime>"
    "<MsgType>text</MsgType><Content>周末几点开门？</Content><MsgId>{id}</MsgId></xml>"
)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace, platform="wechat", credentials=secrets("first-token"))


def secrets(token: str) -> dict[str, str]:
    return {"app_id": "wx1", "app_secret": "confidential", "callback_token": token}


def push(channel: Channel, *, token: str = "first-token", message: int = 1) -> HttpResponseBase:
    body = TEXT.format(sender="ling", second=int(time.time()), id=message)
    return Client().post(address(channel, token), body, content_type="text/xml")


def address(channel: Channel, token: str, **more: str) -> str:
    moment = str(int(time.time()))
    query = {"timestamp": moment, "nonce": "7", "signature": signature(token, moment, "7"), **more}
    return f"/hooks/{channel.callback_key}?{urlencode(query)}"


def test_a_push_is_stored_as_it_came_and_its_repeat_is_folded_into_it(channel: Channel) -> None:
    answers = [push(channel, message=number) for number in (1, 2, 1, 1)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(InboundEvent.objects.values_list("platform_id", flat=True)) == ["1", "2"]
    stored = InboundEvent.objects.get(platform_id="1")
    assert (stored.channel, stored.kind, stored.state) == (channel, "message", InboundEvent.State.NEW)
    assert (stored.body["text"], stored.body["sender"]["external_id"]) == ("周末几点开门？", "o-ling")


def test_a_push_passes_neither_session_nor_sign_in_and_costs_one_statement(
    channel: Channel, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    push(channel, message=1)
    with django_assert_num_queries(1):
        answer = push(channel, message=2)
    assert not answer.cookies
    assert not hasattr(answer.wsgi_request, "session")  # type: ignore[attr-defined]


def test_a_push_that_is_not_signed_by_the_platform_is_refused(channel: Channel) -> None:
    assert push(channel, token="guessed").status_code == 403
    assert not InboundEvent.objects.exists()


def test_new_secrets_are_believed_at_once_and_the_old_ones_not_for_long(channel: Channel) -> None:
    assert push(channel, message=1).status_code == 200
    Grant.objects.filter(channel=channel).update(credentials=secrets("second-token"))
    assert push(channel, token="second-token", message=2).status_code == 200
    assert push(channel, token="first-token", message=3).status_code == 403


def test_the_check_of_the_address_looks_at_what_is_stored_now(channel: Channel) -> None:
    assert push(channel).status_code == 200
    Grant.objects.filter(channel=channel).update(credentials=secrets("second-token"))
    assert Client().get(address(channel, "first-token", echostr="42")).status_code == 403
    assert Client().get(address(channel, "second-token", echostr="42")).content == b"42"


def test_an_address_may_be_checked_by_a_post_as_well(channel: Channel) -> None:
    checked = Client().post(address(channel, "first-token", echostr="42"), b"", content_type="text/xml")
    assert (checked.status_code, checked.content) == (200, b"42")
    assert not InboundEvent.objects.exists()


def test_a_removed_channel_and_an_unknown_address_are_not_found(channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(removed_at=clock.now())
    assert push(channel).status_code == 404
    assert Client().post("/hooks/guessed", "<xml/>", content_type="text/xml").status_code == 404
