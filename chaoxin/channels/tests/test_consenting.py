"""The state of a consent round: one use, one member, one workspace, one quarter of an hour."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import connecting, consenting
from chaoxin.channels.applications import Application
from chaoxin.channels.models import Channel, ConsentRound
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import SECRETS
from chaoxin.connectors.errors import Reconnect
from chaoxin.connectors.values import Identity
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed


def begin(cast: Cast, again: Channel | None = None) -> str:
    wish = Application("tide", "consent", "live", fields=SECRETS, again=again)
    url = consenting.begin_consent(wish, by=cast.owner)
    return parse_qs(urlsplit(url).query)["state"][0]


def test_a_round_connects_with_the_kept_values_at_the_registered_address(
    cast: Cast, tide: FakePlatform
) -> None:
    state = begin(cast)
    channel = consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)
    assert (channel.name, channel.mode) == ("潮信示例号", "consent")
    answer, keep, address = tide.asked_to_finish[0]
    assert (answer["code"], keep) == ("c-1", {"verifier": "kept-verifier"})
    assert address == "http://127.0.0.1:8000/w/demo/channels/return/"


def test_a_round_serves_once(cast: Cast, tide: FakePlatform) -> None:
    state = begin(cast)
    consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)
    with pytest.raises(consenting.ConsentRefused, match="已经用过"):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)
    assert len(tide.asked_to_finish) == 1


def test_a_round_that_the_platform_refused_is_used_up_too(cast: Cast, tide: FakePlatform) -> None:
    state = begin(cast)
    tide.finish_answer = Reconnect("你在平台上点了拒绝。")
    with pytest.raises(connecting.NotConnected, match="点了拒绝"):
        consenting.finish_consent({"state": state, "error": "denied"}, by=cast.owner)
    tide.finish_answer = None
    with pytest.raises(consenting.ConsentRefused):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)


@pytest.mark.parametrize("answer", [{}, {"state": ""}, {"state": "guessed", "code": "c-1"}])
def test_a_state_that_nobody_began_is_refused(cast: Cast, tide: FakePlatform, answer: dict[str, str]) -> None:
    begin(cast)
    with pytest.raises(consenting.ConsentRefused, match="不是你在这里发起的"):
        consenting.finish_consent(answer, by=cast.owner)
    assert not tide.asked_to_finish


def test_nobody_finishes_the_round_of_another(cast: Cast, tide: FakePlatform) -> None:
    state = begin(cast)
    with pytest.raises(consenting.ConsentRefused, match="不是你在这里发起的"):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.stranger)
    with pytest.raises(consenting.ConsentRefused, match="不是你在这里发起的"):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.lead)
    with pytest.raises(NotAllowed):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.viewer)
    assert consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)


def test_a_round_that_took_too_long_is_refused(cast: Cast, tide: FakePlatform) -> None:
    state = begin(cast)
    late = clock.now() + consenting.ROUND_LIFETIME + timedelta(seconds=1)
    with clock.frozen(late), pytest.raises(consenting.ConsentRefused, match="等得太久"):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)


def test_consenting_with_another_account_does_not_take_over_the_channel(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    state = begin(cast, again=channel)
    tide.identify_answer = Identity("tide-9", "个人小号")
    with pytest.raises(connecting.OtherAccount, match="个人小号"):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)
    assert [row.external_id for row in Channel.objects.all()] == ["tide-1"]


def test_neither_state_nor_secret_stands_readable_in_the_database(cast: Cast, tide: FakePlatform) -> None:
    state = begin(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM channels_consentround r")
        stored = cursor.fetchone()[0]
    assert state not in stored
    assert SECRETS["app_secret"] not in stored
    assert "kept-verifier" not in stored
    consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.owner)
    used = ConsentRound.objects.get()
    assert (used.credentials, used.keep) == ({}, {})


def test_old_rounds_are_forgotten(cast: Cast, tide: FakePlatform) -> None:
    begin(cast)
    assert consenting.forget_old_rounds() == 0
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert consenting.forget_old_rounds() == 1
