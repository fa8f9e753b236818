"""Signed pushes, comments, and private messages within their windows."""

import hashlib
import json
from typing import Any

import httpx
import pytest

from sandbox.tests.box import Box
from sandbox.tests.douyin_caller import DouyinCaller, code_of

CALLBACK = "https://brand.example.com/douyin/push"
DAY = 86_400


def listen(douyin: DouyinCaller) -> None:
    def echo(request: httpx.Request) -> httpx.Response | None:
        given = json.loads(request.content)
        if given["event"] != "verify_webhook":
            return None
        assert signature_is_good(douyin, request)
        return httpx.Response(200, text=json.dumps({"challenge": given["content"]["challenge"]}, indent=1))

    douyin.box.company.checked = echo
    told = douyin.box.post(f"/control/accounts/{douyin.key}/callback", url=CALLBACK)
    assert told == {"verified": True, "problem": "", "url": CALLBACK}


def signature_is_good(douyin: DouyinCaller, request: httpx.Request) -> bool:
    secret = douyin.credentials["client_secret"].encode()
    made = hashlib.sha1(secret + request.content, usedforsecurity=False).hexdigest()
    return request.headers["X-Douyin-Signature"] == made


def pushed(douyin: DouyinCaller, event: str) -> list[dict[str, Any]]:
    douyin.box.advance()
    requests = douyin.box.company.requests
    assert all(signature_is_good(douyin, request) for request in requests)
    found = [json.loads(request.content) for request in requests]
    return [one for one in found if one["event"] == event]


def write(douyin: DouyinCaller, text: str = "在吗", **more: Any) -> str:
    given = {"text": text, "person": "小鱼", **more}
    written = douyin.box.post(f"/control/accounts/{douyin.key}/messages", **given)
    return str(written["messages"][0]["fan_id"])


def answer(douyin: DouyinCaller, event: dict[str, Any], text: str = "在的", **more: Any) -> Any:
    content = event["content"]
    content = json.loads(content) if isinstance(content, str) else content
    body = {
        "msg_id": content["server_message_id"],
        "conversation_id": content["conversation_short_id"],
        "to_user_id": event["from_user_id"],
        "scene": "im_reply_msg",
        "content": {"msg_type": 1, "text": {"text": text}},
        **more,
    }
    return douyin.post("/im/send/msg/", body)


def test_an_address_that_does_not_give_the_challenge_back_is_not_used(douyin: DouyinCaller) -> None:
    douyin.box.company.checked = lambda request: httpx.Response(200, json={"challenge": 1})
    told = douyin.box.post(f"/control/accounts/{douyin.key}/callback", url=CALLBACK)
    assert not told["verified"]
    assert "challenge" in told["problem"]


def test_a_message_is_pushed_with_its_conversation(douyin: DouyinCaller) -> None:
    listen(douyin)
    fan = write(douyin, "几点开门")
    [event] = pushed(douyin, "im_receive_msg")
    assert (event["from_user_id"], event["to_user_id"]) == (fan, douyin.open_id)
    assert (event["content"]["message_type"], event["content"]["text"]) == ("text", "几点开门")
    assert event["content"]["create_time"] == int(douyin.box.seconds * 1000)
    assert event["content"]["user_infos"][0]["nick_name"] == "小鱼"
    assert douyin.box.company.requests[-1].headers["Msg-Id"]


def test_a_push_is_tried_three_times_under_one_id(douyin: DouyinCaller) -> None:
    listen(douyin)
    douyin.box.company.answers = [httpx.Response(500)] * 2
    write(douyin)
    douyin.box.advance()
    ids = {request.headers["Msg-Id"] for request in douyin.box.company.requests}
    assert (len(douyin.box.company.requests), len(ids)) == (3, 1)


def test_an_ordinary_account_hears_of_no_message(box: Box) -> None:
    douyin = DouyinCaller(box, profile="ordinary")
    listen(douyin)
    write(douyin)
    assert pushed(douyin, "im_receive_msg") == []


def test_opening_the_conversation_carries_its_content_as_text(douyin: DouyinCaller) -> None:
    listen(douyin)
    write(douyin, "进入会话", kind="enter")
    [event] = pushed(douyin, "im_enter_direct_msg")
    assert isinstance(event["content"], str)
    assert code_of(answer(douyin, event, scene="im_enter_direct_msg")) == 0
    douyin.box.wait(31)
    assert code_of(answer(douyin, event, scene="im_enter_direct_msg")) == 28003070


def test_a_filled_card_brings_a_lead(douyin: DouyinCaller) -> None:
    listen(douyin)
    data = [{"label": "手机号", "value": "13800000000"}]
    write(douyin, "留资", kind="lead", detail={"card_id": "@c1", "card_data": data})
    [event] = pushed(douyin, "im_receive_msg")
    assert event["content"]["message_type"] == "retain_consult_card"
    assert (event["content"]["card_status"], event["content"]["card_data"]) == (2, data)


def test_six_answers_within_a_day_and_not_one_more(douyin: DouyinCaller) -> None:
    listen(douyin)
    write(douyin)
    [event] = pushed(douyin, "im_receive_msg")
    codes = [code_of(answer(douyin, event, f"第{number}条")) for number in range(7)]
    assert codes == [0] * 6 + [28003070]
    sent = douyin.box.get("/control/messages", direction="out")
    assert [row["text"] for row in sent] == [f"第{number}条" for number in range(5, -1, -1)]
    assert len(pushed(douyin, "im_send_msg")) == 6
    write(douyin, "还在吗")
    douyin.box.wait(DAY + 1)
    assert code_of(answer(douyin, event)) == 28003070


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"msg_id": ""}, 28001007),
        ({"conversation_id": "@x"}, 28001007),
        ({"to_user_id": "_000x"}, 2100007),
        ({"scene": "im_other"}, 28001007),
        ({"content": {"msg_type": 1}}, 28001007),
        ({"content": {"msg_type": 1, "text": {"text": " "}}}, 28001007),
    ],
)
def test_answers_that_make_no_sense_are_refused(
    douyin: DouyinCaller, more: dict[str, Any], code: int
) -> None:
    listen(douyin)
    write(douyin)
    [event] = pushed(douyin, "im_receive_msg")
    assert code_of(answer(douyin, event, **more)) == code
    assert douyin.box.get("/control/messages", direction="out") == []


def test_a_message_is_taken_back(douyin: DouyinCaller) -> None:
    listen(douyin)
    write(douyin)
    [event] = pushed(douyin, "im_receive_msg")
    sent = answer(douyin, event)["msg_id"]
    douyin.change_app(capabilities=[*douyin.credentials["scopes"].split(","), "im.recall_message"])
    douyin.token = douyin.box.post(f"/control/accounts/{douyin.key}/authorize")["access_token"]
    assert code_of(douyin.post("/im/recall/msg/", {"msg_id": sent, "conversation_type": 1})) == 0
    assert douyin.box.get("/control/messages", direction="out") == []


def test_authorizations_are_told(douyin: DouyinCaller) -> None:
    listen(douyin)
    douyin.box.post(f"/control/accounts/{douyin.key}/revoke")
    [event] = pushed(douyin, "unauthorize")
    assert event["from_user_id"] == douyin.open_id
    assert "video.create.bind" in event["content"]["scopes"]


def comment(douyin: DouyinCaller, made: dict[str, Any], text: str, person: str = "小鱼", **more: Any) -> Any:
    douyin.box.wait(1)
    number = made["post"]["id"]
    return douyin.box.post(f"/control/posts/{number}/comments", text=text, person=person, **more)


def test_comments_are_pushed_listed_in_pages_and_answered(douyin: DouyinCaller) -> None:
    listen(douyin)
    made = douyin.publish()
    texts = [f"第{number}条" for number in range(3)]
    written = [comment(douyin, made, text) for text in texts]
    events = pushed(douyin, "item_comment_reply")
    assert [event["content"]["content"] for event in events] == texts
    assert events[0]["content"]["reply_to_item_id"] == made["item_id"]
    page = douyin.get("/item/comment/list/", item_id=made["item_id"], cursor=0, count=2)["data"]
    assert [one["content"] for one in page["list"]] == ["第2条", "第1条"]
    assert (page["cursor"], page["has_more"]) == (2, True)
    oldest = douyin.get("/item/comment/list/", item_id=made["item_id"], sort_type="time_asc")["data"]
    assert oldest["list"][0]["comment_id"] == written[0]["external_id"]
    body = {"item_id": made["item_id"], "comment_id": written[0]["external_id"], "content": "谢谢"}
    sent = douyin.post("/item/comment/reply/", body)["data"]["comment_id"]
    comment(douyin, made, "不客气", reply_to=written[0]["id"])
    replies = douyin.get(
        "/item/comment/reply/list/", item_id=made["item_id"], comment_id=written[0]["external_id"]
    )["data"]["list"]
    assert [one["content"] for one in replies] == ["不客气", "谢谢"]
    assert (replies[1]["comment_id"], replies[1]["comment_user_id"]) == (sent, douyin.open_id)
    listed = douyin.get("/item/comment/list/", item_id=made["item_id"])["data"]["list"]
    assert [one["reply_comment_total"] for one in listed] == [0, 0, 2]


def test_a_comment_without_a_comment_id_stands_under_the_item(douyin: DouyinCaller) -> None:
    made = douyin.publish()
    assert code_of(douyin.post("/item/comment/reply/", {"item_id": made["item_id"], "content": "沙发"})) == 0
    listed = douyin.get("/item/comment/list/", item_id=made["item_id"])["data"]["list"]
    assert [one["comment_user_id"] for one in listed] == [douyin.open_id]


def test_comments_have_their_refusals(douyin: DouyinCaller) -> None:
    made, other = douyin.publish(), douyin.publish("另一条")
    written = comment(douyin, made, "有券吗")["external_id"]

    def reply(**more: str) -> int:
        body = {"item_id": made["item_id"], "comment_id": written, "content": "有的", **more}
        return code_of(douyin.post("/item/comment/reply/", body))

    assert reply(content="这是违禁词") == 2111001
    assert reply(comment_id="@x") == 2111003
    assert reply(item_id=other["item_id"]) == 2111004
    assert reply(item_id="@x") == 2111007
    assert reply(content="长" * 101) == 2100005
    assert [reply(content=f"{number}") for number in range(6)] == [0] * 5 + [28003018]


def test_one_comment_is_pinned(douyin: DouyinCaller) -> None:
    made = douyin.publish()
    written = [comment(douyin, made, text)["external_id"] for text in ("甲", "乙")]
    for one in written:
        body = {"item_id": made["item_id"], "comment_id": one, "top": True}
        assert code_of(douyin.post("/item/comment/top/", body)) == 0
    listed = douyin.get("/item/comment/list/", item_id=made["item_id"])["data"]["list"]
    assert [one["top"] for one in listed] == [True, False]
