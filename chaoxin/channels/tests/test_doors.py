"""Each act through both doors, by the owner, a teammate without the right, and a stranger."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels import grouping
from chaoxin.channels.models import Channel, ChannelGroup, Grant
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import SECRETS, connected_channel
from chaoxin.connectors.errors import Reconnect

Door = Callable[[Actor, Channel], Any]
FORM = {"name": "服务号", "environment": "live", **{f"field-{key}": value for key, value in SECRETS.items()}}
HTMX = {"HX-Request": "true"}


def page(method: str, path: str, data: dict[str, Any] | None = None) -> Door:
    def knock(actor: Actor, channel: Channel) -> Any:
        call = getattr(sign_in(actor), method)
        return call(
            f"/w/demo/{path.format(pk=channel.pk)}", data or {}, headers=HTMX if data is not None else {}
        )

    return knock


def api(method: str, path: str, data: Any = None) -> Door:
    def knock(actor: Actor, channel: Channel) -> Any:
        url, headers = f"/api/v1/{path.format(pk=channel.pk)}", bearer(actor)
        if data is None:
            return getattr(Client(), method)(url, headers=headers)
        return getattr(Client(), method)(
            url, json.dumps(data), content_type="application/json", headers=headers
        )

    return knock


NEW = {"platform": "tide", "mode": "api", "name": "服务号", "fields": SECRETS}
DECLARED = {"platform": "tide", "mode": "assisted", "name": "门店号", "fields": {"account": "tide-9"}}
DECLARATION = {"name": "门店号", "environment": "live", "field-account": "tide-9", "field-kind": "company"}
# What a door is called, the door, a teammate without the right ("" where every member has it).
DOORS: list[tuple[str, Door, str]] = [
    ("list page", page("get", "channels/"), ""),
    ("list api", api("get", "channels"), ""),
    ("channel page", page("get", "channels/{pk}/"), ""),
    ("channel api", api("get", "channels/{pk}"), ""),
    ("groups page", page("get", "channel-groups/"), ""),
    ("groups api", api("get", "channel-groups"), ""),
    ("platforms page", page("get", "channels/new/"), "lead"),
    ("platforms api", api("get", "platforms"), ""),
    ("modes page", page("get", "channels/new/tide/"), "lead"),
    ("form page", page("get", "channels/new/tide/api/"), "lead"),
    ("connect page", page("post", "channels/new/tide/api/", FORM), "lead"),
    ("connect api", api("post", "channels", NEW), "lead"),
    ("consent page", page("post", "channels/new/tide/consent/", FORM), "lead"),
    ("consent api", api("post", "channels/consents", {**NEW, "mode": "consent"}), "lead"),
    ("declare form", page("get", "channels/new/tide/assisted/"), "lead"),
    ("declare page", page("post", "channels/new/tide/assisted/", DECLARATION), "lead"),
    ("declare api", api("post", "channels/declarations", DECLARED), "lead"),
    ("reconnect form", page("get", "channels/{pk}/reconnection/"), "lead"),
    ("reconnect page", page("post", "channels/{pk}/reconnection/", FORM), "lead"),
    ("reconnect api", api("post", "channels/{pk}/reconnection", {"fields": SECRETS}), "lead"),
    ("callback page", page("get", "channels/{pk}/callback/"), "lead"),
    ("check page", page("post", "channels/{pk}/check/", {}), "editor"),
    ("check api", api("post", "channels/{pk}/checks", {}), "editor"),
    ("register page", page("post", "channels/{pk}/register/", {"name": "新名"}), "editor"),
    ("register api", api("patch", "channels/{pk}/register", {"name": "新名"}), "editor"),
    ("settings api", api("patch", "channels/{pk}/settings", {"spacing_seconds": 90}), "editor"),
    ("group page", page("post", "channel-groups/", {"name": "新"}), "editor"),
    ("group api", api("post", "channel-groups", {"name": "新"}), "editor"),
    ("disconnect page", page("post", "channels/{pk}/disconnection/", {}), "lead"),
    ("disconnect api", api("post", "channels/{pk}/disconnection", {}), "lead"),
    ("remove page", page("post", "channels/{pk}/removal/", {}), "lead"),
    ("remove api", api("delete", "channels/{pk}"), "lead"),
]


@pytest.mark.parametrize(
    ("door", "teammate"), [entry[1:] for entry in DOORS], ids=[entry[0] for entry in DOORS]
)
def test_every_door_knows_owner_teammate_and_stranger(
    cast: Cast, channel: Channel, door: Door, teammate: str
) -> None:
    stranger = door(cast.stranger, channel)
    assert channel.name not in stranger.content.decode()
    assert stranger.status_code == 404 or str(channel.pk) not in stranger.content.decode()
    if teammate:
        assert door(cast.of(teammate), channel).status_code == 403
    else:
        assert door(cast.editor, channel).status_code == 200
    assert door(cast.owner, channel).status_code in (200, 201, 204)


@pytest.mark.parametrize("name", [entry[0] for entry in DOORS])
def test_no_door_lets_a_secret_out(
    cast: Cast, channel: Channel, tide: FakePlatform, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    door = next(entry[1] for entry in DOORS if entry[0] == name)
    with caplog.at_level("DEBUG"):
        answer = door(cast.owner, channel)
    for secret in (SECRETS["app_secret"], "token-1", "token-of-finish"):
        assert secret not in answer.content.decode()
        assert secret not in str(answer.headers)
        assert secret not in caplog.text


def test_what_was_typed_wrongly_is_named_and_secrets_are_not_sent_back(
    cast: Cast, tide: FakePlatform
) -> None:
    client = sign_in(cast.owner)
    wrong = {**FORM, "field-app_id": "abc"}
    for headers in ({}, HTMX):
        answer = client.post("/w/demo/channels/new/tide/api/", wrong, headers=headers)
        assert answer.status_code == 422
        assert "应用 ID的格式不对" in answer.content.decode()
        assert SECRETS["app_secret"] not in answer.content.decode()
    tide.finish_answer = Reconnect("密钥不正确，可能已被重置。")
    answer = client.post("/w/demo/channels/new/tide/api/", FORM, headers=HTMX)
    assert (answer.status_code, "可能已被重置" in answer.content.decode()) == (422, True)
    answer = Client().post(
        "/api/v1/channels", json.dumps(NEW), content_type="application/json", headers=bearer(cast.owner)
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "reconnect")
    assert not Channel.objects.exists()


def test_connecting_from_the_page_leads_to_the_channel(cast: Cast, tide: FakePlatform) -> None:
    answer = sign_in(cast.owner).post("/w/demo/channels/new/tide/api/", FORM, headers=HTMX)
    channel = Channel.objects.get()
    assert answer["HX-Redirect"] == f"/w/demo/channels/{channel.pk}/"
    assert channel.name == "服务号"


def test_a_consent_trip_goes_through_the_browser_and_back(cast: Cast, tide: FakePlatform) -> None:
    client = sign_in(cast.owner)
    answer = client.post("/w/demo/channels/new/tide/consent/", FORM, headers=HTMX)
    state = answer["HX-Redirect"].partition("state=")[2]
    back = client.get("/w/demo/channels/return/", {"state": state, "code": "c-1"})
    assert back["Location"] == f"/w/demo/channels/{Channel.objects.get().pk}/"
    again = client.get("/w/demo/channels/return/", {"state": state, "code": "c-1"})
    assert (again.status_code, "已经用过" in again.content.decode()) == (409, True)
    plain = client.post("/w/demo/channels/new/tide/consent/", FORM)
    assert 'href="https://tide.example/consent?state=' in plain.content.decode()


def test_both_doors_change_the_register_alike(cast: Cast, channel: Channel) -> None:
    assert cast.lead.membership
    lead = str(cast.lead.membership.pk)
    form = {"name": "服务号", "legal_entity": "示例食品", "verified_until": "2027-03-01", "owner": lead}
    assert sign_in(cast.lead).post(f"/w/demo/channels/{channel.pk}/register/", form).status_code == 200
    url, headers = f"/api/v1/channels/{channel.pk}/register", bearer(cast.lead)
    said = Client().get(f"/api/v1/channels/{channel.pk}", headers=headers).json()
    assert said["register"]["legal_entity"] == "示例食品"
    assert said["register"]["verified_until"] == "2027-03-01"
    assert said["register"]["owner"]["name"] == "李负责"
    change = json.dumps({"verified_until": None, "backup_admin": lead, "owner": None})
    said = Client().patch(url, change, content_type="application/json", headers=headers).json()
    assert said["register"]["verified_until"] is None
    assert said["register"]["legal_entity"] == "示例食品"
    same = json.dumps({"owner": lead})
    answer = Client().patch(url, same, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "backup_admin")


@pytest.mark.parametrize("seconds", [0, 9, 86_401, "soon"])
def test_settings_out_of_range_are_refused_by_both_doors(
    cast: Cast, channel: Channel, seconds: object
) -> None:
    form = {"spacing_seconds": seconds, "late_tolerance_minutes": 30, "quota_profile": "default"}
    assert sign_in(cast.lead).post(f"/w/demo/channels/{channel.pk}/settings/", form).status_code == 422
    url, data = f"/api/v1/channels/{channel.pk}/settings", json.dumps({"spacing_seconds": seconds})
    answer = Client().patch(url, data, content_type="application/json", headers=bearer(cast.lead))
    assert answer.status_code == 422
    channel.refresh_from_db()
    assert channel.spacing_seconds == 60


def test_the_quota_profile_is_chosen_on_the_page(cast: Cast, channel: Channel) -> None:
    form = {"spacing_seconds": 60, "late_tolerance_minutes": 30, "quota_profile": "partner"}
    assert sign_in(cast.lead).post(f"/w/demo/channels/{channel.pk}/settings/", form).status_code == 200
    channel.refresh_from_db()
    assert channel.settings["quota_profile"] == "partner"


def test_a_limited_member_meets_his_channels_only_through_both_doors(cast: Cast, channel: Channel) -> None:
    hidden = connected_channel(cast.workspace, external_id="hidden", name="看不见的号")
    group = grouping.create_group(by=cast.owner, name="华东", channels=[channel.pk])
    assert cast.editor.membership
    url = f"/w/demo/channel-groups/limits/{cast.editor.membership.pk}/"
    limited = sign_in(cast.owner).post(url, {"scope": "groups", "groups": [str(group.pk)]}, headers=HTMX)
    assert limited.status_code == 200
    listed = sign_in(cast.editor).get("/w/demo/channels/").content.decode()
    assert channel.name in listed
    assert hidden.name not in listed
    assert sign_in(cast.editor).get(f"/w/demo/channels/{hidden.pk}/").status_code == 404
    said = Client().get("/api/v1/channels", headers=bearer(cast.editor)).json()
    assert [row["id"] for row in said["items"]] == [str(channel.pk)]
    assert Client().get(f"/api/v1/channels/{hidden.pk}", headers=bearer(cast.editor)).status_code == 404
    put = json.dumps({"groups": None})
    path = f"/api/v1/members/{cast.editor.membership.pk}/channel-groups"
    assert (
        Client().put(path, put, content_type="application/json", headers=bearer(cast.owner)).status_code
        == 200
    )
    assert Client().get("/api/v1/channels", headers=bearer(cast.editor)).json()["total"] == 2


def test_channels_are_put_into_a_group_in_bulk(cast: Cast, channel: Channel) -> None:
    other = connected_channel(cast.workspace, external_id="other", name="另一个号")
    group = grouping.create_group(by=cast.owner, name="华东", channels=[channel.pk])
    chosen = {"group": str(group.pk), "channels": [str(channel.pk), str(other.pk)]}
    sign_in(cast.lead).post("/w/demo/channel-groups/assignments/", chosen, headers=HTMX)
    assert set(group.channels.all()) == {channel, other}
    sign_in(cast.lead).post(f"/w/demo/channel-groups/{group.pk}/channels/", {"channels": [str(other.pk)]})
    assert set(group.channels.all()) == {other}
    renamed = {"name": "华东线"}
    sign_in(cast.lead).post(f"/w/demo/channel-groups/{group.pk}/name/", renamed, headers=HTMX)
    assert ChannelGroup.objects.get().name == "华东线"
    sign_in(cast.lead).post(f"/w/demo/channel-groups/{group.pk}/deletion/", headers=HTMX)
    assert not ChannelGroup.objects.exists()


def test_the_list_filters_and_costs_few_queries(
    cast: Cast, channel: Channel, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        connected_channel(cast.workspace, external_id=f"n{number}", name=f"第 {number} 号")
    grouping.create_group(by=cast.owner, name="华东", channels=[channel.pk])
    client = sign_in(cast.owner)
    with django_assert_max_num_queries(20):
        everything = client.get("/w/demo/channels/").content.decode()
    assert "第 11 号" in everything
    found = client.get("/w/demo/channels/", {"q": "第 3", "platform": "tide"}).content.decode()
    assert "第 3 号" in found
    assert "第 4 号" not in found
    with django_assert_max_num_queries(20):
        client.get(f"/w/demo/channels/{channel.pk}/")


def test_pages_of_a_channel_in_trouble_say_so(cast: Cast, channel: Channel) -> None:
    Channel.objects.update(state="attention", attention="授权已取消，请重新授权。")
    listed = sign_in(cast.viewer).get("/w/demo/channels/").content.decode()
    assert "授权已取消" in listed
    detail = sign_in(cast.viewer).get(f"/w/demo/channels/{channel.pk}/").content.decode()
    assert "你不能重新授权这个账号，请联系：" in detail
    assert f"{cast.owner.membership.user.name}（工作区所有者）" in detail  # type: ignore[union-attr]
    Channel.objects.update(owner=cast.lead.membership, backup_admin=cast.editor.membership)
    detail = sign_in(cast.viewer).get(f"/w/demo/channels/{channel.pk}/").content.decode()
    names = [member.membership.user.name for member in (cast.lead, cast.editor)]  # type: ignore[union-attr]
    assert f"{names[0]}（负责人）、{names[1]}（备用管理员）、" in detail
    assert channel.callback_key not in detail


def test_secrets_stand_encrypted_in_the_database(cast: Cast, channel: Channel) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(g)::text || row_to_json(c)::text FROM channels_grant g, channels_channel c"
        )
        stored = cursor.fetchone()[0]
    assert SECRETS["app_secret"] not in stored
    assert "token-1" not in stored
    assert Grant.objects.get().credentials["app_secret"] == SECRETS["app_secret"]
