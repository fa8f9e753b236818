"""Posting through the narrow call, and reading posts."""

from typing import Any

import pytest

from sandbox.platforms.weibo.mids import from_base62, to_base62
from sandbox.tests.box import Box, WeiboCaller, picture

LINK = "https://shop.example.com/a"
MB = 1024 * 1024


def set_up(box: Box, weibo: WeiboCaller, **settings: Any) -> None:
    box.send("PATCH", f"/control/accounts/{weibo.key}", json={"settings": settings})


def test_a_post_is_public_at_once(box: Box, weibo: WeiboCaller) -> None:
    answer = weibo.share("新茶到店 " + LINK, files={"pic": ("a.png", picture(), "image/png")})
    status = answer.json()
    assert answer.status_code == 200
    assert status["idstr"] == str(status["id"]) == status["mid"]
    assert status["text"] == "新茶到店 " + LINK
    assert status["created_at"].endswith("+0800 2026")
    assert status["user"]["idstr"] == weibo.credentials["uid"]
    page = box.send("GET", f"/weibo.com/{weibo.credentials['uid']}/{to_base62(status['idstr'])}")
    assert "新茶到店" in page.text
    local = "/" + status["original_pic"].split("://")[1]
    assert box.send("GET", local).content == picture()
    assert box.get("/control/posts")[0]["pictures"] == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"status": ""}, 400, 20008),
        ({"status": "没有链接"}, 403, 10017),
        ({"status": "别家的链接 https://example.org/a"}, 403, 10017),
        ({"status": "带#话题#的 " + LINK}, 403, 10017),
        ({"status": "字" * 128 + LINK}, 400, 20012),
        ({"rip": ""}, 403, 10016),
        ({"rip": "home"}, 403, 10017),
        ({"pic": "text"}, 400, 20007),
    ],
)
def test_posts_are_refused_by_their_codes(
    weibo: WeiboCaller, fields: dict[str, str], status: int, code: int
) -> None:
    given = {"status": "文字 " + LINK, "rip": "112.80.1.1", **fields}
    answer = weibo.post("/2/statuses/share.json", **given)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    assert answer.json()["request"] == "/2/statuses/share.json"


def test_140_characters_with_ascii_counting_half(weibo: WeiboCaller) -> None:
    assert len(LINK) == 26
    assert weibo.share("字" * 127 + LINK).status_code == 200
    assert weibo.share("字" * 127 + "a" + LINK).json()["error_code"] == 20012


def test_an_app_without_safe_domain_posts_nothing(box: Box) -> None:
    weibo = WeiboCaller(box, credentials={"safe_domains": []})
    assert weibo.share().json()["error"] == "appkey not bind domain!"


def test_a_link_with_a_hash_is_no_topic(weibo: WeiboCaller) -> None:
    assert weibo.share("看 https://example.com/#a#b 好").status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [(picture(at_least=5 * MB), 20006), (picture("WEBP"), 20005)],
    ids=["five megabytes", "webp"],
)
def test_pictures_are_judged_by_size_and_content(weibo: WeiboCaller, data: bytes, code: int) -> None:
    answer = weibo.share(files={"pic": ("a.png", data, "image/png")})
    assert answer.json()["error_code"] == code


def test_the_same_words_are_refused_for_an_hour_and_as_long_as_they_are_the_latest(
    box: Box, weibo: WeiboCaller
) -> None:
    assert weibo.share("甲 " + LINK).status_code == 200
    assert weibo.share("甲 " + LINK).json()["error_code"] == 20019
    weibo.share("乙 " + LINK)
    assert weibo.share("甲 " + LINK).json()["error_code"] == 20019
    box.wait(3601)
    assert weibo.share("甲 " + LINK).status_code == 200
    set_up(box, weibo, repeat_window_seconds=0)
    assert weibo.share("甲 " + LINK).status_code == 200
    assert box.get("/control/duplicates")[0]["applied"] == 3


def test_thirty_posts_an_hour(box: Box, weibo: WeiboCaller) -> None:
    codes = [weibo.share(f"第{number}条 {LINK}").json().get("error_code") for number in range(31)]
    assert codes == [None] * 30 + [20016]
    box.wait(3600)
    assert weibo.share(f"又一小时 {LINK}").status_code == 200


def test_a_hundred_calls_a_day(box: Box, weibo: WeiboCaller) -> None:
    codes = [weibo.get("/2/account/get_uid.json").status_code for _ in range(101)]
    assert codes == [200] * 100 + [403]
    assert weibo.get("/2/account/get_uid.json").json()["error_code"] == 10023
    status = weibo.get("/2/account/rate_limit_status.json").json()
    assert (status["user_limit"], status["remaining_user_hits"], status["limit_time_unit"]) == (
        100,
        0,
        "DAYS",
    )
    box.wait(86_400)
    assert weibo.get("/2/account/get_uid.json").status_code == 200


def test_an_address_has_its_own_limit(box: Box, weibo: WeiboCaller) -> None:
    set_up(box, weibo, rates={"ip_hour": 2, "user_day": 0})
    codes = [weibo.get("/2/account/get_uid.json").json().get("error_code") for _ in range(3)]
    assert codes == [None, None, 10022]


def test_quota_profiles_are_chosen_and_reset(box: Box, weibo: WeiboCaller) -> None:
    box.post(f"/control/accounts/{weibo.key}/quota", profile="older")
    status = weibo.get("/2/account/rate_limit_status.json").json()
    assert (status["user_limit"], status["limit_time_unit"]) == (1000, "HOURS")
    box.post(f"/control/accounts/{weibo.key}/quota", profile="unlimited")
    assert all(weibo.share(f"第{number}条 {LINK}").status_code == 200 for number in range(40))
    box.post(f"/control/accounts/{weibo.key}/quota", profile="newest")
    assert weibo.share(f"又一条 {LINK}").json()["error_code"] == 20016
    box.post(f"/control/accounts/{weibo.key}/quota/reset")
    assert weibo.share(f"再一条 {LINK}").status_code == 200
    assert box.send("POST", f"/control/accounts/{weibo.key}/quota", json={"profile": "x"}).status_code == 400


def test_ordinary_apps_lost_the_other_calls(box: Box, weibo: WeiboCaller) -> None:
    for path in ("update", "repost", "upload_url_text", "destroy"):
        answer = weibo.post(f"/2/statuses/{path}.json", status="x")
        assert (answer.status_code, answer.json()["error_code"]) == (403, 10014)
    scopes = ["statuses_update", "statuses_destroy"]
    box.send("PATCH", f"/control/accounts/{weibo.key}", json={"credentials": {"scopes": scopes}})
    made = weibo.post("/2/statuses/update.json", status="可以带#话题#了", rip="1.2.3.4").json()
    assert weibo.post("/2/statuses/destroy.json", id=made["idstr"]).status_code == 200
    assert weibo.get("/2/statuses/show.json", id=made["idstr"]).json()["error_code"] == 20101
    long = "字" * 500
    assert weibo.post("/2/statuses/update.json", status=long, rip="1.2.3.4").json()["error_code"] == 20012
    assert (
        weibo.post("/2/statuses/update.json", status=long, rip="1.2.3.4", is_longtext="1").status_code == 200
    )


def test_methods_and_paths_are_checked(weibo: WeiboCaller) -> None:
    assert weibo.get("/2/statuses/share.json").json()["error_code"] == 10021
    assert weibo.get("/2/nothing.json").json()["error_code"] == 10020


def test_the_timeline_shows_the_latest_five_of_ones_own(box: Box, weibo: WeiboCaller) -> None:
    ids = []
    for number in range(7):
        box.wait(2)
        ids.append(weibo.share(f"第{number}条 {LINK}").json()["id"])
    told = weibo.get("/2/statuses/user_timeline.json", count=20).json()
    assert [status["id"] for status in told["statuses"]] == ids[:1:-1]
    assert (told["total_number"], told["next_cursor"]) == (7, 0)
    newer = weibo.get("/2/statuses/user_timeline.json", since_id=ids[4]).json()
    assert [status["id"] for status in newer["statuses"]] == [ids[6], ids[5]]
    older = weibo.get("/2/statuses/user_timeline.json", max_id=ids[3], trim_user=1).json()
    assert [status["id"] for status in older["statuses"]] == [ids[3], ids[2]]
    assert "user" not in older["statuses"][0]
    assert weibo.get("/2/statuses/user_timeline.json", uid="1").json()["error_code"] == 21335
    assert weibo.get("/2/statuses/user_timeline.json", feature=2).json()["statuses"] == []


def test_single_posts_and_their_counts(box: Box, weibo: WeiboCaller) -> None:
    status = weibo.share().json()
    post = box.get("/control/posts")[0]
    box.world.posts.count_up(post["id"], {("2026-09-22", "likes"): 3, ("2026-09-22", "shares"): 2})
    counts = weibo.get("/2/statuses/count.json", ids=f"{status['id']},99").json()
    assert counts == [
        {"id": status["id"], "idstr": status["idstr"], "comments": 0, "reposts": 2, "attitudes": 3}
    ]
    assert weibo.get("/2/statuses/show.json", id=status["id"]).json()["attitudes_count"] == 3
    assert weibo.get("/2/statuses/show.json").json()["error_code"] == 10016
    assert weibo.get("/2/statuses/count.json").json()["error_code"] == 20001
    too_many = ",".join(str(number) for number in range(101))
    assert weibo.get("/2/statuses/count.json", ids=too_many).json()["error_code"] == 20009
    assert weibo.get("/2/statuses/go", id=status["id"]).headers["location"] == post["url"]


def test_numbers_and_short_forms(weibo: WeiboCaller) -> None:
    assert to_base62("3501756485200075") == "z0JH2lOMb"
    assert from_base62("z0JH2lOMb") == "3501756485200075"
    assert from_base62(to_base62("5346430000000012")) == "5346430000000012"
    mid = weibo.share().json()["idstr"]
    short = weibo.get("/2/statuses/querymid.json", id=mid, type=1).json()["mid"]
    assert weibo.get("/2/statuses/queryid.json", mid=short, type=1, isBase62=1).json() == {"id": mid}
    batch = weibo.get("/2/statuses/querymid.json", id=mid, type=1, is_batch=1).json()
    assert batch == [{mid: short}]
    assert weibo.get("/2/statuses/queryid.json", mid="不是").json()["error_code"] == 10017


def test_mentions_of_the_account(box: Box, weibo: WeiboCaller) -> None:
    box.post(f"/control/accounts/{weibo.key}/mentions", text="这家不错", person="小鱼")
    told = weibo.get("/2/statuses/mentions.json").json()
    assert told["statuses"][0]["text"] == "这家不错 @示例微博"
    assert told["statuses"][0]["user"]["screen_name"] == "小鱼"
    assert told["total_number"] == 1


def test_users_and_their_counts(box: Box, weibo: WeiboCaller) -> None:
    uid = weibo.credentials["uid"]
    weibo.share()
    box.post(f"/control/accounts/{weibo.key}/follows", person="小鱼")
    user = weibo.get("/2/users/show.json", uid=uid).json()
    assert (user["screen_name"], user["followers_count"], user["verified_type"]) == ("示例微博", 1201, 2)
    assert "status_id" in user
    fan = weibo.get("/2/users/show.json", screen_name="小鱼").json()
    assert fan["follow_me"] is True
    assert weibo.get("/2/users/show.json", uid=fan["idstr"]).json()["screen_name"] == "小鱼"
    assert weibo.get("/2/users/show.json", uid="1").json()["error_code"] == 20003
    assert weibo.get("/2/users/show.json").json()["error_code"] == 20002
    counts = weibo.get("/2/users/counts.json", uids=uid).json()[0]
    assert (counts["followers_count"], counts["statuses_count"]) == (1201, 1)
    assert weibo.get("/2/emotions.json").json()[0]["phrase"] == "[微笑]"
    assert "示例微博" in box.send("GET", f"/weibo.com/u/{uid}").text


def test_a_post_that_the_platform_restricts_is_for_its_author_only(box: Box, weibo: WeiboCaller) -> None:
    status = weibo.share("新茶到店 " + LINK).json()
    post = box.get("/control/posts")[0]
    types = []
    for on in (True, False):
        box.post(f"/control/posts/{post['id']}/restriction", on=on)
        types.append(weibo.get("/2/statuses/show.json", id=status["id"]).json()["visible"]["type"])
    assert types == [1, 0]
