"""Uploads in one piece and in parts, items and their review, reading them back, and what is refused."""

import struct
from collections.abc import Callable
from typing import Any

import pytest

from sandbox import audience
from sandbox.tests.box import Box, picture
from sandbox.tests.douyin_caller import MEGABYTE, MP4, VIDEO, DouyinCaller, code_of

DAY = 86_400
PARTS = (5 * MEGABYTE, 5 * MEGABYTE, 7)


def begin(douyin: DouyinCaller) -> str:
    return str(douyin.post(f"{VIDEO}/init_video_part_upload/")["data"]["upload_id"])


def send_part(douyin: DouyinCaller, upload_id: str, place: int, size: int) -> int:
    files = {"video": ("part", bytes(size), "video/mp4")}
    return code_of(
        douyin.post(f"{VIDEO}/upload_video_part/", files=files, upload_id=upload_id, part_number=place)
    )


def complete(douyin: DouyinCaller, upload_id: str) -> Any:
    return douyin.post(f"{VIDEO}/complete_video_part_upload/", upload_id=upload_id)


def test_a_video_in_parts_is_complete_whatever_their_order(douyin: DouyinCaller) -> None:
    upload_id = begin(douyin)
    for place in (3, 1, 2, 1):
        assert send_part(douyin, upload_id, place, PARTS[place - 1]) == 0
    video = complete(douyin, upload_id)["data"]["video"]
    made = douyin.post(f"{VIDEO}/create_video/", {"video_id": video["video_id"], "text": "长片"})["data"]
    post = douyin.box.get("/control/posts", external_id=made["item_id"])[0]
    assert post["details"]["octets"] == sum(PARTS)


def test_missing_small_and_late_parts_are_refused(douyin: DouyinCaller) -> None:
    upload_id = begin(douyin)
    assert code_of(complete(douyin, upload_id)) == 28001007
    send_part(douyin, upload_id, 1, PARTS[0])
    send_part(douyin, upload_id, 3, PARTS[0])
    assert "missing" in complete(douyin, upload_id)["extra"]["description"]
    send_part(douyin, upload_id, 2, 100)
    assert "small" in complete(douyin, upload_id)["extra"]["description"]
    assert send_part(douyin, upload_id, 0, 100) == 28001007
    douyin.box.wait(7201)
    assert send_part(douyin, upload_id, 2, PARTS[1]) == 28001007
    assert code_of(complete(douyin, "unknown")) == 28001007


def test_an_upload_is_completed_once_and_by_its_owner(box: Box, douyin: DouyinCaller) -> None:
    other = DouyinCaller(box, key="other")
    upload_id = begin(douyin)
    send_part(douyin, upload_id, 1, 100)
    assert code_of(complete(other, upload_id)) == 28001007
    assert code_of(complete(douyin, upload_id)) == 0
    assert code_of(complete(douyin, upload_id)) == 28001007


def test_sizes_are_held(douyin: DouyinCaller) -> None:
    douyin.set(direct_upload_bytes=1000, upload_bytes=1500, part_bytes_min=10, image_bytes=20)
    big = {"video": ("a.mp4", bytes(1001), "video/mp4")}
    assert code_of(douyin.post(f"{VIDEO}/upload_video/", files=big)) == 2190005
    upload_id = begin(douyin)
    for place in (1, 2):
        send_part(douyin, upload_id, place, 900)
    assert code_of(complete(douyin, upload_id)) == 2190005
    image = {"image": ("a.png", picture(), "image/png")}
    assert code_of(douyin.post(f"{VIDEO}/upload_image/", files=image)) == 2190005


def test_only_sizes_are_kept_where_a_tester_says_so(box: Box, douyin: DouyinCaller) -> None:
    douyin.set(store_parts=False)
    upload_id = begin(douyin)
    send_part(douyin, upload_id, 1, PARTS[0])
    assert code_of(complete(douyin, upload_id)) == 0
    assert not list((box.data_dir / "media").rglob("*"))


def test_a_video_that_says_it_is_too_long_is_refused(douyin: DouyinCaller) -> None:
    def movie(seconds: int) -> bytes:
        return MP4 + b"mvhd" + bytes(12) + struct.pack(">II", 1000, seconds * 1000)

    long = {"video": ("a.mp4", movie(901), "video/mp4")}
    assert code_of(douyin.post(f"{VIDEO}/upload_video/", files=long)) == 2190006
    assert douyin.video(movie(900))


def test_an_item_is_public_after_its_review(douyin: DouyinCaller) -> None:
    made = douyin.create()["data"]
    assert made["item_id"].startswith("@")
    assert made["video_id"].isdigit()
    asked = {"item_ids": [made["item_id"]]}
    assert douyin.post(f"{VIDEO}/video_data/", asked)["data"]["list"] == []
    listed = douyin.get(f"{VIDEO}/video_list/", cursor=0, count=10)["data"]["list"]
    assert [one["item_id"] for one in listed] == [made["item_id"]]
    assert "video_status" not in listed[0]
    douyin.box.advance(10)
    shown = douyin.post(f"{VIDEO}/video_data/", asked)["data"]["list"][0]
    assert (shown["video_id"], shown["title"], shown["media_type"]) == (
        made["video_id"],
        "今年的第一锅茶 #新茶 ",
        4,
    )
    assert shown["statistics"]["play_count"] == 0


def test_the_fields_of_old_tell_the_review(douyin: DouyinCaller) -> None:
    douyin.set(legacy_status_fields=True)
    douyin.create()
    listed = douyin.get(f"{VIDEO}/video_list/")["data"]["list"][0]
    assert (listed["video_status"], listed["is_reviewed"]) == (4, False)
    douyin.box.advance(10)
    listed = douyin.get(f"{VIDEO}/video_list/")["data"]["list"][0]
    assert (listed["video_status"], listed["is_reviewed"]) == (5, True)


def test_the_list_may_hide_what_is_under_review(douyin: DouyinCaller) -> None:
    douyin.set(list_shows_reviewing=False)
    douyin.create()
    assert douyin.get(f"{VIDEO}/video_list/")["data"]["list"] == []


def test_the_list_is_read_in_pages(douyin: DouyinCaller) -> None:
    for number in range(5):
        douyin.box.wait(1)
        douyin.publish(f"第{number}条")
    first = douyin.get(f"{VIDEO}/video_list/", cursor=0, count=3)["data"]
    assert [one["title"] for one in first["list"]] == ["第4条", "第3条", "第2条"]
    assert (first["cursor"], first["has_more"]) == (3, True)
    rest = douyin.get(f"{VIDEO}/video_list/", cursor=3, count=3)["data"]
    assert (len(rest["list"]), rest["has_more"]) == (2, False)
    assert code_of(douyin.get(f"{VIDEO}/video_list/", count=21)) == 28001007


def test_a_rejected_item_is_seen_nowhere(box: Box, douyin: DouyinCaller) -> None:
    box.fault("rejection", account=douyin.key, path=f"{VIDEO}/create_video/", count=1)
    made = douyin.create()["data"]
    box.advance(10)
    assert box.get("/control/posts")[0]["state"] == "rejected"
    assert douyin.get(f"{VIDEO}/video_list/")["data"]["list"] == []
    assert douyin.post(f"{VIDEO}/video_data/", {"item_ids": [made["item_id"]]})["data"]["list"] == []


def test_a_video_id_serves_one_item(douyin: DouyinCaller) -> None:
    video_id = douyin.video()
    assert code_of(douyin.post(f"{VIDEO}/create_video/", {"video_id": video_id})) == 0
    assert code_of(douyin.post(f"{VIDEO}/create_video/", {"video_id": video_id})) == 2190007
    assert code_of(douyin.post(f"{VIDEO}/create_video/", {"video_id": "x"})) == 2190007


def test_pictures_become_a_note(douyin: DouyinCaller) -> None:
    images = [douyin.image() for _ in range(3)]
    made = douyin.post(f"{VIDEO}/create_image_text/", {"image_list": images, "text": "三张图"})["data"]
    douyin.box.advance(10)
    post = douyin.box.get("/control/posts", external_id=made["item_id"])[0]
    assert post["url"] == f"https://www.douyin.com/note/{made['video_id']}"
    assert post["pictures"] == 3
    page = douyin.box.send("GET", post["local_path"])
    assert (page.status_code, page.text.count("<img")) == (200, 3)
    assert code_of(douyin.post(f"{VIDEO}/create_image_text/", {"image_list": images * 11})) == 28001007
    assert code_of(douyin.post(f"{VIDEO}/create_image_text/", {"image_list": ["x"]})) == 28001007


@pytest.mark.parametrize(
    "more",
    [
        {"text": "长" * 1001},
        {"private_status": 3},
        {"download_type": 0},
        {"at_users": "someone"},
        {"custom_cover_image_url": "unknown"},
        {"poi_id": "1", "micro_app_id": "2"},
    ],
)
def test_fields_that_make_no_sense_are_refused(douyin: DouyinCaller, more: dict[str, Any]) -> None:
    assert code_of(douyin.create(**more)) == 28001007
    assert douyin.box.get("/control/effects") == []


def test_an_item_for_oneself_is_in_the_list_only(douyin: DouyinCaller) -> None:
    made = douyin.publish(private_status=1)
    assert douyin.post(f"{VIDEO}/video_data/", {"item_ids": [made["item_id"]]})["data"]["list"] == []
    assert len(douyin.get(f"{VIDEO}/video_list/")["data"]["list"]) == 1
    assert douyin.box.send("GET", made["post"]["local_path"]).status_code == 404


def test_so_many_items_a_day(douyin: DouyinCaller) -> None:
    douyin.set(daily_posts=2)
    assert [code_of(douyin.create(f"第{number}条")) for number in range(3)] == [0, 0, 2114007]
    assert len(douyin.box.get("/control/effects")) == 2
    douyin.box.post(f"/control/accounts/{douyin.key}/quota/reset")
    assert code_of(douyin.create("又一条")) == 0


def test_too_many_calls_a_minute_and_a_day(douyin: DouyinCaller) -> None:
    douyin.set(calls_per_minute=2, calls_per_day=3)
    asks = [code_of(douyin.get(f"{VIDEO}/video_list/")) for _ in range(3)]
    assert asks == [0, 0, 28003018]
    douyin.box.wait(60)
    assert [code_of(douyin.get(f"{VIDEO}/video_list/")) for _ in range(2)] == [0, 28003017]
    douyin.box.post(f"/control/accounts/{douyin.key}/quota", profile="unlimited")
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 0


def test_deleting_takes_a_permission_that_was_taken_back(douyin: DouyinCaller) -> None:
    made = douyin.publish()
    assert code_of(douyin.post("/video/delete/", {"item_id": made["item_id"]})) == 2190004
    capabilities = [*douyin.credentials["scopes"].split(","), "video.delete"]
    douyin.change_app(capabilities=capabilities)
    douyin.token = douyin.box.post(f"/control/accounts/{douyin.key}/authorize")["access_token"]
    assert code_of(douyin.post("/video/delete/", {"item_id": made["item_id"]})) == 0
    assert code_of(douyin.post("/video/delete/", {"item_id": made["item_id"]})) == 2100005
    assert douyin.box.send("GET", made["post"]["local_path"]).status_code == 404


def test_a_lost_answer_and_a_silent_loss(box: Box, douyin: DouyinCaller) -> None:
    box.fault("error_after_accept", account=douyin.key, path=f"{VIDEO}/create_video/", count=1)
    answer = box.send(
        "POST",
        f"/open.douyin.com{VIDEO}/create_video/",
        params={"open_id": douyin.open_id},
        headers={"access-token": douyin.token, "content-type": "application/json"},
        json={"video_id": douyin.video(), "text": "丢了应答"},
    )
    assert answer.status_code == 500
    assert len(box.get("/control/effects")) == 1
    box.fault("silent_loss", account=douyin.key, path=f"{VIDEO}/create_video/", count=1)
    douyin.create("不会出现")
    box.advance(60)
    assert [post["state"] for post in box.get("/control/posts")] == ["vanished", "live"]


def test_people_watch_like_and_comment(open_box: Callable[..., Box]) -> None:
    box = open_box("busy", people=audience)
    made = DouyinCaller(box, followers=5000).publish("新茶到店，转发抽三位送茶")
    box.advance(DAY)
    post = box.get(f"/control/posts/{made['post']['id']}")
    assert post["reads"] > post["likes"] > 0
    assert post["comments"] == len(post["discussion"]) > 0
