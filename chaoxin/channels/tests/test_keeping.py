"""The keepers of a channel connect it again: theirs and no other, and nothing beyond that."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import connecting, consenting, disconnecting, keeping
from chaoxin.channels.applications import Application
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import SECRETS, connected_channel, declared_channel
from chaoxin.connectors.values import Identity
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed

FORM = {f"field-{key}": value for key, value in SECRETS.items()}


@pytest.fixture
def kept(cast: Cast, channel: Channel, tide: FakePlatform) -> Channel:
    """A broken channel whose owner is the editor and whose backup is the one who answers."""
    Channel.objects.filter(pk=channel.pk).update(
        owner=cast.editor.membership,
        backup_admin=cast.answer_giver.membership,
        state=Channel.State.ATTENTION,
        attention="授权已到期。",
    )
    Grant.objects.filter(channel=channel).update(broken_at=clock.now())
    return Channel.objects.select_related("owner", "backup_admin").get(pk=channel.pk)


def wish(channel: Channel | None, mode: str = "api") -> Application:
    return Application("tide", mode, "live", fields=SECRETS, again=channel)


@pytest.mark.parametrize("who", ["editor", "answer_giver", "owner"])
def test_its_keepers_connect_it_again(cast: Cast, kept: Channel, who: str) -> None:
    found = connecting.connect_with_credentials(wish(kept), by=cast.of(who))
    assert (found.pk, found.state) == (kept.pk, Channel.State.CONNECTED)
    assert Grant.objects.get(channel=kept).broken_at is None
    assert found.owner == cast.editor.membership


@pytest.mark.parametrize("who", ["lead", "reviewer", "analyst", "viewer"])
def test_nobody_else_does(cast: Cast, kept: Channel, who: str) -> None:
    actor = cast.of(who)
    with pytest.raises(NotAllowed):
        connecting.connect_with_credentials(wish(kept), by=actor)
    with pytest.raises(NotAllowed):
        consenting.begin_consent(wish(kept, "consent"), by=actor)
    page = f"/w/demo/channels/{kept.pk}/reconnection/"
    assert sign_in(actor).get(page).status_code == 403
    assert sign_in(actor).post(page, FORM).status_code == 403
    assert Grant.objects.get(channel=kept).broken_at is not None
    if not actor.may("token.own"):
        return
    for address in (f"/api/v1/channels/{kept.pk}/reconnection", f"/api/v1/channels/{kept.pk}/consents"):
        answer = Client(headers=bearer(actor)).post(
            address, json.dumps({"fields": SECRETS}), content_type="application/json"
        )
        assert answer.status_code == 403
    assert Grant.objects.get(channel=kept).broken_at is not None


def test_a_keeper_connects_no_other_and_no_new_one_and_lets_none_go(cast: Cast, kept: Channel) -> None:
    other = connected_channel(cast.workspace, external_id="tide-2", name="别人的号")
    for again in (other, None):
        with pytest.raises(NotAllowed):
            connecting.connect_with_credentials(wish(again), by=cast.editor)
        with pytest.raises(NotAllowed):
            consenting.begin_consent(wish(again, "consent"), by=cast.editor)
    for verb in (disconnecting.disconnect, disconnecting.remove):
        with pytest.raises(NotAllowed):
            verb(kept, by=cast.editor)
    assert sign_in(cast.editor).get("/w/demo/channels/new/").status_code == 403
    assert sign_in(cast.editor).get(f"/w/demo/channels/{other.pk}/reconnection/").status_code == 403


def test_a_keeper_cannot_put_another_account_in_its_place(
    cast: Cast, kept: Channel, tide: FakePlatform
) -> None:
    tide.identify_answer = Identity("tide-7", "别的号")
    with pytest.raises(connecting.OtherAccount):
        connecting.connect_with_credentials(wish(kept), by=cast.editor)
    assert Channel.objects.count() == 1


def test_what_the_owner_of_the_workspace_let_go_is_not_for_keepers(cast: Cast, kept: Channel) -> None:
    disconnecting.disconnect(kept, by=cast.owner)
    with pytest.raises(NotAllowed):
        connecting.connect_with_credentials(wish(kept), by=cast.editor)
    declared = declared_channel(cast.workspace)
    declared.owner = cast.editor.membership
    assert not keeping.may_renew(declared, cast.editor)
    assert keeping.may_renew(declared, cast.owner)


def test_who_is_no_longer_its_keeper_cannot_finish_what_he_began(cast: Cast, kept: Channel) -> None:
    url = consenting.begin_consent(wish(kept, "consent"), by=cast.editor)
    state = parse_qs(urlsplit(url).query)["state"][0]
    Channel.objects.filter(pk=kept.pk).update(owner=cast.lead.membership)
    with pytest.raises(NotAllowed):
        consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.editor)
    assert Grant.objects.get(channel=kept).broken_at is not None


def test_a_keeper_finishes_what_he_began(cast: Cast, kept: Channel) -> None:
    answer = Client(headers=bearer(cast.editor)).post(
        f"/api/v1/channels/{kept.pk}/reconnection",
        json.dumps({"fields": SECRETS}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["state"]) == (200, "connected")
    url = consenting.begin_consent(wish(kept, "consent"), by=cast.editor)
    state = parse_qs(urlsplit(url).query)["state"][0]
    assert consenting.finish_consent({"state": state, "code": "c-1"}, by=cast.editor).pk == kept.pk


def test_the_page_offers_it_to_keepers_and_says_whom_to_ask_to_others(cast: Cast, kept: Channel) -> None:
    def page(actor: Actor) -> str:
        return sign_in(actor).get(f"/w/demo/channels/{kept.pk}/").content.decode()

    door = f"/w/demo/channels/{kept.pk}/reconnection/"
    assert door in page(cast.editor)
    assert f"/w/demo/channels/{kept.pk}/removal/" not in page(cast.editor)
    assert sign_in(cast.editor).get(door).status_code == 200
    assert door not in page(cast.lead)
    assert "你不能重新授权这个账号，请联系：卞小编（负责人）、柯答（备用管理员）" in page(cast.lead)


def test_a_keeper_who_left_keeps_nothing(cast: Cast, kept: Channel) -> None:
    Membership.objects.filter(pk=cast.editor.membership.pk).update(left_at=clock.now())  # type: ignore[union-attr]
    kept = Channel.objects.select_related("owner", "backup_admin").get(pk=kept.pk)
    assert keeping.keepers_of(kept) == [cast.answer_giver.membership]
