"""Group messages: asking members, their confirming, who receives it, stopping, faults."""

from typing import Any

import pytest

from sandbox.tests.box import Box, clip, picture
from sandbox.tests.wecom_caller import PHONES, WecomCaller

UNSENT, SENT, NOT_FRIEND, OVER_LIMIT = range(4)


@pytest.fixture
def wecom(box: Box) -> WecomCaller:
    return WecomCaller(box, key="corp")


def state_of(box: Box, msgid: str) -> str:
    return str(box.get("/control/posts", external_id=msgid)[0]["state"])


def test_nothing_is_sent_before_the_member_confirms(box: Box, wecom: WecomCaller) -> None:
    msgid = wecom.ask()["msgid"]
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 10})["errcode"] == 41063
    box.advance(86_400)
    asked = wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 10})["task_list"]
    assert asked == [{"userid": "zhangsan", "status": 0}]
    assert set(wecom.results(msgid)) == {UNSENT}
    assert state_of(box, msgid) == "reviewing"
    wecom.send("zhangsan", msgid)
    asked = wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 10})["task_list"]
    assert (asked[0]["status"], "send_time" in asked[0]) == (2, True)
    assert wecom.results(msgid) == [SENT] * len(wecom.customers_of("zhangsan"))
    assert state_of(box, msgid) == "live"


def test_a_message_is_sent_once_however_often_the_member_taps(box: Box, wecom: WecomCaller) -> None:
    msgid = wecom.dispatched()
    wecom.send("zhangsan", msgid)
    assert wecom.act("zhangsan", "send", msgid=msgid).status_code == 422
    assert box.get("/control/summary")["duplicates"] == 0


def test_named_customers_are_asked_of_their_members_and_strangers_are_left_out(wecom: WecomCaller) -> None:
    first, second = wecom.customers_of("zhangsan")[0], wecom.customers_of("lisi")[0]
    made = wecom.ask(sender=None, external_userid=[first, second, "wmstranger"])
    assert made["fail_list"] == ["wmstranger"]
    wecom.box.advance(3)
    asked = wecom.call("get_groupmsg_task", {"msgid": made["msgid"], "limit": 10})["task_list"]
    assert {row["userid"] for row in asked} == {"zhangsan", "lisi"}
    only = wecom.ask(external_userid=[first, second])
    assert only["fail_list"] == [second]


def test_tags_choose_among_the_members_customers(wecom: WecomCaller) -> None:
    tag = wecom.call("add_corp_tag", {"group_name": "口味", "tag": [{"name": "乌龙"}]})["tag_group"]["tag"][
        0
    ]["id"]
    customer = wecom.customers_of("zhangsan")[3]
    wecom.call("mark_tag", {"userid": "zhangsan", "external_userid": customer, "add_tag": [tag]})
    msgid = wecom.dispatched(tag_filter={"group_list": [{"tag_list": [tag]}]})
    wecom.send("zhangsan", msgid)
    assert wecom.results(msgid) == [SENT]


def test_groups_are_sent_to_by_their_owner_and_only_sent_ones_are_told(wecom: WecomCaller) -> None:
    first, second = wecom.groups_of("zhangsan")
    msgid = wecom.dispatched(chat_type="group", chat_id_list=[first])
    assert wecom.results(msgid) == []
    wecom.send("zhangsan", msgid)
    rows = wecom.call("get_groupmsg_send_result", {"msgid": msgid, "userid": "zhangsan", "limit": 10})[
        "send_list"
    ]
    assert [(row["chat_id"], row["status"]) for row in rows] == [(first, SENT)]
    foreign = wecom.groups_of("lisi")
    assert wecom.ask(chat_type="group", chat_id_list=foreign)["errcode"] == 40050
    assert wecom.ask(chat_type="group", sender=None)["errcode"] == 40063
    everywhere = wecom.dispatched(chat_type="group")
    wecom.send("zhangsan", everywhere)
    assert len(wecom.results(everywhere)) == len([first, second])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": {"content": ""}}, 40063),
        ({"text": {"content": "字" * 1334}}, 40058),
        ({"sender": None}, 41035),
        ({"sender": "nobody"}, 60111),
        ({"chat_type": "channel"}, 40058),
        ({"external_userid": ["stranger"]}, 40096),
        ({"external_userid": ["wmstranger"]}, 41048),
        ({"attachments": [{"msgtype": "link", "link": {"title": "t", "url": "https://a.cn"}}] * 10}, 41064),
        ({"attachments": [{"msgtype": "music", "music": {}}]}, 41065),
        ({"attachments": [{"msgtype": "image", "image": {"media_id": "none"}}]}, 40007),
        ({"attachments": [{"msgtype": "image", "image": {"pic_url": "https://elsewhere/1.png"}}]}, 40007),
        ({"attachments": [{"msgtype": "link", "link": {"title": "字" * 43, "url": "https://a.cn"}}]}, 40058),
        ({"attachments": [{"msgtype": "link", "link": {"title": "t", "url": "a.cn"}}]}, 40058),
        (
            {
                "attachments": [
                    {"msgtype": "miniprogram", "miniprogram": {"title": "t", "appid": "w", "page": "p"}}
                ]
            },
            40007,
        ),
    ],
)
def test_what_the_platform_does_not_take_has_its_code(
    wecom: WecomCaller, given: dict[str, Any], code: int
) -> None:
    assert wecom.ask(**given)["errcode"] == code
    assert wecom.box.get("/control/effects") == []


def test_every_kind_of_attachment_is_taken(wecom: WecomCaller) -> None:
    image, video = wecom.upload(picture())["media_id"], wecom.upload(clip(), "video")["media_id"]
    address = wecom.upload(picture(), path="/media/uploadimg")["url"]
    attachments = [
        {"msgtype": "image", "image": {"pic_url": address}},
        {"msgtype": "link", "link": {"title": "新品", "url": "https://a.cn", "picurl": address}},
        {
            "msgtype": "miniprogram",
            "miniprogram": {"title": "商城", "appid": "wx1", "page": "p", "pic_media_id": image},
        },
        {"msgtype": "video", "video": {"media_id": video}},
    ]
    msgid = wecom.dispatched(attachments=attachments)
    body = {"chat_type": "single", "start_time": 0, "end_time": 0, "limit": 100}
    now = int(wecom.box.get("/control/time")["now"])
    [row] = wecom.call("get_groupmsg_list_v2", {**body, "start_time": now - 60, "end_time": now + 60})[
        "group_msg_list"
    ]
    assert (row["msgid"], row["attachments"]) == (msgid, attachments)
    page = wecom.box.send("GET", f"{PHONES}/tasks/{msgid}").text
    assert "小程序：商城" in page
    assert "［视频］" in page


@pytest.mark.parametrize(("rule", "taken"), [("day_1", 1), ("week_7", 7), ("month_4", 4), ("month_days", 30)])
def test_a_customer_receives_no_more_than_he_may(wecom: WecomCaller, rule: str, taken: int) -> None:
    wecom.change(receive_rule=rule)
    customer = wecom.customers_of("zhangsan")[0]
    found = []
    for _ in range(taken + 1):
        msgid = wecom.dispatched(external_userid=[customer])
        wecom.send("zhangsan", msgid)
        found += wecom.results(msgid)
    assert found == [SENT] * taken + [OVER_LIMIT]


def test_who_has_left_or_was_deleted_receives_nothing(box: Box, wecom: WecomCaller) -> None:
    customers = wecom.customers_of("zhangsan")
    msgid = wecom.dispatched(external_userid=customers[:2])
    assert wecom.act("zhangsan", "delete", external_userid=customers[0]).status_code == 303
    wecom.send("zhangsan", msgid)
    assert wecom.results(msgid) == [NOT_FRIEND, SENT]


def test_members_may_confirm_by_themselves(box: Box, wecom: WecomCaller) -> None:
    wecom.change(confirm_seconds=30)
    msgid = wecom.dispatched()
    assert state_of(box, msgid) == "reviewing"
    box.advance(40)
    assert state_of(box, msgid) == "live"


def test_a_stopped_task_can_neither_be_sent_nor_read(box: Box, wecom: WecomCaller) -> None:
    msgid = wecom.dispatched()
    assert wecom.call("cancel_groupmsg_send", {"msgid": msgid})["errcode"] == 0
    assert wecom.call("cancel_groupmsg_send", {"msgid": msgid})["errcode"] == 41093
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["errcode"] == 41093
    assert wecom.act("zhangsan", "send", msgid=msgid).status_code == 422
    assert state_of(box, msgid) == "withdrawn"
    wecom.change(stopped_task_reads="listed")
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["task_list"][0]["status"] == 0
    assert wecom.call("cancel_groupmsg_send", {"msgid": "msg0"})["errcode"] == 41047
    assert wecom.call("cancel_groupmsg_send", {})["errcode"] == 41046


def test_what_was_delivered_stays_delivered_when_the_rest_is_stopped(box: Box, wecom: WecomCaller) -> None:
    customers = [wecom.customers_of("zhangsan")[0], wecom.customers_of("lisi")[0]]
    msgid = wecom.dispatched(sender=None, external_userid=customers)
    wecom.send("zhangsan", msgid)
    wecom.call("cancel_groupmsg_send", {"msgid": msgid})
    assert wecom.act("lisi", "send", msgid=msgid).status_code == 422
    assert state_of(box, msgid) == "live"


def test_members_are_reminded_three_times_a_day(box: Box, wecom: WecomCaller) -> None:
    msgid = wecom.dispatched()
    codes = [wecom.call("remind_groupmsg_send", {"msgid": msgid})["errcode"] for _ in range(4)]
    assert codes == [0, 0, 0, 41094]
    assert "提醒了 3 次" in box.send("GET", f"{PHONES}/{wecom.key}/zhangsan").text
    box.advance(86_401)
    assert wecom.call("remind_groupmsg_send", {"msgid": msgid})["errcode"] == 0


def test_the_list_knows_the_tasks_of_a_month_page_by_page(box: Box, wecom: WecomCaller) -> None:
    made = [wecom.ask(text={"content": f"第{number}条"})["msgid"] for number in range(3)]
    now = int(box.get("/control/time")["now"])
    body = {"chat_type": "single", "start_time": now - 10, "end_time": now + 10, "limit": 2}
    first = wecom.call("get_groupmsg_list_v2", body)
    second = wecom.call("get_groupmsg_list_v2", {**body, "cursor": first["next_cursor"]})
    listed = [row["msgid"] for row in first["group_msg_list"] + second["group_msg_list"]]
    assert sorted(listed) == sorted(made)
    assert second["next_cursor"] == ""
    assert wecom.call("get_groupmsg_list_v2", {**body, "start_time": now - 32 * 86_400})["errcode"] == 40058
    assert wecom.call("get_groupmsg_list_v2", {**body, "filter_type": 1})["group_msg_list"] == []


@pytest.mark.parametrize(("kind", "state"), [("rejection", "rejected"), ("take_down", "taken_down")])
def test_a_task_stopped_by_the_platform_is_refused(
    box: Box, wecom: WecomCaller, kind: str, state: str
) -> None:
    box.fault(kind, account=wecom.key, count=1)
    msgid = wecom.dispatched()
    box.advance(100)
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["errcode"] == 41093
    assert state_of(box, msgid) == state


def test_a_lost_task_asks_nobody_and_is_not_listed(box: Box, wecom: WecomCaller) -> None:
    box.fault("silent_loss", account=wecom.key, count=1)
    msgid = wecom.dispatched()
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["task_list"] == []
    assert "没有待发送的群发" in box.send("GET", f"{PHONES}/{wecom.key}/zhangsan").text
    assert state_of(box, msgid) == "vanished"


def test_a_call_that_takes_effect_late_keeps_the_id_that_it_answered(box: Box, wecom: WecomCaller) -> None:
    box.fault("apply_late", account=wecom.key, path="/cgi-bin/externalcontact/add_msg_template", count=1)
    msgid = wecom.ask()["msgid"]
    assert box.get("/control/effects") == []
    box.wait(10)
    box.advance(3)
    asked = wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["task_list"]
    assert asked[0]["userid"] == "zhangsan"


def test_phones_are_shown_for_members_only(box: Box, wecom: WecomCaller) -> None:
    wecom.dispatched(text={"content": "<b>新茶</b>"})
    assert "1 条群发待发送" in box.send("GET", f"{PHONES}/{wecom.key}").text
    page = box.send("GET", f"{PHONES}/{wecom.key}/zhangsan").text
    assert "&lt;b&gt;新茶" in page
    assert box.send("GET", f"{PHONES}/{wecom.key}/nobody").status_code == 404
    assert box.send("GET", f"{PHONES}/nowhere").status_code == 404
    assert wecom.act("zhangsan", "dance").status_code == 404
    assert f"{PHONES}/{wecom.key}" in box.send("GET", f"/accounts/{wecom.key}").text


def test_a_past_is_sent_to_everybody_without_a_word(box: Box, wecom: WecomCaller) -> None:
    told = box.post(
        f"/control/accounts/{wecom.key}/history",
        posts=[{"title": "", "text": "八月的群发", "published_at": "2026-08-20T10:00:00"}],
        audience=False,
    )
    assert told["posts"][0]["state"] == "live"
    assert wecom.results(told["posts"][0]["external_id"]) == [SENT] * len(wecom.customers_of("zhangsan"))


def test_a_reset_that_keeps_accounts_keeps_tokens_and_makes_the_groups_anew(
    box: Box, wecom: WecomCaller
) -> None:
    before = wecom.groups_of("zhangsan")
    msgid = wecom.dispatched()
    box.post("/control/reset", keep_accounts=True)
    assert wecom.groups_of("zhangsan") == before
    assert wecom.call("get_groupmsg_task", {"msgid": msgid, "limit": 1})["errcode"] == 41047
