"""Time, the audience, repeatability, and what survives a restart."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox import audience
from sandbox.tests.box import START, Box, WechatCaller, WeiboCaller
from sandbox.world import World, WorldInUse

OpenBox = Callable[..., Box]


class BusyAudience:
    """Everybody does everything, at fixed moments after publication."""

    PostFacts = audience.PostFacts
    AccountFacts = audience.AccountFacts

    @staticmethod
    def acts_between(
        post: Any, *, since: float, until: float, seed: int, intensity: float
    ) -> list[audience.Act]:
        moments = (
            (10, "read", 30, None),
            (20, "like", 3, None),
            (30, "share", 2, None),
            (40, "collect", 1, None),
            (50, "comment", 1, "真香"),
            (60, "follow", 1, None),
            (70, "message", 1, "怎么买"),
            (90_000, "read", 5, None),
        )
        return [
            act(post.published_at + after, kind, count=count, text=text)
            for after, kind, count, text in moments
            if since <= post.published_at + after < until
        ]

    @staticmethod
    def account_acts_between(
        account: Any, *, since: float, until: float, seed: int, intensity: float
    ) -> list[audience.Act]:
        first = int(since // 3600) + 1
        hours = range(first, int(until // 3600) + 1)
        return [
            act(hour * 3600.0, "follow", person=f"h{hour}") for hour in hours if since <= hour * 3600 < until
        ]


def act(at: float, kind: Any, *, count: int = 1, text: str | None = None, person: str = "p1") -> audience.Act:
    return audience.Act(
        at=at, kind=kind, person_key=person, person_name="小满", text=text, count=count, tone=None
    )


@pytest.fixture
def busy(open_box: OpenBox) -> Box:
    return open_box("busy", people=BusyAudience)


def test_people_read_comment_follow_and_write(busy: Box) -> None:
    wechat = WechatCaller(busy)
    article = wechat.publish()
    busy.advance(100)
    post = busy.get(f"/control/posts/{article['post']['id']}")
    counts = {name: post[name] for name in ("reads", "likes", "shares", "collects", "comments")}
    assert counts == {"reads": 30, "likes": 3, "shares": 2, "collects": 1, "comments": 1}
    assert post["discussion"][0]["text"] == "真香"
    assert post["days"][0]["follows"] == 1
    assert busy.get("/control/messages")[0]["text"] == "怎么买"
    assert busy.get(f"/control/accounts/{wechat.key}")["followers"] == 1201


def test_what_people_do_does_not_depend_on_how_time_is_cut(open_box: OpenBox) -> None:
    told = []
    for name, steps in (("whole", [86_400 * 2]), ("parts", [3, 40, 17, 3600, 86_400, 86_400 - 3660])):
        box = open_box(name, people=audience)
        weibo = WeiboCaller(box, followers=20_000)
        weibo.share()
        for step in steps:
            box.advance(step)
        post = box.get("/control/posts/1")
        told.append((post["reads"], post["likes"], [one["text"] for one in post["discussion"]]))
    assert told[0] == told[1]
    assert told[0][0] > 0


def test_a_post_without_comments_gets_none(busy: Box) -> None:
    wechat = WechatCaller(busy)
    article = wechat.publish(need_open_comment=0)
    busy.advance(100)
    post = busy.get(f"/control/posts/{article['post']['id']}")
    assert (post["reads"], post["comments"]) == (30, 0)


def test_an_audience_that_is_off_does_not_catch_up_later(busy: Box) -> None:
    weibo = WeiboCaller(busy)
    busy.post(f"/control/accounts/{weibo.key}/audience", on=False)
    weibo.share()
    busy.advance(1000)
    assert busy.get("/control/posts")[0]["reads"] == 0
    busy.post(f"/control/accounts/{weibo.key}/audience", on=True, intensity=2.5)
    busy.advance(90_000)
    assert busy.get("/control/posts")[0]["reads"] == 5
    assert busy.get(f"/control/accounts/{weibo.key}")["audience"] == {"on": True, "intensity": 2.5}
    refused = busy.send("POST", f"/control/accounts/{weibo.key}/audience", json={"intensity": -1})
    assert refused.status_code == 400


def test_nobody_reads_what_was_taken_down(busy: Box) -> None:
    weibo = WeiboCaller(busy)
    weibo.share()
    busy.post("/control/posts/1/take-down", reason="投诉")
    busy.advance(100)
    assert busy.get("/control/posts")[0]["reads"] == 0


def test_a_past_is_made_up_with_its_readers_and_pushes_nothing(busy: Box) -> None:
    wechat = WechatCaller(busy)
    busy.post(f"/control/accounts/{wechat.key}/callback", url="https://brand.example.com/x")
    since = START - 60 * 86_400
    posts = [
        {
            "title": f"旧文{number}",
            "text": "从前的事",
            "published_at": since + number * 86_400,
            "comments": [{"person": "老客", "text": "还在卖吗", "reply": "在的"}],
        }
        for number in range(1, 4)
    ]
    told = busy.post(f"/control/accounts/{wechat.key}/history", since=since, posts=posts)
    assert [post["reads"] for post in told["posts"]] == [35, 35, 35]
    assert all(post["state"] == "live" and post["applied"] == 0 for post in told["posts"])
    busy.advance()
    assert busy.company.requests == []
    listed = wechat.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 20})
    assert [item["content"]["news_item"][0]["title"] for item in listed["item"]] == [
        "旧文3",
        "旧文2",
        "旧文1",
    ]
    comments = wechat.call(
        "/cgi-bin/comment/list",
        {"msg_data_id": told["posts"][0]["details"]["msg_data_id"], "begin": 0, "count": 10, "type": 0},
    )
    assert {one["content"] for one in comments["comment"]} == {"还在卖吗", "真香"}
    days = {"begin_date": "2026-07-25", "end_date": "2026-07-25"}
    assert wechat.call("/datacube/getarticletotaldetail", days)["list"][0]["title"] == "旧文1"
    growth = wechat.call("/datacube/getusersummary", {"begin_date": "2026-08-01", "end_date": "2026-08-01"})
    assert sum(row["new_user"] for row in growth["list"]) == 24
    assert told["account"]["created_at"].startswith("2026-07-24")


def test_a_past_of_weibo(busy: Box) -> None:
    weibo = WeiboCaller(busy)
    posts = [{"text": "去年今日", "published_at": START - 86_400 * number} for number in (3, 1, 2)]
    busy.post(f"/control/accounts/{weibo.key}/history", posts=posts, audience=False)
    told = weibo.get("/2/statuses/user_timeline.json").json()["statuses"]
    assert len(told) == 3
    assert [status["id"] for status in told] == sorted((status["id"] for status in told), reverse=True)
    assert busy.get("/control/posts")[0]["reads"] == 0
    future = [{"text": "明天", "published_at": START + 86_400}]
    refused = busy.send("POST", f"/control/accounts/{weibo.key}/history", json={"posts": future})
    assert refused.status_code == 400


def test_time_runs_faster_stands_still_and_jumps(box: Box) -> None:
    now = box.get("/control/time")["now"]
    box.post("/control/time", factor=60)
    box.wait(10)
    assert box.get("/control/time")["now"] == pytest.approx(now + 600)
    box.post("/control/time", factor=0)
    box.wait(100)
    assert box.get("/control/time")["now"] == pytest.approx(now + 600)
    assert box.advance(50)["now"] == pytest.approx(now + 650)
    assert box.get("/control/time")["service_now"] == pytest.approx(START + 110)
    assert box.send("POST", "/control/time", json={"factor": -1}).status_code == 400
    assert box.send("POST", "/control/advance", json={"seconds": -1}).status_code == 400


def scene(box: Box) -> list[Any]:
    """Some calls and what came of them."""
    wechat, weibo = WechatCaller(box), WeiboCaller(box)
    box.fault("business_error", path="/cgi-bin/draft/count", probability=0.5)
    answers = [wechat.call("/cgi-bin/draft/count") for _ in range(5)]
    answers += [wechat.publish()["url"], weibo.share().json()["id"], wechat.token, weibo.token]
    box.advance(3600)
    return [answers, box.get("/control/posts"), box.get("/control/messages")]


def test_the_same_seed_makes_the_same_world(open_box: OpenBox) -> None:
    told: list[Any] = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        told.append(scene(open_box(name, people=audience, seed=seed)))
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_a_restart_loses_nothing(open_box: OpenBox) -> None:
    box = open_box("data")
    wechat, weibo = WechatCaller(box), WeiboCaller(box)
    media_id, submitted = wechat.draft(title="还没发"), wechat.submit(title="在审")
    status = weibo.share().json()
    box.fault("slow_review", account=wechat.key, count=3)
    box.fault("apply_late", path="/2/statuses/share.json", count=1, options={"seconds": 60})
    late = weibo.share("迟到 https://example.com").json()
    box.post("/control/time", factor=2)
    before = box.get("/control/time")["now"]
    last_call = box.get("/control/calls", limit=1)[0]["id"]
    box.close()

    again = open_box("data", start=box.seconds + 100)
    wechat.box = weibo.box = again
    assert again.get("/control/time")["now"] == pytest.approx(before + 100), (
        "time off counts at the real pace"
    )
    assert again.get("/control/time")["factor"] == 2
    again.advance()
    assert wechat.call("/cgi-bin/draft/get", {"media_id": media_id})["news_item"][0]["title"] == "还没发"
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert told["publish_status"] == 0
    assert weibo.get("/2/statuses/show.json", id=status["id"]).status_code == 200
    assert weibo.get("/2/statuses/show.json", id=late["id"]).status_code == 200
    assert [fault["kind"] for fault in again.get("/control/faults")] == ["slow_review", "apply_late"]
    assert again.get("/control/calls", limit=1)[0]["id"] > last_call


def test_a_directory_belongs_to_one_process(box: Box) -> None:
    with pytest.raises(WorldInUse):
        World(box.data_dir)


def test_a_reset_forgets_everything_or_keeps_the_accounts(box: Box) -> None:
    wechat = WechatCaller(box)
    weibo = WeiboCaller(box)
    wechat.publish()
    weibo.share()
    box.fault("slow_review")
    box.post(f"/control/accounts/{wechat.key}/follows", person="小鱼", count=5)
    assert box.post("/control/reset", keep_accounts=True) == {"accounts": 2}
    assert box.get("/control/posts") == box.get("/control/faults") == []
    assert box.get(f"/control/accounts/{wechat.key}")["followers"] == 1200
    assert wechat.call("/cgi-bin/user/get")["count"] == 1200
    assert weibo.share().status_code == 200
    assert box.post("/control/reset") == {"accounts": 0}
    assert box.get("/control/accounts") == []


def test_everything_a_refused_call_did_is_undone(box: Box, wechat: WechatCaller) -> None:
    ids = wechat.call("/cgi-bin/user/get")["data"]["openid"][:2]
    tag = wechat.call("/cgi-bin/tags/create", {"tag": {"name": "甲"}})["tag"]["id"]
    body = {"openid_list": [ids[0], "unknown"], "tagid": tag}
    assert wechat.call("/cgi-bin/tags/members/batchtagging", body)["errcode"] == 40003
    assert wechat.call("/cgi-bin/tags/getidlist", {"openid": ids[0]}) == {"tagid_list": []}


def test_a_task_that_cannot_be_done_does_not_stop_the_rest(
    box: Box, wechat: WechatCaller, caplog: pytest.LogCaptureFixture
) -> None:
    box.world.schedule("wechat_review", {"publish_id": "nonsense", "rejected": 1}, due=box.seconds)
    box.world.schedule("no such task", {}, due=box.seconds)
    assert wechat.publish()["post"]["state"] == "live"
    assert "no such task" in caplog.text


def test_a_failing_verb_leaves_no_trace(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    wechat = WechatCaller(box)

    def fail(*_: Any, **__: Any) -> Callable[[], None]:
        raise ValueError("no")

    monkeypatch.setattr(type(box.world.platforms["wechat"]), "followed", staticmethod(fail))
    assert box.send("POST", f"/control/accounts/{wechat.key}/follows", json={}).status_code == 400
    assert box.get(f"/control/accounts/{wechat.key}")["followers"] == 1200
