"""Publishing by call, the review, and reading posts."""

from typing import Any

import pytest

from sandbox.platforms.kuaishou.tests.caller import CAPTION, Caller
from sandbox.tests.box import Box, picture

ABSENT = 100120001


def test_a_post_is_pending_first_and_public_after_its_review(caller: Caller) -> None:
    told = caller.publish()
    info = told["video_info"]
    assert told["result"] == 1
    assert (info["caption"], info["pending"], info["view_count"]) == (CAPTION, True, 0)
    assert caller.info(info["photo_id"])["result"] == ABSENT, "it cannot be found in the first moment"
    caller.box.advance(2)
    assert caller.info(info["photo_id"])["video_info"]["pending"] is True
    assert caller.box.send("GET", f"/www.kuaishou.com/short-video/{info['photo_id']}").status_code == 404
    caller.box.advance(2)
    assert caller.info(info["photo_id"])["video_info"]["pending"] is False
    page = caller.box.send("GET", f"/www.kuaishou.com/short-video/{info['photo_id']}")
    assert CAPTION in page.text
    local = "/" + info["cover"].split("://")[1]
    assert caller.box.send("GET", local).content == picture()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"caption": " "}, 100100400),
        ({"caption": "长" * 1001}, 100100400),
        ({"cover": b"GIF89a"}, 100100400),
        ({"cover": b""}, 100100400),
        ({"token": "unknown"}, 100120002),
        ({"stereo_type": "ROUND"}, 100100400),
    ],
)
def test_what_is_not_complete_is_refused(caller: Caller, given: dict[str, Any], code: int) -> None:
    refused = caller.publish(**given)
    assert refused["result"] == code
    assert refused["error_msg"]
    assert caller.posts() == []


def test_an_upload_makes_one_post(caller: Caller) -> None:
    token = caller.upload()
    assert caller.publish(token=token)["result"] == 1
    assert caller.publish(token=token)["result"] == 100120003
    assert len(caller.posts()) == 1


def test_what_the_review_rejects_is_not_found_any_more(caller: Caller) -> None:
    number = caller.publish("这条写着审核不通过")["video_info"]["photo_id"]
    caller.box.advance(2)
    assert caller.info(number)["video_info"]["pending"] is True
    caller.box.advance(2)
    assert caller.info(number)["result"] == ABSENT
    assert caller.posts()[0]["state"] == "rejected"


def test_a_file_that_is_no_video_fails_in_transcoding(caller: Caller) -> None:
    caller.publish(token=caller.upload(b"no video at all"))
    caller.box.advance(5)
    assert "转码失败" in caller.posts()[0]["reason"]


@pytest.mark.parametrize(
    ("kind", "state"), [("rejection", "rejected"), ("silent_loss", "vanished"), ("take_down", "taken_down")]
)
def test_faults_decide_what_becomes_of_a_post(caller: Caller, kind: str, state: str) -> None:
    caller.box.fault(kind, path="/openapi/photo/publish", count=1)
    number = caller.publish_live()
    caller.box.advance(100)
    assert caller.posts()[0]["state"] == state
    assert caller.info(number)["result"] == ABSENT


def test_a_slow_review_takes_its_time(caller: Caller) -> None:
    caller.box.fault("slow_review", path="/openapi/photo/publish", count=1, options={"seconds": 600})
    number = caller.publish_live()
    assert caller.info(number)["video_info"]["pending"] is True
    caller.box.advance(600)
    assert caller.info(number)["video_info"]["pending"] is False


def test_the_list_is_read_from_the_newest_on_by_the_last_number(caller: Caller) -> None:
    numbers = []
    for count in range(5):
        numbers.append(caller.publish_live(f"第{count}条"))
        caller.box.wait(1)
    first = caller.get("/openapi/photo/list", count=3)["video_list"]
    assert [info["photo_id"] for info in first] == numbers[:1:-1]
    rest = caller.get("/openapi/photo/list", count=3, cursor=first[-1]["photo_id"])["video_list"]
    assert [info["photo_id"] for info in rest] == numbers[1::-1]
    assert caller.get("/openapi/photo/list", count=201)["result"] == 100100400
    assert caller.get("/openapi/photo/list", cursor="3xnobody")["result"] == 100100400


def test_whether_the_list_shows_what_is_under_review_can_be_set(caller: Caller) -> None:
    caller.publish()
    caller.box.advance(2)
    assert len(caller.get("/openapi/photo/list")["video_list"]) == 1
    caller.set_up(list_shows_pending=False)
    assert caller.get("/openapi/photo/list")["video_list"] == []


def test_a_post_can_be_deleted_by_its_owner_once(box: Box, caller: Caller) -> None:
    number = caller.publish_live()
    assert Caller(box).post("/openapi/photo/delete", photo_id=number)["result"] == ABSENT
    assert caller.post("/openapi/photo/delete", photo_id=number) == {"result": 1}
    assert caller.post("/openapi/photo/delete", photo_id=number)["result"] == ABSENT
    assert caller.posts()[0]["state"] == "withdrawn"


def test_posts_are_counted(caller: Caller) -> None:
    caller.publish_live()
    assert caller.get("/openapi/photo/count") == {
        "result": 1,
        "public_count": 1,
        "friend_count": 0,
        "private_count": 0,
        "all_count": 1,
    }


def test_people_watch_and_comment(caller: Caller) -> None:
    number = caller.publish_live()
    post = caller.posts()[0]
    caller.box.post(f"/control/posts/{post['id']}/comments", text="看饿了", person="小满")
    caller.box.post(f"/control/accounts/{caller.key}/follows", person="小满")
    assert caller.info(number)["video_info"]["comment_count"] == 1
    assert caller.get("/openapi/user_info")["user_info"]["fan"] == 1201
    assert "看饿了" in caller.box.send("GET", f"/www.kuaishou.com/short-video/{number}").text


def test_a_past_can_be_made_up(caller: Caller) -> None:
    caller.box.post(
        f"/control/accounts/{caller.key}/history",
        posts=[{"text": "去年的秋茶", "published_at": "2026-09-01T10:00:00+08:00"}],
    )
    info = caller.get("/openapi/photo/list")["video_list"][0]
    assert (info["caption"], info["create_time"]) == ("去年的秋茶", 1788228000000)


def test_a_lost_answer_leaves_the_post_there(caller: Caller) -> None:
    caller.box.fault("error_after_accept", path="/openapi/photo/publish", count=1)
    token = caller.upload()
    files = {"cover": ("cover.png", picture(), "image/png")}
    answer = caller.box.send(
        "POST",
        "/open.kuaishou.com/openapi/photo/publish",
        params=caller.query(upload_token=token),
        files=files,
        data={"caption": CAPTION},
    )
    assert answer.status_code == 500
    assert len(caller.posts()) == 1
    assert caller.box.get("/control/duplicates") == []
