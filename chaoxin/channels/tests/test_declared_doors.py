"""Pages and REST answers of accounts that people publish on by hand, and of what an account can do."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.fake_platform import FakePlatform
from chaoxin.channels.testing.rows import declared_channel

FORM = {"name": "门店号", "environment": "live", "field-account": "tide-9", "field-kind": "company"}
HTMX = {"HX-Request": "true"}


def send(actor: Actor, path: str, data: dict[str, Any]) -> Any:
    return Client().post(
        f"/api/v1/{path}", json.dumps(data), content_type="application/json", headers=bearer(actor)
    )


def test_an_account_is_declared_from_the_page_and_its_page_promises_no_more_than_that(
    cast: Cast, tide: FakePlatform
) -> None:
    client = sign_in(cast.owner)
    form = client.get("/w/demo/channels/new/tide/assisted/").content.decode()
    assert '<option value="company">企业号</option>' in form
    assert "个人号" in form
    answer = client.post("/w/demo/channels/new/tide/assisted/", FORM, headers=HTMX)
    channel = Channel.objects.get()
    assert answer["HX-Redirect"] == f"/w/demo/channels/{channel.pk}/"
    page = client.get(f"/w/demo/channels/{channel.pk}/").content.decode()
    assert "没有接口可以核对" in page
    assert "身份核对无误" not in page
    assert "重新授权" not in page
    assert "现在核对" not in page
    assert "手动发布，不需授权" in client.get("/w/demo/channels/").content.decode()


def test_a_choice_from_no_list_is_refused_by_both_doors(cast: Cast, tide: FakePlatform) -> None:
    wrong = sign_in(cast.owner).post(
        "/w/demo/channels/new/tide/assisted/", {**FORM, "field-kind": "robot"}, headers=HTMX
    )
    assert (wrong.status_code, "请从列表里选择" in wrong.content.decode()) == (422, True)
    fields = {"account": "tide-9", "kind": "robot"}
    said = send(
        cast.owner, "channels/declarations", {"platform": "tide", "mode": "assisted", "fields": fields}
    )
    assert (said.status_code, said.json()["field"]) == (422, "kind")
    assert not Channel.objects.exists()


def test_another_account_is_refused_on_the_page_with_both_names(cast: Cast, tide: FakePlatform) -> None:
    channel = declared_channel(cast.workspace, name="门店号")
    client = sign_in(cast.owner)
    page = client.get(f"/w/demo/channels/{channel.pk}/reconnection/").content.decode()
    assert 'value="tide-9"' in page
    wrong = client.post(
        f"/w/demo/channels/{channel.pk}/reconnection/", {"field-account": "tide-8"}, headers=HTMX
    )
    assert wrong.status_code == 422
    assert "tide-8" in wrong.content.decode()
    assert "门店号" in wrong.content.decode()


def test_each_way_to_connect_says_beforehand_what_it_brings(cast: Cast, tide: FakePlatform) -> None:
    page = sign_in(cast.owner).get("/w/demo/channels/new/tide/").content.decode()
    assert "不需要授权，也不会到期" in page
    assert page.count("能做什么") >= 3
    said = Client().get("/api/v1/platforms", headers=bearer(cast.owner)).json()
    modes = {
        mode["key"]: mode for entry in said["items"] if entry["key"] == "tide" for mode in entry["modes"]
    }
    assert [entry["key"] for entry in modes["api"]["formats"]] == ["post"]
    assert [entry["key"] for entry in modes["assisted"]["formats"]] == ["note"]
    kind = next(field for field in modes["assisted"]["fields"] if field["key"] == "kind")
    assert kind["choices"] == [
        {"value": "company", "label": "企业号"},
        {"value": "person", "label": "个人号"},
    ]


def test_a_channel_says_what_this_account_can_do_and_why_not(cast: Cast, tide: FakePlatform) -> None:
    channel = declared_channel(cast.workspace, settings={"kind": "person"})
    page = sign_in(cast.viewer).get(f"/w/demo/channels/{channel.pk}/").content.decode()
    assert "个人号不能发帖" in page
    said = Client().get(f"/api/v1/channels/{channel.pk}", headers=bearer(cast.editor)).json()
    publish = next(row for row in said["capabilities"] if row["key"] == "publish")
    assert (publish["offered"], publish["note"]) == (False, "个人号不能发帖")
    assert said["formats"] == [{"key": "note", "name": "笔记"}]
