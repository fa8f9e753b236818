from __future__ import annotations

import pytest
from django.db import connection

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import (
    callbacks,
    connecting,
    declaring,
    disconnecting,
    health,
    jobs,
    offering,
    registering,
    sessions,
    share_apps,
)
from chaoxin.channels.applications import Application, stored_fields
from chaoxin.channels.models import Channel, Grant, ShareApp
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import SECRETS, declared_channel
from chaoxin.connectors.errors import AskPlatform, RenewGrant, Wait
from chaoxin.connectors.values import Token
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed


def wish(account: str = "https://tide.example/u/tide-9", **changes: object) -> Application:
    fields = {"account": account, "kind": "company"}
    values = {"platform": "tide", "mode": "assisted", "environment": "live", "fields": fields}
    return Application(**{**values, **changes})  # type: ignore[arg-type]


def test_a_declared_account_is_a_channel_without_a_grant(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(name="门店号"), by=cast.owner)
    assert (channel.mode, channel.external_id, channel.name) == ("assisted", "tide-9", "门店号")
    assert channel.settings == {"account": "https://tide.example/u/tide-9", "kind": "company"}
    assert channel.facts == {"declared_as": "https://tide.example/u/tide-9"}
    assert channel.state == "connected"
    # Nobody has asked the platform who this is.
    assert channel.identity_checked_at is None
    assert not Grant.objects.exists()
    assert list(Fact.objects.values_list("name", flat=True)) == ["channel.connected"]
    assert AuditEntry.objects.filter(verb="channel.connected", subject_id=str(channel.pk)).exists()


def test_only_owners_declare(cast: Cast, tide: FakePlatform) -> None:
    with pytest.raises(NotAllowed):
        declaring.declare(wish(), by=cast.lead)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({}, "account"), ({"account": "tide-9", "kind": "robot"}, "kind"), ({"account": "别处的链接"}, "")],
)
def test_what_names_no_account_is_refused_with_a_sentence(
    cast: Cast, tide: FakePlatform, fields: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        declaring.declare(wish(fields=fields), by=cast.owner)
    assert refusal.value.field == field
    assert refusal.value.sentence
    assert not Channel.objects.exists()


def test_another_spelling_of_the_same_account_is_the_same_channel(cast: Cast, tide: FakePlatform) -> None:
    first = declaring.declare(wish(name="门店号"), by=cast.owner)
    again = declaring.declare(wish("tide-9"), by=cast.owner)
    assert (again.pk, again.name, again.settings["account"]) == (first.pk, "门店号", "tide-9")
    assert Channel.objects.count() == 1
    assert AuditEntry.objects.filter(verb="channel.reconnected").count() == 1


def test_a_declared_account_cannot_become_another_one(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(name="门店号"), by=cast.owner)
    with pytest.raises(connecting.OtherAccount, match="门店号"):
        declaring.declare(wish("tide-8", again=channel), by=cast.owner)
    channel.refresh_from_db()
    assert channel.settings["account"] == "https://tide.example/u/tide-9"


def test_what_was_declared_stands_in_the_form_when_it_is_changed(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(), by=cast.owner)
    assert stored_fields(channel)["account"] == "https://tide.example/u/tide-9"
    again = declaring.declare(wish(fields={"kind": "person"}, again=channel), by=cast.owner)
    assert again.settings == {"account": "https://tide.example/u/tide-9", "kind": "person"}


def test_declaring_does_not_give_up_a_grant_unasked(cast: Cast, channel: Channel, tide: FakePlatform) -> None:
    with pytest.raises(declaring.ConnectedOtherwise, match="先断开"):
        declaring.declare(wish("tide-1"), by=cast.owner)
    assert Grant.objects.get(channel=channel).token
    disconnecting.disconnect(channel, by=cast.owner)
    declared = declaring.declare(wish("tide-1"), by=cast.owner)
    assert (declared.pk, declared.mode, declared.state) == (channel.pk, "assisted", "connected")
    assert not Grant.objects.exists()


def test_a_declared_account_can_be_authorized_later_and_goes_on_with_its_history(
    cast: Cast, tide: FakePlatform
) -> None:
    declared = declaring.declare(wish("tide-1"), by=cast.owner)
    application = Application("tide", "api", "live", "", SECRETS)
    authorized = connecting.connect_with_credentials(application, by=cast.owner)
    assert (authorized.pk, authorized.mode) == (declared.pk, "api")
    assert sessions.open_session(authorized, urgent=True).account.token


def test_a_way_with_a_sign_in_cannot_be_declared_and_the_other_way_round(
    cast: Cast, tide: FakePlatform
) -> None:
    with pytest.raises(Invalid) as refusal:
        declaring.declare(wish(mode="api", fields=SECRETS), by=cast.owner)
    assert refusal.value.field == "mode"
    with pytest.raises(Invalid) as refusal:
        connecting.connect_with_credentials(wish(), by=cast.owner)
    assert refusal.value.field == "mode"


def test_nothing_is_done_as_a_declared_account(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(name="门店号"), by=cast.owner)
    with pytest.raises(sessions.ByHand, match=r"门店号.*手动发布"):
        sessions.open_session(channel, urgent=True)


def test_the_regular_care_leaves_declared_accounts_alone(cast: Cast, tide: FakePlatform) -> None:
    channel = declared_channel(cast.workspace)
    assert health.channels_to_check() == []
    assert health.channels_to_renew() == []
    assert health.warn_of_expiry() == 0
    assert health.check_health(channel).level == "success"
    jobs.check_channel(str(channel.pk))
    jobs.renew_channel(str(channel.pk))
    channel.refresh_from_db()
    assert (channel.state, channel.attention) == ("connected", "")
    assert not Fact.objects.exists()
    assert tide.identities == 0


def test_a_declared_account_receives_no_pushes(cast: Cast, channel: Channel, tide: FakePlatform) -> None:
    tide.converse = object()
    assert callbacks.address_of(channel)
    assert callbacks.address_of(declared_channel(cast.workspace)) == ""


def test_a_declared_account_that_is_let_go_can_be_declared_again(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(name="门店号"), by=cast.owner)
    assert disconnecting.disconnect(channel, by=cast.owner) == ""
    assert declaring.declare(wish(), by=cast.owner).state == "connected"
    disconnecting.remove(channel, by=cast.owner)
    back = declaring.declare(wish(), by=cast.owner)
    assert (back.pk, back.removed_at, back.name) == (channel.pk, None, "门店号")


def test_a_declared_account_may_live_in_the_sandbox(cast: Cast, tide: FakePlatform, settings: object) -> None:
    with pytest.raises(Invalid) as refusal:
        declaring.declare(wish(environment="sandbox"), by=cast.owner)
    assert refusal.value.field == "environment"
    settings.SANDBOX_URL = "http://127.0.0.1:1"  # type: ignore[attr-defined]
    tried = declaring.declare(wish(environment="sandbox"), by=cast.owner)
    live = declaring.declare(wish(), by=cast.owner)
    assert (tried.environment, live.environment) == ("sandbox", "live")
    assert tried.pk != live.pk


def test_what_an_account_can_do_follows_from_what_is_known_of_it(cast: Cast, tide: FakePlatform) -> None:
    company = declared_channel(cast.workspace, settings={"kind": "company"})
    person = declared_channel(cast.workspace, external_id="tide-8", settings={"kind": "person"})
    assert offering.offer_of(company).offers("publish")
    refused = next(row for row in offering.offer_of(person).capabilities if row.key == "publish")
    assert (refused.offered, refused.note) == (False, "个人号不能发帖")
    assert [entry.key for entry in offering.formats_of(company)] == ["note"]


def test_the_scopes_of_the_grant_are_part_of_what_is_known(channel: Channel) -> None:
    Grant.objects.filter(channel=channel).update(token_scopes=["video.create"])
    assert offering.standing_of(channel).scopes == {"video.create"}
    assert [entry.key for entry in offering.formats_of(channel)] == ["post"]


APP = {"account": "tide-9", "app_key": "key1", "app_secret": "geheimGeheim1"}


def test_an_application_of_the_company_is_kept_encrypted_and_apart(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(fields=APP), by=cast.owner)
    assert channel.settings == {"account": "tide-9", "app_key": "key1"}
    assert ShareApp.objects.get(channel=channel).secrets == {"app_secret": "geheimGeheim1"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets::text FROM channels_shareapp")
        assert "geheimGeheim1" not in cursor.fetchone()[0]
    acting = share_apps.acting_for(channel)
    assert acting
    assert acting.credentials["app_secret"] == "geheimGeheim1"
    assert not Grant.objects.exists()
    with pytest.raises(sessions.ByHand):
        sessions.open_session(channel, urgent=True)


def test_whoever_declares_again_need_not_type_the_secret_again(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(fields=APP), by=cast.owner)
    assert stored_fields(channel)["app_secret"] == "geheimGeheim1"
    again = wish(fields={"account": "tide-9", "app_key": "key2"}, again=channel)
    changed = declaring.declare(again, by=cast.owner)
    acting = share_apps.acting_for(changed)
    assert acting
    assert (acting.credentials["app_key"], acting.credentials["app_secret"]) == ("key2", "geheimGeheim1")


def test_half_an_application_is_refused(cast: Cast, tide: FakePlatform) -> None:
    with pytest.raises(Invalid) as refusal:
        declaring.declare(wish(fields={"account": "tide-9", "app_key": "key1"}), by=cast.owner)
    assert (refusal.value.field, "一起填" in refusal.value.sentence) == ("app_secret", True)


def test_keys_that_the_platform_does_not_take_are_refused_at_once(cast: Cast, tide: FakePlatform) -> None:
    tide.opener.enter_answer = AskPlatform("潮汐台不认这个应用。")
    with pytest.raises(Invalid, match="不认这个应用"):
        declaring.declare(wish(fields=APP), by=cast.owner)
    tide.opener.enter_answer = Wait("连不上", until=clock.now())
    assert declaring.declare(wish(fields=APP), by=cast.owner).pk


def test_the_applications_token_is_asked_for_once_and_anew_when_it_died(
    cast: Cast, tide: FakePlatform
) -> None:
    channel = declaring.declare(wish(fields=APP), by=cast.owner)
    tide.opener.entered = 0
    for _time in range(2):
        acting = share_apps.acting_for(channel)
        assert acting
        assert acting.call(lambda opener, credentials, token: token.secrets) == {"app_token": "app-token-1"}
    seen: list[str] = []

    def once_dead(opener: object, credentials: object, token: Token) -> str:
        seen.append(token.secrets["app_token"])
        if len(seen) == 1:
            raise RenewGrant("失效了")
        return seen[-1]

    acting = share_apps.acting_for(channel)
    assert acting
    assert acting.call(once_dead) == "app-token-2"
    assert seen == ["app-token-1", "app-token-2"]


def test_letting_an_account_go_wipes_its_application(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(fields=APP), by=cast.owner)
    disconnecting.disconnect(channel, by=cast.owner)
    assert not ShareApp.objects.exists()
    assert share_apps.acting_for(channel) is None


def test_a_declared_account_has_a_callback_address_where_its_application_hears_of_posts(
    cast: Cast, tide: FakePlatform
) -> None:
    tide.converse = object()
    plain = declaring.declare(wish(), by=cast.owner)
    assert callbacks.address_of(plain) == ""
    with_app = declaring.declare(wish(fields={**APP, "account": "tide-7"}), by=cast.owner)
    assert callbacks.address_of(with_app).endswith(f"/hooks/{with_app.callback_key}")
    tide.opener.pushes_outcome = False
    assert callbacks.address_of(with_app) == ""


def test_what_was_chosen_about_verification_stands_in_the_register(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(), by=cast.owner)
    assert channel.verification == "企业认证"
    told = {"account": "tide-9", "kind": "person"}
    changed = declaring.declare(wish(fields=told, again=channel), by=cast.owner)
    assert changed.verification == "未认证"


def test_what_somebody_wrote_into_the_register_stays(cast: Cast, tide: FakePlatform) -> None:
    channel = declaring.declare(wish(), by=cast.owner)
    registering.change_register(channel, by=cast.owner, changes={"verification": "蓝 V"})
    told = {"account": "tide-9", "kind": "person"}
    assert declaring.declare(wish(fields=told, again=channel), by=cast.owner).verification == "蓝 V"
