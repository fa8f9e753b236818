"""Faults: what they do to a call, to a publication, to a push."""

from typing import Any

import pytest

from sandbox.application import ConnectionCut
from sandbox.tests.box import Box, WechatCaller, WeiboCaller

SHARE = "/2/statuses/share.json"
SUBMIT = "/cgi-bin/freepublish/submit"
LINK = "https://shop.example.com/a"
CALLBACK = "https://brand.example.com/wechat"


def effects(box: Box) -> int:
    return len(box.get("/control/effects"))


@pytest.mark.parametrize(("kind", "applied"), [("error_after_accept", 1), ("error_before_accept", 0)])
def test_a_server_error_may_or_may_not_have_taken_effect(
    box: Box, weibo: WeiboCaller, kind: str, applied: int
) -> None:
    box.fault(kind, account=weibo.key, path=SHARE, count=1)
    answer = weibo.share()
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html"
    assert effects(box) == applied


@pytest.mark.parametrize(("kind", "applied"), [("cut_after_accept", 1), ("cut_before_accept", 0)])
def test_a_cut_connection_may_or_may_not_have_taken_effect(
    box: Box, weibo: WeiboCaller, kind: str, applied: int
) -> None:
    box.fault(kind, count=1)
    with pytest.raises(ConnectionCut):
        weibo.share()
    assert effects(box) == applied
    assert weibo.get("/2/account/get_uid.json").status_code == 200
    assert box.get("/control/calls", path=SHARE)[0]["fault"] == kind


@pytest.mark.parametrize(
    ("kind", "status", "applied"), [("timeout_after_accept", 200, 1), ("timeout_before_accept", 504, 0)]
)
def test_a_time_out_may_or_may_not_have_taken_effect(
    box: Box, weibo: WeiboCaller, kind: str, status: int, applied: int
) -> None:
    box.fault(kind, count=1, options={"seconds": 0.01})
    assert weibo.share().status_code == status
    assert effects(box) == applied


def test_a_business_error_is_the_platforms_own(box: Box, wechat: WechatCaller, weibo: WeiboCaller) -> None:
    box.fault("business_error", account=wechat.key, path="/cgi-bin/draft/count", options={"code": 45009})
    box.fault("business_error", account=weibo.key, path=SHARE, options={"code": 20031})
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 45009
    assert weibo.share().json()["error_code"] == 20031
    assert effects(box) == 0


def test_a_revoked_grant_stays_revoked(box: Box, wechat: WechatCaller, weibo: WeiboCaller) -> None:
    box.fault("revoked_grant", count=2)
    assert weibo.share().json()["error_code"] == 21319
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 40001
    assert weibo.share().json()["error_code"] == 21319
    assert wechat.ask_token()["errcode"] == 40243


def test_a_late_application_appears_under_the_ids_that_were_answered(box: Box, weibo: WeiboCaller) -> None:
    box.fault("apply_late", path=SHARE, count=1, options={"seconds": 6})
    answered = weibo.share().json()
    assert weibo.get("/2/statuses/user_timeline.json").json()["statuses"] == []
    assert effects(box) == 0
    weibo.share("另一条 " + LINK)
    box.wait(6)
    box.advance()
    shown = weibo.get("/2/statuses/show.json", id=answered["id"]).json()
    assert shown["text"] == answered["text"]
    assert effects(box) == 2


def test_a_late_submission_publishes_under_its_publish_id(box: Box, wechat: WechatCaller) -> None:
    media_id = wechat.draft()
    box.fault("apply_late", path=SUBMIT, count=1, options={"seconds": 6})
    submitted = wechat.call(SUBMIT, {"media_id": media_id})
    wechat.draft()
    unknown = wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert unknown["errcode"] == 40007
    box.wait(6)
    box.advance(5)
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert told["publish_status"] == 0
    assert box.get("/control/posts")[0]["details"]["msg_data_id"] == submitted["msg_data_id"]


@pytest.mark.parametrize("answer", ["cut", "error", "timeout", "code"])
def test_a_late_application_with_another_answer_is_applied_all_the_same(
    box: Box, weibo: WeiboCaller, answer: str
) -> None:
    options = {"seconds": 6, "answer": answer, "code": 20032, "hang": 0.01}
    box.fault("apply_late", path=SHARE, count=1, options=options)
    if answer == "cut":
        with pytest.raises(ConnectionCut):
            weibo.share()
    else:
        status = weibo.share().status_code
        assert status == {"error": 500, "timeout": 200, "code": 400}[answer]
    assert effects(box) == 0
    box.wait(6)
    box.advance()
    assert effects(box) == 1
    assert box.get("/control/calls", path=SHARE)[0]["fault"] == "apply_late: applied"


def test_sending_again_before_a_late_application_applies_twice(box: Box, weibo: WeiboCaller) -> None:
    box.fault("apply_late", path=SHARE, count=2, options={"seconds": 6})
    settings = {"settings": {"repeat_window_seconds": 0}}
    box.send("PATCH", f"/control/accounts/{weibo.key}", json=settings)
    weibo.share()
    weibo.share()
    box.wait(6)
    box.advance()
    assert box.get("/control/duplicates")[0]["live"] == 2


def test_a_refused_call_is_not_applied_late(box: Box, weibo: WeiboCaller) -> None:
    box.fault("apply_late", path=SHARE, count=1)
    assert weibo.share("没有链接").json()["error_code"] == 10017
    box.wait(60)
    box.advance()
    assert effects(box) == 0


def test_a_slow_review_takes_its_time(box: Box, wechat: WechatCaller, weibo: WeiboCaller) -> None:
    box.fault("slow_review", options={"seconds": 600})
    submitted = wechat.submit()
    status = weibo.share().json()
    box.advance(599)
    assert (
        wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})["publish_status"]
        == 1
    )
    assert weibo.get("/2/statuses/show.json", id=status["id"]).json()["error_code"] == 20101
    box.advance(2)
    assert (
        wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})["publish_status"]
        == 0
    )
    assert weibo.get("/2/statuses/show.json", id=status["id"]).status_code == 200


@pytest.mark.parametrize("status", [2, 3, 4])
def test_a_rejection_keeps_the_draft_and_tells_the_status(
    box: Box, wechat: WechatCaller, status: int
) -> None:
    media_id = wechat.draft()
    box.fault("rejection", path=SUBMIT, count=1, options={"status": status, "reason": "标题夸大"})
    submitted = wechat.call(SUBMIT, {"media_id": media_id})
    box.advance(5)
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert told["publish_status"] == status
    assert told["fail_idx"] == ([1] if status in (2, 4) else [])
    assert "news_item" in wechat.call("/cgi-bin/draft/get", {"media_id": media_id})
    post = box.get("/control/posts")[0]
    assert (post["state"], post["reason"]) == ("rejected", "标题夸大")


def test_weibo_rejects_with_an_error(box: Box, weibo: WeiboCaller) -> None:
    box.fault("rejection", count=1)
    assert weibo.share().json()["error_code"] == 20021
    assert weibo.share().status_code == 200


def test_a_silent_loss_says_success_and_shows_nothing(
    box: Box, wechat: WechatCaller, weibo: WeiboCaller
) -> None:
    box.fault("silent_loss")
    submitted = wechat.submit()
    status = weibo.share()
    box.advance(5)
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert told["publish_status"] == 0
    assert wechat.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0
    assert (
        wechat.call("/cgi-bin/freepublish/getarticle", {"article_id": told["article_id"]})["errcode"] == 53600
    )
    assert status.status_code == 200
    assert weibo.get("/2/statuses/show.json", id=status.json()["id"]).json()["error_code"] == 20101
    assert {post["state"] for post in box.get("/control/posts")} == {"vanished"}


def test_a_later_take_down_ends_what_was_public(box: Box, wechat: WechatCaller, weibo: WeiboCaller) -> None:
    box.fault("take_down", options={"seconds": 600})
    article = wechat.publish()
    status = weibo.share().json()
    box.advance(601)
    told = wechat.call("/cgi-bin/freepublish/get", {"publish_id": article["publish_id"]})
    assert told["publish_status"] == 6
    assert weibo.get("/2/statuses/show.json", id=status["id"]).json()["error_code"] == 20101
    assert box.send("GET", article["post"]["local_path"]).status_code == 404
    assert {post["state"] for post in box.get("/control/posts")} == {"taken_down"}


def listen(box: Box, wechat: WechatCaller) -> None:
    box.post(f"/control/accounts/{wechat.key}/callback", url=CALLBACK, mode="plain")
    box.post(f"/control/accounts/{wechat.key}/follows", person="小鱼")
    box.advance()
    box.company.requests.clear()


def write(box: Box, wechat: WechatCaller, count: int) -> list[bytes]:
    for number in range(count):
        box.post(f"/control/accounts/{wechat.key}/messages", text=f"第{number}句", person="小鱼")
    box.advance()
    return [request.content for request in box.company.requests]


def test_a_duplicated_callback_is_the_same_message_again(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    box.fault("duplicate_callback", path="text", count=1, options={"copies": 3})
    contents = write(box, wechat, 1)
    assert len(contents) == 3
    assert len(set(contents)) == 1


def test_disordered_callbacks_all_arrive(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    straight = write(box, wechat, 8)
    box.company.requests.clear()
    box.fault("disorder_callback", options={"seconds": 30})
    mixed = write(box, wechat, 8)
    words = [content.decode().split("[CDATA[第")[1][0] for content in mixed]
    assert len(straight) == len(mixed) == 8
    assert sorted(words) == list("01234567")
    assert words != sorted(words)


def test_a_dropped_callback_never_arrives(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    box.fault("drop_callback", path="text", count=1)
    assert len(write(box, wechat, 2)) == 1
    assert [row["state"] for row in box.get("/control/callbacks", event="text")] == ["delivered", "dropped"]


def test_faults_strike_only_where_and_as_often_as_told(box: Box, wechat: WechatCaller) -> None:
    other = WechatCaller(box)
    box.fault("business_error", account=wechat.key, path="/cgi-bin/draft/*", count=2, options={"code": -1})
    assert "total_count" in other.call("/cgi-bin/draft/count")
    assert "voice_count" in wechat.call("/cgi-bin/material/get_materialcount")
    codes = [wechat.call("/cgi-bin/draft/count").get("errcode") for _ in range(3)]
    assert codes == [-1, -1, None]
    told = box.get("/control/faults")[0]
    assert (told["hits"], told["remaining"]) == (2, 0)


def test_a_probability_is_drawn_from_the_seed(box: Box, wechat: WechatCaller) -> None:
    box.fault("business_error", account=wechat.key, path="/cgi-bin/draft/count", probability=0.5)
    struck = [wechat.call("/cgi-bin/draft/count").get("errcode") == -1 for _ in range(40)]
    assert 8 < sum(struck) < 32


def test_faults_are_listed_and_removed(box: Box) -> None:
    first = box.fault("drop_callback")
    box.fault("slow_review")
    assert box.send("DELETE", f"/control/faults/{first['id']}").json() == {"removed": 1}
    assert [fault["kind"] for fault in box.get("/control/faults")] == ["slow_review"]
    assert box.send("DELETE", "/control/faults").json() == {"removed": 1}
    assert box.send("DELETE", "/control/faults/99").status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "earthquake"}, 400),
        ({"kind": "slow_review", "probability": 2}, 400),
        ({"kind": "slow_review", "count": 0}, 400),
        ({"kind": "slow_review", "options": {"hours": 1}}, 400),
        ({"kind": "slow_review", "account": "nobody"}, 404),
    ],
)
def test_faults_that_make_no_sense_are_refused(box: Box, given: dict[str, Any], status: int) -> None:
    assert box.send("POST", "/control/faults", json=given).status_code == status
    assert box.get("/control/faults") == []
