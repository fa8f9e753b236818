from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal
from chaoxin.notices import registering
from chaoxin.notices.models import Dispatch, Robot
from chaoxin.notices.registering import Entry
from chaoxin.notices.robots import KINDS, is_address, shortened

from .group_chats import ADDRESSES, Services

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SECRET = "SEC-very-secret-value"


def robot(cast: Cast, kind: str = "feishu_robot", *, secret: str = "") -> Robot:
    return registering.add(Entry("发布群", kind, ADDRESSES[kind], secret), by=cast.lead)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda address: address.replace("https://", "http://"),
        lambda address: address.replace("https://", "https://127.0.0.1/?"),
        lambda address: address.replace("https://", "https://user@"),
        lambda address: address.replace(".com", ".com.evil.example").replace(".cn/", ".cn.evil.example/"),
        lambda address: address.replace("https://", "https://x:1@") + "#",
        lambda address: address + "&redirect=http://10.0.0.1",
        lambda address: address.replace("send", "../send").replace("hook", "../hook"),
    ],
)
def test_only_the_official_address_is_taken(kind: str, spoil: object) -> None:
    assert is_address(kind, ADDRESSES[kind])
    assert not is_address(kind, spoil(ADDRESSES[kind]))  # type: ignore[operator]


def test_an_address_of_another_service_is_refused_with_an_example(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        registering.add(Entry("群", "feishu_robot", ADDRESSES["dingtalk_robot"]), by=cast.lead)
    assert "open.feishu.cn" in refused.value.sentence
    with pytest.raises(NotAllowed):
        registering.add(Entry("群", "feishu_robot", ADDRESSES["feishu_robot"]), by=cast.editor)


def test_each_service_gets_its_own_shape_and_signature(cast: Cast, services: Services) -> None:
    with clock.frozen(NOON):
        for kind in ADDRESSES:
            services.answer = {"code": 0} if kind == "feishu_robot" else {"errcode": 0}
            registering.try_out(robot(cast, kind, secret=SECRET), by=cast.lead)
    work, feishu, ding = services.requests
    work_body, feishu_body, ding_body = services.bodies
    assert work_body["msgtype"] == ding_body["msgtype"] == feishu_body["msg_type"] == "text"
    assert str(work.url) == ADDRESSES["qyweixin_robot"]
    seconds, milliseconds = str(int(NOON.timestamp())), str(int(NOON.timestamp() * 1000))
    expected = hmac.new(f"{seconds}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert (feishu_body["timestamp"], feishu_body["sign"]) == (seconds, base64.b64encode(expected).decode())
    expected = hmac.new(SECRET.encode(), f"{milliseconds}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert ding.url.params["timestamp"] == milliseconds
    assert ding.url.params["sign"] == base64.b64encode(expected).decode()
    assert ding.url.params["access_token"] == ADDRESSES["dingtalk_robot"].partition("=")[2]
    assert feishu.url.query == b""


def test_a_refused_test_says_what_the_service_said_and_is_not_tried_again(
    cast: Cast, services: Services
) -> None:
    made = robot(cast)
    services.answer = {"code": 19021, "msg": f"sign match fail for {SECRET}"}
    with pytest.raises(Refusal) as refused:
        registering.try_out(made, by=cast.lead)
    assert "19021" in refused.value.sentence
    assert Dispatch.objects.get().state == Dispatch.State.FAILED


def test_address_and_secret_are_nowhere_to_be_read(
    cast: Cast, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    made = robot(cast, secret=SECRET)
    services.answer = {"code": 1, "msg": f"bad {SECRET} {ADDRESSES['feishu_robot']}"}
    with pytest.raises(Refusal) as refused:
        registering.try_out(made, by=cast.lead)
    page = sign_in(cast.lead).get("/w/demo/notices/robots/").content.decode()
    api = Client(headers=bearer(cast.lead)).get("/api/v1/robots").content.decode()
    trail = "".join(AuditEntry.objects.values_list("body", flat=True))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT address || secret FROM notices_robot")
        stored = cursor.fetchone()[0]
    hook = ADDRESSES["feishu_robot"].rpartition("/")[2]
    for text in (page, api, trail, stored, caplog.text, refused.value.sentence):
        assert SECRET not in text
        assert hook not in text


def test_the_page_adds_tries_and_removes_and_only_leads_get_there(cast: Cast, services: Services) -> None:
    page, address = sign_in(cast.lead), "/w/demo/notices/robots/"
    wrong = page.post(
        address, {"name": "发布群", "kind": "qyweixin_robot", "address": "https://example.com/x"}
    )
    assert wrong.status_code == 422
    assert "官方地址" in wrong.content.decode()
    typed = {"name": "发布群", "kind": "qyweixin_robot", "address": ADDRESSES["qyweixin_robot"]}
    assert page.post(address, typed).status_code == 302
    made = Robot.objects.get()
    assert page.post(f"{address}{made.pk}/trial/", headers={"HX-Request": "true"}).status_code == 204
    assert "【测试】" in services.bodies[0]["text"]["content"]
    assert page.post(f"{address}{made.pk}/removal/", headers={"HX-Request": "true"}).status_code == 200
    made.refresh_from_db()
    assert (made.removed_at is not None, made.address) == (True, "")
    assert sign_in(cast.editor).get(address).status_code == 403
    assert sign_in(cast.stranger).get(address).status_code == 404


def test_the_api_changes_a_robot_and_keeps_what_is_left_empty(cast: Cast) -> None:
    made = robot(cast, secret=SECRET)
    api = Client(headers=bearer(cast.lead))
    changed = api.put(f"/api/v1/robots/{made.pk}", {"name": "新名字"}, content_type="application/json")
    assert changed.status_code == 200, changed.content
    made.refresh_from_db()
    assert (made.name, made.secret, made.address) == ("新名字", SECRET, ADDRESSES["feishu_robot"])
    foreign = Client(headers=bearer(cast.stranger))
    assert foreign.post(f"/api/v1/robots/{made.pk}/trial").status_code == 404


def test_a_long_text_is_cut_at_a_whole_sign() -> None:
    cut = shortened("潮" * 1000, 2048)
    assert len(cut.encode()) <= 2048
    assert cut.endswith("潮…")
