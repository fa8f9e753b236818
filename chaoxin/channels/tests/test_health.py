from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import health, showing
from chaoxin.channels.identities import IdentityMismatch, check_identity
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.sessions import open_session
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.errors import AskPlatform, Reconnect, Wait
from chaoxin.connectors.values import Identity
from chaoxin.core import clock
from chaoxin.core.models import Fact

DAY = timedelta(days=1)


def facts() -> list[str]:
    return list(Fact.objects.order_by("id").values_list("name", flat=True))


def test_the_right_identity_is_noted(channel: Channel, tide: FakePlatform) -> None:
    check_identity(open_session(channel, urgent=True))
    channel.refresh_from_db()
    assert channel.identity_checked_at


def test_somebody_else_behind_the_grant_stops_everything(channel: Channel, tide: FakePlatform) -> None:
    tide.identify_answer = Identity("tide-2", "别的号")
    with pytest.raises(IdentityMismatch, match="别的号"):
        check_identity(open_session(channel, urgent=True))
    channel.refresh_from_db()
    assert channel.state == "attention"
    assert "别的号" in channel.attention
    with pytest.raises(Reconnect, match="别的号"):
        open_session(channel, urgent=True)
    assert facts() == ["channel.broken"]


def test_the_identity_is_asked_anew_every_time(channel: Channel, tide: FakePlatform) -> None:
    session = open_session(channel, urgent=True)
    check_identity(session)
    tide.identify_answer = Identity("tide-2", "别的号")
    with pytest.raises(IdentityMismatch):
        check_identity(session)
    assert tide.identities == 2


def test_a_health_check_finds_trouble_and_its_end(channel: Channel, tide: FakePlatform) -> None:
    tide.identify_answer = Identity("tide-2", "别的号")
    assert health.check_health(channel).level == "danger"
    tide.identify_answer = Identity("tide-1", "潮信示例号")
    assert health.check_health(channel).level == "success"
    channel.refresh_from_db()
    assert channel.state == "connected"
    assert open_session(channel, urgent=True)
    assert facts() == ["channel.broken", "channel.recovered"]


def test_a_broken_grant_that_the_platform_renews_again_comes_back(
    channel: Channel, tide: FakePlatform
) -> None:
    tide.valid, tide.renew_answers = "token-2", [Reconnect("密钥被冻结。"), tide.token("token-2")]
    assert health.check_health(channel).level == "danger"
    assert health.check_health(channel).level == "success"
    assert open_session(channel, urgent=True).account.token


def test_a_platform_that_cannot_be_asked_changes_nothing(channel: Channel, tide: FakePlatform) -> None:
    tide.identify_answer = Wait("平台忙。", until=clock.now())
    assert health.check_health(channel).level == "warning"
    channel.refresh_from_db()
    assert channel.state == "connected"
    assert facts() == []


def test_a_restriction_is_shown_but_the_grant_stays_in_use(channel: Channel, tide: FakePlatform) -> None:
    tide.identify_answer = AskPlatform("账号被限制，请联系平台。")
    health.check_health(channel)
    channel.refresh_from_db()
    assert channel.attention == "账号被限制，请联系平台。"
    assert open_session(channel, urgent=True)


def test_channels_are_checked_once_a_day(cast: Cast, tide: FakePlatform) -> None:
    fresh = connected_channel(cast.workspace, external_id="fresh")
    stale = connected_channel(cast.workspace, external_id="stale")
    gone = connected_channel(cast.workspace, external_id="gone")
    never = connected_channel(cast.workspace, external_id="never")
    Channel.objects.filter(pk=fresh.pk).update(identity_checked_at=clock.now())
    Channel.objects.filter(pk=stale.pk).update(identity_checked_at=clock.now() - DAY - timedelta(minutes=1))
    Channel.objects.filter(pk=gone.pk).update(removed_at=clock.now())
    assert set(health.channels_to_check()) == {stale.pk, never.pk}


def test_a_broken_channel_is_asked_again_only_where_no_person_is_needed(
    cast: Cast, tide: FakePlatform
) -> None:
    channel = connected_channel(cast.workspace)
    Grant.objects.filter(channel=channel).update(broken_at=clock.now())
    assert health.channels_to_check() == [channel.pk]
    tide.by_itself = False
    assert health.channels_to_check() == []


@pytest.mark.parametrize(("seconds", "due"), [(7200, False), (290, True), (-60, True)])
def test_tokens_are_renewed_ahead_of_their_end(
    cast: Cast, tide: FakePlatform, seconds: int, due: bool
) -> None:
    channel = connected_channel(cast.workspace, seconds=seconds)
    Grant.objects.update(renewed_at=clock.now() + timedelta(seconds=seconds - 7200))
    assert (health.channels_to_renew() == [channel.pk]) is due
    tide.renew_answers = [tide.token("token-2")]
    health.keep_fresh(channel)
    assert tide.renewals == (1 if due else 0)


def test_a_failing_renewal_waits_before_the_next(cast: Cast, tide: FakePlatform) -> None:
    channel = connected_channel(cast.workspace, seconds=100)
    tide.renew_answers = [Wait("平台忙。", until=clock.now() + timedelta(minutes=3))]
    health.keep_fresh(channel)
    assert health.channels_to_renew() == []
    with clock.frozen(clock.now() + timedelta(minutes=4)):
        assert health.channels_to_renew() == [channel.pk]


def test_people_are_warned_once_seven_days_ahead(cast: Cast, tide: FakePlatform) -> None:
    tide.by_itself = False
    channel = connected_channel(cast.workspace, seconds=8 * 86400)
    assert health.warn_of_expiry() == 0
    with clock.frozen(clock.now() + DAY + timedelta(minutes=1)):
        assert health.warn_of_expiry() == 1
        assert health.warn_of_expiry() == 0
    with clock.frozen(clock.now() + 5 * DAY):
        assert health.warn_of_expiry() == 0
    assert facts() == ["channel.expiring"]
    later = clock.now() + 30 * DAY
    Grant.objects.filter(channel=channel).update(expires_at=later)
    with clock.frozen(later - DAY):
        assert health.warn_of_expiry() == 1
    assert facts() == ["channel.expiring"] * 2


def test_an_expired_grant_breaks_the_channel_without_a_call(cast: Cast, tide: FakePlatform) -> None:
    tide.by_itself = False
    channel = connected_channel(cast.workspace, seconds=60)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert health.warn_of_expiry() == 1
        assert health.warn_of_expiry() == 0
    channel.refresh_from_db()
    assert channel.state == "attention"
    assert tide.identities == 0
    assert facts() == ["channel.broken"]


def test_what_renews_by_itself_is_never_warned_of(cast: Cast, tide: FakePlatform) -> None:
    connected_channel(cast.workspace, seconds=3600)
    assert health.warn_of_expiry() == 0


def test_where_renewals_end_is_warned_of_although_the_platform_renews_by_itself(
    cast: Cast, tide: FakePlatform
) -> None:
    channel = connected_channel(cast.workspace, seconds=3600)
    ends = clock.now() + 180 * DAY
    Grant.objects.filter(channel=channel).update(renewable_until=ends)
    assert health.warn_of_expiry() == 0
    assert showing.card(channel).expiry == showing.Expiry(at=ends, by_itself=False)
    with clock.frozen(ends - 6 * DAY):
        assert [health.warn_of_expiry() for _again in range(2)] == [1, 0]
    assert facts() == ["channel.expiring"]
    with clock.frozen(ends + timedelta(minutes=1)):
        assert health.warn_of_expiry() == 1
    channel.refresh_from_db()
    assert channel.state == "attention"
