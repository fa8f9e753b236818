"""Followers, tags and statistics."""

import json
from typing import Any

import pytest

from sandbox.tests.box import API, Box, WechatCaller

TODAY, YESTERDAY = "2026-09-22", "2026-09-21"


def follow(box: Box, wechat: WechatCaller, person: str) -> str:
    return str(box.post(f"/control/accounts/{wechat.key}/follows", person=person)["fans"][0]["fan_id"])


def test_followers_are_listed_in_pages_of_ten_thousand(box: Box) -> None:
    wechat = WechatCaller(box, followers=10_003)
    first = wechat.call("/cgi-bin/user/get")
    assert (first["total"], first["count"]) == (10_003, 10_000)
    second = wechat.call("/cgi-bin/user/get", next_openid=first["next_openid"])
    assert (second["count"], second["next_openid"]) == (3, "")
    assert len({*first["data"]["openid"], *second["data"]["openid"]}) == 10_003
    assert wechat.call("/cgi-bin/user/get", next_openid="x")["errcode"] == 40003


def test_a_follower_is_known_by_id_only(box: Box, wechat: WechatCaller) -> None:
    openid = follow(box, wechat, "小鱼")
    person = wechat.call("/cgi-bin/user/info", openid=openid)
    assert person["subscribe"] == 1
    assert "nickname" not in person
    box.post(f"/control/accounts/{wechat.key}/unfollows", person="小鱼")
    assert wechat.call("/cgi-bin/user/info", openid=openid) == {
        "subscribe": 0,
        "openid": openid,
        "tagid_list": [],
    }
    assert wechat.call("/cgi-bin/user/info", openid="x")["errcode"] == 40003


def test_a_person_has_another_id_at_another_account(box: Box, wechat: WechatCaller) -> None:
    assert follow(box, wechat, "小鱼") != follow(box, WechatCaller(box), "小鱼")


def test_up_to_a_hundred_people_at_once(box: Box, wechat: WechatCaller) -> None:
    ids = wechat.call("/cgi-bin/user/get")["data"]["openid"]
    body = {"user_list": [{"openid": openid, "lang": "zh_CN"} for openid in ids[:100]]}
    assert len(wechat.call("/cgi-bin/user/info/batchget", body)["user_info_list"]) == 100
    body["user_list"].append({"openid": ids[100]})
    assert wechat.call("/cgi-bin/user/info/batchget", body)["errcode"] == 40032


def test_remarks_are_short_and_in_real_characters(box: Box, wechat: WechatCaller) -> None:
    openid = follow(box, wechat, "小鱼")
    path = "/cgi-bin/user/info/updateremark"
    assert wechat.call(path, {"openid": openid, "remark": "老客户"})["errcode"] == 0
    assert wechat.call("/cgi-bin/user/info", openid=openid)["remark"] == "老客户"
    assert wechat.call(path, {"openid": openid, "remark": "字" * 30})["errcode"] == 45002
    escaped = json.dumps({"openid": openid, "remark": "老客户"}).encode()
    answer = box.send("POST", API + path, params={"access_token": wechat.token}, content=escaped)
    assert answer.json()["errcode"] == 40033


def test_tags_live_their_life(box: Box, wechat: WechatCaller) -> None:
    openid = follow(box, wechat, "小鱼")
    tag = wechat.call("/cgi-bin/tags/create", {"tag": {"name": "熟客"}})["tag"]
    people = {"openid_list": [openid], "tagid": tag["id"]}
    assert wechat.call("/cgi-bin/tags/members/batchtagging", people)["errcode"] == 0
    assert wechat.call("/cgi-bin/tags/getidlist", {"openid": openid}) == {"tagid_list": [tag["id"]]}
    assert wechat.call("/cgi-bin/user/tag/get", {"tagid": tag["id"]})["data"]["openid"] == [openid]
    assert {"id": tag["id"], "name": "熟客", "count": 1} in wechat.call("/cgi-bin/tags/get")["tags"]
    assert wechat.call("/cgi-bin/user/info", openid=openid)["tagid_list"] == [tag["id"]]
    rename = {"tag": {"id": tag["id"], "name": "常客"}}
    assert wechat.call("/cgi-bin/tags/update", rename)["errcode"] == 0
    assert wechat.call("/cgi-bin/tags/members/batchuntagging", people)["errcode"] == 0
    assert wechat.call("/cgi-bin/tags/delete", {"tag": {"id": tag["id"]}})["errcode"] == 0
    assert wechat.call("/cgi-bin/tags/members/batchtagging", people)["errcode"] == 45159


def test_tags_are_refused_by_their_codes(box: Box, wechat: WechatCaller) -> None:
    def create(name: str) -> Any:
        return wechat.call("/cgi-bin/tags/create", {"tag": {"name": name}})

    create("熟客")
    assert create("熟客")["errcode"] == 45157
    assert create("")["errcode"] == 45157
    assert create("字" * 31)["errcode"] == 45158
    assert wechat.call("/cgi-bin/tags/update", {"tag": {"id": 2, "name": "新"}})["errcode"] == 45058
    assert wechat.call("/cgi-bin/tags/delete", {"tag": {"id": 1}})["errcode"] == 45058
    for number in range(99):
        create(f"标签{number}")
    assert create("第一百零一个")["errcode"] == 45056
    too_many = {"openid_list": ["x"] * 51, "tagid": 100}
    assert wechat.call("/cgi-bin/tags/members/batchtagging", too_many)["errcode"] == 40032
    unknown = {"openid_list": ["x"], "tagid": 100}
    assert wechat.call("/cgi-bin/tags/members/batchtagging", unknown)["errcode"] == 40003


def test_nobody_carries_more_than_twenty_tags(box: Box, wechat: WechatCaller) -> None:
    openid = follow(box, wechat, "小鱼")
    codes = []
    for number in range(21):
        tag = wechat.call("/cgi-bin/tags/create", {"tag": {"name": f"标签{number}"}})["tag"]
        people = {"openid_list": [openid], "tagid": tag["id"]}
        codes.append(wechat.call("/cgi-bin/tags/members/batchtagging", people)["errcode"])
    assert codes == [0] * 20 + [45059]


def test_people_are_blocked_and_unblocked(box: Box, wechat: WechatCaller) -> None:
    openid = follow(box, wechat, "小鱼")
    wechat.call("/cgi-bin/tags/members/batchblacklist", {"openid_list": [openid]})
    assert wechat.call("/cgi-bin/tags/members/getblacklist", {"begin_openid": ""})["data"]["openid"] == [
        openid
    ]
    wechat.call("/cgi-bin/tags/members/batchunblacklist", {"openid_list": [openid]})
    assert wechat.call("/cgi-bin/tags/members/getblacklist", {"begin_openid": ""})["total"] == 0


def cube(wechat: WechatCaller, name: str, first: str = TODAY, last: str = TODAY) -> Any:
    return wechat.call(f"/datacube/{name}", {"begin_date": first, "end_date": last})


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026/09/21", "2026-09-21", 61500),
        ("2026-9-21", "2026-09-21", 61500),
        (TODAY, TODAY, 61501),
        (YESTERDAY, "2026-09-20", 61501),
        ("2026-09-13", "2026-09-20", 61501),
        ("2014-11-30", "2014-11-30", 61501),
    ],
)
def test_date_ranges_are_judged(wechat: WechatCaller, first: str, last: str, code: int) -> None:
    assert cube(wechat, "getusersummary", first, last)["errcode"] == code


def test_yesterday_is_ready_in_the_morning(box: Box, wechat: WechatCaller) -> None:
    follow(box, wechat, "小鱼")
    box.advance(86_400 - 3 * 3600)  # seven in the morning of the next day
    assert cube(wechat, "getusersummary")["errcode"] == 61503
    assert cube(wechat, "getarticleread") == {"list": [], "is_delay": True}
    box.advance(3601)
    assert sum(row["new_user"] for row in cube(wechat, "getusersummary")["list"]) == 1


def test_followers_are_counted_by_day(box: Box, wechat: WechatCaller) -> None:
    for number in range(4):
        follow(box, wechat, f"人{number}")
    box.post(f"/control/accounts/{wechat.key}/unfollows", person="人0")
    box.advance(86_400)
    follow(box, wechat, "第二天的人")
    rows = cube(wechat, "getusersummary")["list"]
    assert (sum(row["new_user"] for row in rows), sum(row["cancel_user"] for row in rows)) == (4, 1)
    assert cube(wechat, "getusercumulate")["list"] == [
        {"ref_date": TODAY, "user_source": 0, "cumulate_user": 1203}
    ]


def test_articles_are_counted_by_day_and_cumulated(box: Box, wechat: WechatCaller) -> None:
    article = wechat.publish()
    post_id, world = article["post"]["id"], box.world
    world.posts.count_up(post_id, {(TODAY, "reads"): 100, (TODAY, "shares"): 5, ("2026-09-23", "reads"): 40})
    box.advance(2 * 86_400)
    read = cube(wechat, "getarticleread")["list"][0]
    assert read["msgid"] == f"{article['msg_data_id']}_1"
    assert read["detail"]["read_user"] == 100
    assert read["detail"]["read_user_source"][0] == {"scene_desc": "全部", "user_count": 100}
    parts = [part["user_count"] for part in read["detail"]["read_user_source"]]
    assert sum(parts[1:]) == 100
    assert cube(wechat, "getarticleshare")["list"][0]["detail"]["share_user"] == 5
    total = cube(wechat, "getarticletotaldetail")["list"][0]
    assert total["publish_type"] == 1
    assert [(day["stat_date"], day["read_user"]) for day in total["detail_list"]] == [
        (TODAY, 100),
        ("2026-09-23", 140),
    ]
    assert cube(wechat, "getbizsummary", TODAY, "2026-09-23")["list"][1]["detail"]["read_user"] == 40
    assert cube(wechat, "getarticletotaldetail", TODAY, "2026-09-23")["errcode"] == 61501


def test_details_of_each_day_alone_can_be_set(box: Box, wechat: WechatCaller) -> None:
    settings = {"settings": {"details_are_cumulative": False}}
    box.send("PATCH", f"/control/accounts/{wechat.key}", json=settings)
    post_id = wechat.publish()["post"]["id"]
    box.world.posts.count_up(post_id, {(TODAY, "reads"): 100, ("2026-09-23", "reads"): 40})
    box.advance(2 * 86_400)
    days = cube(wechat, "getarticletotaldetail")["list"][0]["detail_list"]
    assert [day["read_user"] for day in days] == [100, 40]


def test_messages_are_counted_by_day(box: Box, wechat: WechatCaller) -> None:
    box.post(f"/control/accounts/{wechat.key}/messages", text="在吗", person="甲")
    box.post(f"/control/accounts/{wechat.key}/messages", text="在吗？", person="甲")
    box.advance(86_400)
    assert cube(wechat, "getupstreammsg")["list"] == [
        {"ref_date": TODAY, "user_source": 0, "msg_type": 1, "msg_user": 1, "msg_count": 2}
    ]
