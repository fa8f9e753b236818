from __future__ import annotations

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import connecting, disconnecting
from chaoxin.channels.applications import Application
from chaoxin.channels.models import Channel, Grant, QuotaUse
from chaoxin.channels.sessions import open_session
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import SECRETS
from chaoxin.connectors.errors import AskPlatform, Reconnect, Wait
from chaoxin.connectors.values import Identity, Token
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed


def wish(**changes: object) -> Application:
    values = {"platform": "tide", "mode": "api", "environment": "live", "name": "服务号", "fields": SECRETS}
    return Application(**{**values, **changes})  # type: ignore[arg-type]


def facts() -> list[str]:
    return list(Fact.objects.order_by("id").values_list("name", flat=True))


def test_connecting_keeps_identity_token_and_what_is_no_secret(cast: Cast, tide: FakePlatform) -> None:
    channel = connecting.connect_with_credentials(wish(), by=cast.owner)
    grant = Grant.objects.get(channel=channel)
    assert (channel.external_id, channel.name, channel.state) == ("tide-1", "服务号", "connected")
    assert channel.settings == {"app_id": "123456"}
    assert channel.spacing_seconds == 45
    assert channel.owner == cast.owner.membership
    assert channel.identity_checked_at
    assert (grant.credentials, grant.token) == (SECRETS, {"access_token": "token-of-finish"})
    assert QuotaUse.objects.get(channel=channel, meter="calls").used == 1
    assert facts() == ["channel.connected"]
    entry = AuditEntry.objects.get(verb="channel.connected")
    assert "geheim" not in entry.body


def test_the_platforms_name_serves_where_none_is_given(cast: Cast, tide: FakePlatform) -> None:
    assert connecting.connect_with_credentials(wish(name=""), by=cast.owner).name == "潮信示例号"


@pytest.mark.parametrize("role", ["lead", "editor", "reviewer", "answer_giver", "analyst", "viewer"])
def test_only_owners_connect(cast: Cast, tide: FakePlatform, role: str) -> None:
    with pytest.raises(NotAllowed):
        connecting.connect_with_credentials(wish(), by=cast.of(role))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"platform": "nowhere"}, "platform"),
        ({"mode": "nohow"}, "mode"),
        ({"environment": "moon"}, "environment"),
        ({"environment": "sandbox"}, "environment"),
        ({"fields": {"app_id": "123456"}}, "app_secret"),
        ({"fields": {**SECRETS, "app_id": "abc"}}, "app_id"),
        ({"fields": {**SECRETS, "app_secret": "x" * 600}}, "app_secret"),
        ({"mode": "consent"}, "mode"),
    ],
)
def test_wrong_values_are_named_before_the_platform_is_asked(
    cast: Cast, tide: FakePlatform, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        connecting.connect_with_credentials(wish(**changes), by=cast.owner)
    assert refusal.value.field == field
    assert not tide.asked_to_finish
    assert "geheim" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (Reconnect("密钥不对，请核对。"), "reconnect"),
        (AskPlatform("服务器的 IP 不在白名单里。"), "ask_platform"),
        (Wait("平台忙。", until=clock.now()), "wait"),
    ],
)
def test_the_platforms_reason_is_passed_on_and_nothing_is_kept(
    cast: Cast, tide: FakePlatform, error: Exception, remedy: str
) -> None:
    tide.finish_answer = error
    with pytest.raises(connecting.NotConnected) as refusal:
        connecting.connect_with_credentials(wish(), by=cast.owner)
    assert (refusal.value.code, refusal.value.sentence) == (remedy, str(error))
    assert not Channel.objects.exists()


@pytest.mark.parametrize("nobody", [Identity(""), Identity("", "无名")])
def test_an_account_that_the_platform_does_not_name_is_not_connected(
    cast: Cast, tide: FakePlatform, nobody: Identity
) -> None:
    tide.identify_answer = nobody
    with pytest.raises(connecting.NotConnected):
        connecting.connect_with_credentials(wish(), by=cast.owner)


def test_an_account_known_already_is_connected_again_instead_of_twice(cast: Cast, tide: FakePlatform) -> None:
    first = connecting.connect_with_credentials(wish(), by=cast.owner)
    tide.finish_answer = tide.token("token-2")
    again = connecting.connect_with_credentials(wish(name=""), by=cast.owner)
    assert (again.pk, again.name, Channel.objects.count()) == (first.pk, "服务号", 1)
    grant = Grant.objects.get(channel=first)
    assert (grant.token, grant.generation) == ({"access_token": "token-2"}, 2)
    assert AuditEntry.objects.filter(verb="channel.reconnected").count() == 1


def test_each_workspace_connects_an_account_for_itself(cast: Cast, tide: FakePlatform) -> None:
    ours = connecting.connect_with_credentials(wish(), by=cast.owner)
    theirs = connecting.connect_with_credentials(wish(), by=cast.stranger)
    assert ours.pk != theirs.pk
    assert ours.callback_key != theirs.callback_key


def test_reconnecting_heals_a_broken_channel(cast: Cast, channel: Channel, tide: FakePlatform) -> None:
    tide.valid, tide.renew_answers = "never", [Reconnect("授权已取消。")]
    with pytest.raises(Reconnect):
        open_session(channel, urgent=True).call(lambda c, account: c.connect.identify(account))
    tide.valid = "token-2"
    tide.finish_answer = tide.token("token-2")
    connecting.connect_with_credentials(wish(again=channel), by=cast.owner)
    channel.refresh_from_db()
    assert (channel.state, channel.attention) == ("connected", "")
    assert open_session(channel, urgent=True).account.token
    assert facts() == ["channel.broken", "channel.recovered", "channel.connected"]


def test_reconnecting_keeps_stored_secrets_where_nothing_is_typed(cast: Cast, channel: Channel) -> None:
    connecting.connect_with_credentials(
        wish(again=channel, fields={"push_token": "neu", "app_secret": " "}), by=cast.owner
    )
    assert Grant.objects.get(channel=channel).credentials == {**SECRETS, "push_token": "neu"}


def test_somebody_elses_grant_is_refused_for_a_channel_and_changes_nothing(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    tide.identify_answer = Identity("tide-2", "别的号")
    with pytest.raises(connecting.OtherAccount, match=r"别的号.*潮信示例号"):
        connecting.connect_with_credentials(wish(again=channel), by=cast.owner)
    grant = Grant.objects.get(channel=channel)
    assert (grant.token, grant.generation) == ({"access_token": "token-1"}, 1)
    assert Channel.objects.count() == 1


def test_a_token_without_a_refresh_secret_keeps_the_one_held(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    Grant.objects.filter(channel=channel).update(token={"access_token": "token-1", "refresh_token": "held"})
    tide.finish_answer = Token(secrets={"access_token": "token-2", "refresh_token": ""})
    connecting.connect_with_credentials(wish(again=channel, fields={}), by=cast.owner)
    assert Grant.objects.get(channel=channel).token == {"access_token": "token-2", "refresh_token": "held"}


def test_disconnecting_gives_the_grant_back_and_wipes_every_secret(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    assert disconnecting.disconnect(channel, by=cast.owner) == ""
    grant = Grant.objects.get(channel=channel)
    assert (grant.credentials, grant.token, tide.revoked) == ({}, None, ["token-1"])
    with pytest.raises(Reconnect, match="已断开"):
        open_session(channel, urgent=True)
    assert facts() == ["channel.disconnected"]


def test_a_removed_account_that_comes_back_goes_on_with_its_history(
    cast: Cast, channel: Channel, tide: FakePlatform
) -> None:
    disconnecting.remove(channel, by=cast.owner)
    channel.refresh_from_db()
    assert channel.removed_at
    back = connecting.connect_with_credentials(wish(), by=cast.owner)
    assert (back.pk, back.state, back.removed_at) == (channel.pk, "connected", None)


def test_a_sandbox_account_never_reaches_the_real_platform(cast: Cast, channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(environment="sandbox")
    channel.refresh_from_db()
    with pytest.raises(Wait, match="沙盒没有启用"):
        open_session(channel, urgent=True)


def test_a_sandbox_account_and_a_live_one_are_two(cast: Cast, tide: FakePlatform, settings: object) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1"  # type: ignore[attr-defined]
    live = connecting.connect_with_credentials(wish(), by=cast.owner)
    tried = connecting.connect_with_credentials(wish(environment="sandbox"), by=cast.owner)
    assert live.pk != tried.pk
