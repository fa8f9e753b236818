"""Comments, unread counts, and private messages of 粉丝服务."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from sandbox.tests.box import Box, WeiboCaller

RIP = "112.80.1.1"
MESSAGES, REMINDERS = "/m.api.weibo.com", "/rm.api.weibo.com"
CALLBACK = "https://brand.example.com/weibo/push"


@pytest.fixture
def status(box: Box, weibo: WeiboCaller) -> dict[str, Any]:
    made = weibo.share().json()
    return {**made, "post_id": box.get("/control/posts")[0]["id"]}


def comment(box: Box, status: dict[str, Any], text: str, person: str = "小鱼") -> dict[str, Any]:
    box.wait(1)
    return box.post(f"/control/posts/{status['post_id']}/comments", text=text, person=person)


def test_comments_on_a_post_and_to_me(box: Box, weibo: WeiboCaller, status: dict[str, Any]) -> None:
    made = [comment(box, status, f"第{number}条", f"人{number}")["external_id"] for number in range(3)]
    shown = weibo.get("/2/comments/show.json", id=status["id"], count=2).json()
    assert [one["idstr"] for one in shown["comments"]] == made[:0:-1]
    assert shown["next_cursor"] == int(made[0])
    rest = weibo.get("/2/comments/show.json", id=status["id"], max_id=shown["next_cursor"]).json()
    assert [one["idstr"] for one in rest["comments"]] == made[:1]
    assert rest["comments"][0]["status"]["id"] == status["id"]
    newer = weibo.get("/2/comments/to_me.json", since_id=made[1]).json()
    assert [one["idstr"] for one in newer["comments"]] == made[2:]
    batch = weibo.get("/2/comments/show_batch.json", cids=",".join(made)).json()
    assert len(batch) == 3


def test_a_comment_that_appears_later_has_a_larger_id(
    box: Box, weibo: WeiboCaller, status: dict[str, Any]
) -> None:
    own = weibo.post("/2/comments/create.json", id=status["id"], comment="沙发", rip=RIP).json()
    late = box.post(
        f"/control/posts/{status['post_id']}/comments", text="来晚了", at=box.seconds - 30, person="小鱼"
    )
    box.wait(1)
    after = comment(box, status, "更晚")
    assert int(after["external_id"]) > int(late["external_id"])
    assert int(late["external_id"]) > own["id"] - 2**22


def test_answers_are_shown_with_what_they_answer(
    box: Box, weibo: WeiboCaller, status: dict[str, Any]
) -> None:
    asked = comment(box, status, "有券吗")
    given = {"id": status["id"], "cid": asked["external_id"], "comment": "有的", "rip": RIP}
    answer = weibo.post("/2/comments/reply.json", **given).json()
    assert answer["text"] == "回复@小鱼:有的"
    assert answer["reply_comment"]["text"] == "有券吗"
    assert answer["rootid"] == int(asked["external_id"])
    bare = weibo.post("/2/comments/reply.json", **{**given, "comment": "还有", "without_mention": "1"}).json()
    assert bare["text"] == "还有"
    assert [one["text"] for one in weibo.get("/2/comments/by_me.json").json()["comments"]] == [
        "还有",
        "回复@小鱼:有的",
    ]
    assert weibo.get("/2/comments/timeline.json").json()["total_number"] == 3
    assert "有的" in box.send("GET", box.get("/control/posts")[0]["local_path"]).text
    assert weibo.get("/2/statuses/show.json", id=status["id"]).json()["comments_count"] == 3


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("create", {"comment": ""}, 20008),
        ("create", {"comment": "字" * 141}, 20012),
        ("create", {"id": "1"}, 20101),
        ("create", {"rip": ""}, 10016),
        ("reply", {"cid": ""}, 20204),
        ("reply", {"cid": "1"}, 20201),
        ("destroy", {"cid": "1"}, 20201),
    ],
)
def test_comments_are_refused_by_their_codes(
    weibo: WeiboCaller, status: dict[str, Any], path: str, fields: dict[str, str], code: int
) -> None:
    given = {"id": status["idstr"], "cid": "1", "comment": "好", "rip": RIP, **fields}
    assert weibo.post(f"/2/comments/{path}.json", **given).json()["error_code"] == code


def test_the_same_comment_twice_is_refused(weibo: WeiboCaller, status: dict[str, Any]) -> None:
    given = {"id": status["idstr"], "comment": "沙发", "rip": RIP}
    assert weibo.post("/2/comments/create.json", **given).status_code == 200
    assert weibo.post("/2/comments/create.json", **given).json()["error_code"] == 20019


def test_comments_of_others_accounts_are_out_of_reach(
    box: Box, weibo: WeiboCaller, status: dict[str, Any]
) -> None:
    asked = comment(box, status, "有券吗")["external_id"]
    other = WeiboCaller(box)
    reply = {"id": status["idstr"], "cid": asked, "comment": "我来答", "rip": RIP}
    assert other.post("/2/comments/reply.json", **reply).json()["error_code"] == 20203
    assert other.post("/2/comments/destroy.json", cid=asked).json()["error_code"] == 20203


def test_comments_are_destroyed(box: Box, weibo: WeiboCaller, status: dict[str, Any]) -> None:
    made = [comment(box, status, text)["external_id"] for text in ("甲", "乙", "丙")]
    assert weibo.post("/2/comments/destroy.json", cid=made[0]).json()["text"] == "甲"
    assert len(weibo.post("/2/comments/destroy_batch.json", cids=",".join(made[1:])).json()) == 2
    assert weibo.get("/2/comments/to_me.json").json()["total_number"] == 0
    assert weibo.post("/2/comments/destroy_batch.json", cids="").json()["error_code"] == 20204


def test_comments_that_name_the_account(box: Box, weibo: WeiboCaller, status: dict[str, Any]) -> None:
    comment(box, status, "一般")
    comment(box, status, "@示例微博 出来答一下")
    told = weibo.get("/2/comments/mentions.json").json()
    assert [one["text"] for one in told["comments"]] == ["@示例微博 出来答一下"]


def test_unread_counts_start_again_after_reading(
    box: Box, weibo: WeiboCaller, status: dict[str, Any]
) -> None:
    comment(box, status, "有券吗")
    box.post(f"/control/accounts/{weibo.key}/messages", text="在吗")
    counts = weibo.get("/2/remind/unread_count.json", host=REMINDERS).json()
    assert (counts["cmt"], counts["dm"]) == (1, 1)
    weibo.get("/2/comments/to_me.json")
    assert weibo.get("/2/remind/unread_count.json", host=REMINDERS).json()["cmt"] == 0
    assert weibo.get("/2/remind/unread_count.json", host=REMINDERS, uid="1").json()["error_code"] == 21335


def listen(box: Box, weibo: WeiboCaller) -> None:
    assert box.post(f"/control/accounts/{weibo.key}/callback", url=CALLBACK)["verified"]


def write(box: Box, weibo: WeiboCaller, text: str = "在吗") -> str:
    written = box.post(f"/control/accounts/{weibo.key}/messages", text=text, person="小鱼")
    box.advance()
    return str(written["messages"][0]["fan_id"])


def reply(weibo: WeiboCaller, uid: str, text: str = "在的", **more: Any) -> httpx.Response:
    fields = {"type": "text", "data": json.dumps({"text": text}), "receiver_id": uid, **more}
    return weibo.post("/2/messages/reply.json", host=MESSAGES, **fields)


def test_messages_and_follows_are_pushed_with_a_signature_by_the_secret(box: Box, weibo: WeiboCaller) -> None:
    listen(box, weibo)
    uid = write(box, weibo, "有货吗")
    request = box.company.requests[0]
    query, body = request.url.params, json.loads(request.content)
    parts = sorted([weibo.credentials["app_secret"], query["timestamp"], query["nonce"]])
    assert query["signature"] == hashlib.sha1("".join(parts).encode()).hexdigest()
    assert (body["type"], body["text"], body["sender_id"]) == ("text", "有货吗", int(uid))
    assert body["receiver_id"] == int(weibo.credentials["uid"])
    box.post(f"/control/accounts/{weibo.key}/follows", person="新人")
    box.post(f"/control/accounts/{weibo.key}/unfollows", person="新人")
    box.advance()
    events = [json.loads(one.content) for one in box.company.requests[1:]]
    assert [(event["data"]["subtype"], event["text"]) for event in events] == [
        ("follow", "关注事件消息"),
        ("unfollow", "取消关注事件消息"),
    ]


def test_answers_within_48_hours_reach_the_person(box: Box, weibo: WeiboCaller) -> None:
    uid = write(box, weibo)
    told = reply(weibo, uid).json()
    assert (told["result"], told["receiver_id"]) == (True, int(uid))
    encoded = quote(json.dumps({"text": "编码两次"}))
    assert reply(weibo, uid, data=encoded).status_code == 200
    assert [row["text"] for row in box.get("/control/messages", direction="out")] == ["编码两次", "在的"]
    box.advance(48 * 3600 + 1)
    assert reply(weibo, uid).json()["error_code"] == 20301


def test_a_follower_whose_window_is_over_is_out_of_reach(box: Box, weibo: WeiboCaller) -> None:
    box.post(f"/control/accounts/{weibo.key}/follows", person="小鱼")
    uid = write(box, weibo)
    box.advance(48 * 3600 + 1)
    assert reply(weibo, uid).json()["error_code"] == 20311
    write(box, weibo)
    assert reply(weibo, uid).status_code == 200
    box.post(f"/control/accounts/{weibo.key}/unfollows", person="小鱼")
    assert reply(weibo, uid).json()["error_code"] == 20301


def test_answers_are_checked(box: Box, weibo: WeiboCaller) -> None:
    uid = write(box, weibo)
    assert reply(weibo, "1").json()["error_code"] == 20003
    assert reply(weibo, "").json()["error_code"] == 10016
    assert reply(weibo, uid, "字" * 301).json()["error_code"] == 20013
    assert reply(weibo, uid, data="不是").json()["error_code"] == 10017
    assert reply(weibo, uid, type="song").json()["error_code"] == 10017
    articles = {"articles": [{"display_name": "甲", "summary": "", "image": "", "url": "https://e.cn"}]}
    assert reply(weibo, uid, type="articles", data=json.dumps(articles)).status_code == 200


def test_an_ordinary_user_has_no_fan_service(box: Box) -> None:
    weibo = WeiboCaller(box, profile="ordinary")
    uid = write(box, weibo)
    assert reply(weibo, uid).json()["error_code"] == 10014


def test_a_passive_reply_reaches_the_person(box: Box, weibo: WeiboCaller) -> None:
    listen(box, weibo)
    answer = {"result": True, "type": "text", "data": quote(json.dumps({"text": "马上回来"}))}
    box.company.answers = [httpx.Response(200, text=json.dumps(answer))]
    write(box, weibo)
    assert box.get("/control/messages", direction="out")[0]["text"] == "马上回来"
