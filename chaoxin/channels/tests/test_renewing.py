"""R7: renewal is single-flight per grant; an empty secret never overwrites a good one; failures are capped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import renewing
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.sessions import open_session
from chaoxin.channels.testing.fake_platform import FakePlatform, require_token
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.errors import AskPlatform, ConnectorError, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Token
from chaoxin.core import clock
from chaoxin.core.models import Fact


def ask(tide: FakePlatform, channel: Channel) -> str:
    """Opens a session, makes one call that needs a good token, and answers the token it was made with."""
    session = open_session(channel, urgent=True)
    session.call(lambda connector, account: require_token(tide, account))
    assert session.account.token
    return session.account.token.secrets["access_token"]


def test_a_rejected_token_is_renewed_once_and_the_call_made_again(
    channel: Channel, tide: FakePlatform
) -> None:
    tide.valid = "token-2"
    tide.renew_answers = [tide.token("token-2")]
    assert ask(tide, channel) == "token-2"
    grant = Grant.objects.get(channel=channel)
    assert (grant.token, grant.generation, tide.renewals) == ({"access_token": "token-2"}, 2, 1)


def test_who_holds_an_old_token_takes_the_stored_one_and_renews_nothing(
    channel: Channel, tide: FakePlatform
) -> None:
    late = open_session(channel, urgent=True)
    tide.valid = "token-2"
    tide.renew_answers = [tide.token("token-2")]
    ask(tide, channel)
    late.call(lambda connector, account: require_token(tide, account))
    assert tide.renewals == 1


def test_an_outworn_token_is_renewed_before_it_is_used(cast: Cast, tide: FakePlatform) -> None:
    channel = connected_channel(cast.workspace, seconds=30)
    tide.renew_answers = [tide.token("token-2")]
    assert ask(tide, channel) == "token-2"


def test_an_outworn_token_that_only_a_person_renews_breaks_the_channel(
    cast: Cast, tide: FakePlatform
) -> None:
    channel = connected_channel(cast.workspace, seconds=-1)
    tide.by_itself = False
    with pytest.raises(Reconnect, match="授权已到期"):
        open_session(channel, urgent=True)
    channel.refresh_from_db()
    assert channel.state == "attention"
    assert [fact.name for fact in Fact.objects.all()] == ["channel.broken"]


def test_a_grant_that_is_gone_marks_the_channel_once_and_is_not_asked_again(
    channel: Channel, tide: FakePlatform
) -> None:
    tide.valid = "never"
    tide.renew_answers = [Reconnect("用户取消了授权，请重新授权。")]
    for _ in range(3):
        with pytest.raises(Reconnect, match="取消了授权"):
            ask(tide, channel)
    channel.refresh_from_db()
    assert (channel.state, channel.attention) == ("attention", "用户取消了授权，请重新授权。")
    assert tide.renewals == 1
    assert Fact.objects.filter(name="channel.broken").count() == 1


def test_a_late_failure_of_an_old_token_does_not_break_the_new_grant(
    channel: Channel, tide: FakePlatform
) -> None:
    late = open_session(channel, urgent=True)
    grant = Grant.objects.get(channel=channel)
    grant.token, grant.generation = {"access_token": "token-2"}, 2
    grant.save()

    def call(connector: object, account: object) -> str:
        held = account.token.secrets["access_token"]  # type: ignore[attr-defined]
        if held == "token-1":
            raise Reconnect("授权已撤销。")
        return held

    assert late.call(call) == "token-2"
    channel.refresh_from_db()
    assert channel.state == "connected"


def test_a_platform_that_rejects_its_own_tokens_is_asked_ever_more_seldom(
    channel: Channel, tide: FakePlatform
) -> None:
    tide.valid = "never"
    tide.renew_answers = [tide.token(f"token-{number}") for number in range(2, 30)]
    start, pauses = clock.now(), []
    moment = start
    for _ in range(8):
        with clock.frozen(moment), pytest.raises(Wait) as refusal:
            ask(tide, channel)
        pauses.append((refusal.value.until - moment).total_seconds())
        with clock.frozen(moment + timedelta(seconds=1)), pytest.raises(Wait):
            ask(tide, channel)
        moment = refusal.value.until
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]
    assert tide.renewals == 8
    channel.refresh_from_db()
    assert channel.state == "attention"
    assert Fact.objects.filter(name="channel.broken").count() == 1


def test_the_channel_recovers_with_the_first_call_that_succeeds(channel: Channel, tide: FakePlatform) -> None:
    tide.valid = "token-2"
    tide.renew_answers = [AskPlatform("服务器的 IP 不在白名单里，请添加。"), tide.token("token-2")]
    with pytest.raises(AskPlatform):
        ask(tide, channel)
    channel.refresh_from_db()
    assert channel.state == "attention"
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert ask(tide, channel) == "token-2"
    channel.refresh_from_db()
    assert (channel.state, channel.attention) == ("connected", "")
    assert Fact.objects.filter(name="channel.recovered").count() == 1


def test_waiting_is_said_with_the_time_and_costs_no_further_call(
    channel: Channel, tide: FakePlatform
) -> None:
    tide.valid = "token-2"
    until = clock.now() + timedelta(minutes=7)
    tide.renew_answers = [Wait("平台忙。", until=until)]
    for _ in range(3):
        with pytest.raises(Wait) as refusal:
            ask(tide, channel)
        assert refusal.value.until == until
    assert tide.renewals == 1


def test_a_token_is_due_for_renewal_a_24th_of_its_life_before_its_end(cast: Cast, tide: FakePlatform) -> None:
    two_hours = Grant.objects.get(channel=connected_channel(cast.workspace, external_id="a", seconds=7200))
    month = Grant.objects.get(channel=connected_channel(cast.workspace, external_id="b", seconds=30 * 86400))
    assert two_hours.expires_at
    assert month.expires_at
    assert two_hours.expires_at - renewing.renewal_due(two_hours) == timedelta(minutes=5)  # type: ignore[operator]
    assert month.expires_at - renewing.renewal_due(month) == timedelta(days=1)  # type: ignore[operator]


secrets = st.dictionaries(
    st.sampled_from(["access_token", "refresh_token", "open_id"]), st.sampled_from(["", "a", "b", "c"])
)
answers = st.lists(
    st.one_of(
        st.builds(lambda found: Token(secrets=found), secrets),
        st.sampled_from(
            [
                Wait("平台忙。", until=clock.now()),
                AskPlatform("权限不足。"),
                OutcomeUnknown("没有收到应答。"),
                RenewGrant("令牌已失效。"),
                Reconnect("授权已取消。"),
            ]
        ),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=answers)
def test_whatever_renewing_answers_a_good_secret_is_never_lost(
    channel: Channel, tide: FakePlatform, script: list[Token | Exception]
) -> None:
    held = {"access_token": "good", "refresh_token": "good too"}
    Grant.objects.filter(channel=channel).update(
        token=held, renewal_failures=0, renew_not_before=None, broken_at=None, last_error=""
    )
    Channel.objects.filter(pk=channel.pk).update(state="connected", attention="")
    moment, expected = clock.now(), dict(held)
    for answer in script:
        moment += timedelta(minutes=20)
        tide.renew_answers = [answer]
        with clock.frozen(moment):
            _renew_and_forget(channel, tide)
        grant = Grant.objects.get(channel=channel)
        if isinstance(answer, Token) and grant.broken_at is None:
            expected.update({key: value for key, value in answer.secrets.items() if value})
        assert grant.token == expected
        assert grant.token["access_token"]
        assert grant.token["refresh_token"]


def _renew_and_forget(channel: Channel, tide: FakePlatform) -> None:
    grant = Grant.objects.get(channel=channel)
    connector = tide.connector(StubPlatform({}).wire(now=clock.now()))
    try:
        renewing.renew(channel, connector, generation=grant.generation, held=Token(secrets=grant.token or {}))
    except ConnectorError:
        return
