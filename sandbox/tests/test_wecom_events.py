"""Encrypted pushes, welcome messages, statistics."""

from typing import Any

import pytest
from defusedxml import ElementTree

from sandbox.platforms.wecom.crypto import encrypt, signature
from sandbox.tests.box import Box
from sandbox.tests.wecom_caller import WecomCaller

DAY = 86_400


@pytest.fixture
def wecom(box: Box) -> WecomCaller:
    corp = WecomCaller(box, key="corp")
    corp.take_callbacks()
    return corp


def events(box: Box, wecom: WecomCaller) -> list[dict[str, Any]]:
    """What was pushed, decrypted, after its signature was checked."""
    box.advance()
    found = []
    for request in box.company.requests:
        secret = ElementTree.fromstring(request.content).findtext("Encrypt") or ""
        query = request.url.params
        parts = (wecom.credentials["token"], query["timestamp"], query["nonce"], secret)
        assert query["msg_signature"] == signature(*parts)
        inner = ElementTree.fromstring(wecom.opened(secret))
        found.append({child.tag: child.text for child in inner})
    box.company.requests.clear()
    return found


def test_the_address_is_verified_with_an_encrypted_echo(box: Box, wecom: WecomCaller) -> None:
    assert box.get(f"/control/accounts/{wecom.key}")["callback"]["verified"]


def test_an_address_that_repeats_the_echo_as_it_came_is_not_believed(box: Box) -> None:
    other = WecomCaller(box, key="other")
    kept = box.post(f"/control/accounts/{other.key}/callback", url="http://company.test/hook")
    assert not kept["verified"]


def test_the_known_vector_of_the_encryption() -> None:
    message = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[你好]]></Content></xml>"
    secret = encrypt(
        message,
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wx1234567890abcdef",
        random=b"0123456789abcdef",
    )
    assert secret.startswith("Q3stYC6hdFzMh9T8")
    proof = signature("sandboxtoken", "1700000000", "nonce123", secret)
    assert proof == "962072b16c62a841c0510be52fc73af7fd5c871d"


def test_customers_who_come_and_go_are_told_with_their_member(box: Box, wecom: WecomCaller) -> None:
    box.post(f"/control/accounts/{wecom.key}/follows", person="小鱼")
    [added] = events(box, wecom)
    assert (added["Event"], added["ChangeType"]) == ("change_external_contact", "add_external_contact")
    assert added["UserID"] in ("zhangsan", "lisi", "wangwu")
    assert added["ToUserName"] == wecom.credentials["corpid"]
    box.post(f"/control/accounts/{wecom.key}/unfollows", person="小鱼")
    [left] = events(box, wecom)
    assert (left["ChangeType"], left["ExternalUserID"]) == ("del_follow_user", added["ExternalUserID"])


def test_acts_of_members_are_told(box: Box, wecom: WecomCaller) -> None:
    customer = wecom.customers_of("zhangsan")[0]
    wecom.act("zhangsan", "note", external_userid=customer, remark="老客户")
    wecom.act("zhangsan", "delete", external_userid=customer)
    assert [event["ChangeType"] for event in events(box, wecom)] == [
        "edit_external_contact",
        "del_external_contact",
    ]


def test_groups_are_told_from_their_founding_to_their_end(box: Box, wecom: WecomCaller) -> None:
    before = set(wecom.groups_of("lisi"))
    wecom.act("lisi", "found-group", name="品鉴群")
    [chat] = set(wecom.groups_of("lisi")) - before
    wecom.act("lisi", "join-group", chat_id=chat, person="小鱼")
    wecom.act("lisi", "rename-group", chat_id=chat, name="秋茶品鉴群")
    wecom.act("lisi", "dismiss-group", chat_id=chat)
    told = events(box, wecom)
    assert [(event["ChangeType"], event.get("UpdateDetail")) for event in told] == [
        ("create", None),
        ("add_external_contact", None),
        ("update", "add_member"),
        ("update", "change_name"),
        ("dismiss", None),
    ]
    assert told[2]["LastMemVer"] != told[2]["CurMemVer"]
    assert wecom.act("zhangsan", "dismiss-group", chat_id=chat).status_code == 422


def test_faults_strike_pushes(box: Box, wecom: WecomCaller) -> None:
    box.fault("duplicate_callback", account=wecom.key, path="add_external_contact", count=1)
    box.fault("drop_callback", account=wecom.key, path="del_follow_user", count=1)
    box.post(f"/control/accounts/{wecom.key}/follows", person="小鱼")
    box.post(f"/control/accounts/{wecom.key}/unfollows", person="小鱼")
    told = events(box, wecom)
    assert [event["ChangeType"] for event in told] == ["add_external_contact"] * 2


def test_a_welcome_goes_out_once_and_soon(box: Box, wecom: WecomCaller) -> None:
    box.post(f"/control/accounts/{wecom.key}/follows", person="小鱼")
    [added] = events(box, wecom)
    body = {"welcome_code": added["WelcomeCode"], "text": {"content": "欢迎"}}
    assert wecom.call("send_welcome_msg", body)["errcode"] == 0
    assert wecom.call("send_welcome_msg", body)["errcode"] == 41051
    assert box.get("/control/messages", direction="out")[0]["text"] == "欢迎"
    box.post(f"/control/accounts/{wecom.key}/follows", person="小虾")
    [late] = events(box, wecom)
    box.advance(21)
    assert wecom.call("send_welcome_msg", {**body, "welcome_code": late["WelcomeCode"]})["errcode"] == 41050


def test_private_messages_reach_no_application_but_the_statistics(box: Box, wecom: WecomCaller) -> None:
    box.post(f"/control/accounts/{wecom.key}/follows", person="小鱼")
    events(box, wecom)
    written = box.post(f"/control/accounts/{wecom.key}/messages", person="小鱼", text="有货吗？")
    assert events(box, wecom) == []
    customer = written["messages"][0]["fan_id"]
    member = wecom.call("get", external_userid=customer)["follow_user"][0]["userid"]
    box.advance(300)
    assert wecom.act(member, "answer", external_userid=customer, text="有的").status_code == 303
    box.advance(DAY)
    [day] = behaviour(box, wecom, [member])
    assert (day["chat_cnt"], day["message_cnt"], day["reply_percentage"], day["avg_reply_time"]) == (
        1,
        1,
        100.0,
        5,
    )
    assert day["new_contact_cnt"] == 1


def behaviour(box: Box, wecom: WecomCaller, userids: list[str]) -> list[dict[str, Any]]:
    """Yesterday's figures; today's are not told yet."""
    now = int(box.get("/control/time")["now"])
    body = {"userid": userids, "start_time": now - DAY, "end_time": now}
    found: list[dict[str, Any]] = wecom.call("get_user_behavior_data", body)["behavior_data"]
    return found


def test_groups_have_statistics_by_day_and_by_owner(box: Box, wecom: WecomCaller) -> None:
    msgid = wecom.dispatched(chat_type="group")
    wecom.send("zhangsan", msgid)
    wecom.act("zhangsan", "found-group", name="新群")
    box.advance(DAY)
    now = int(box.get("/control/time")["now"])
    body = {
        "day_begin_time": now - DAY,
        "day_end_time": now,
        "owner_filter": {"userid_list": ["zhangsan", "lisi"]},
    }
    [day] = wecom.call("groupchat/statistic_group_by_day", body)["items"]
    figures = day["data"]
    assert (figures["chat_total"], figures["chat_has_msg"], figures["msg_total"]) == (5, 2, 2)
    owners = wecom.call("groupchat/statistic", {**body, "limit": 10})["items"]
    assert [(row["owner"], row["data"]["chat_total"]) for row in owners] == [("zhangsan", 3), ("lisi", 2)]
    assert wecom.call("groupchat/statistic", {**body, "owner_filter": {}})["errcode"] == 40063


def test_statistics_reach_back_as_far_as_the_setting_says(box: Box, wecom: WecomCaller) -> None:
    now = int(box.get("/control/time")["now"])
    body = {"userid": ["zhangsan"], "start_time": now - 70 * DAY, "end_time": now - 60 * DAY}
    assert wecom.call("get_user_behavior_data", body)["errcode"] == 40058
    wecom.change(statistics_days=180)
    assert len(wecom.call("get_user_behavior_data", body)["behavior_data"]) == 11
    too_long = {**body, "end_time": now - 30 * DAY}
    assert wecom.call("get_user_behavior_data", too_long)["errcode"] == 40058


def test_a_known_audience_lives_at_the_corp(box: Box, open_box: Any) -> None:
    from sandbox import audience

    lively = open_box("lively", people=audience)
    corp = WecomCaller(lively, key="corp", followers=2_000)
    lively.advance(2 * DAY)
    assert lively.get(f"/control/accounts/{corp.key}/days")
