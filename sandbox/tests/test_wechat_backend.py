"""The backend of WeChat, in which every account may publish by hand."""

from typing import Any

import httpx
import pytest

from sandbox.tests.box import Box, WechatCaller, picture

BOX = "/mp.weixin.qq.com/cgi-bin/appmsg"
PUBLISH = "/cgi-bin/freepublish"


@pytest.fixture
def personal(box: Box) -> WechatCaller:
    return WechatCaller(box, profile="personal_subscription")


def press(box: Box, wechat: WechatCaller, verb: str, **fields: str) -> httpx.Response:
    return box.send("POST", f"{BOX}/{verb}", data={"account": wechat.key, **fields})


def published(box: Box, answer: httpx.Response) -> Any:
    """The post that a press of 发表 made, as the control API sees it."""
    assert answer.status_code == 303, answer.text
    return box.get(f"/control/posts/{answer.headers['location'].rpartition('=')[2]}")


def test_a_draft_saved_by_call_is_published_by_hand(box: Box, personal: WechatCaller) -> None:
    media_id = personal.draft(title="等人来发", need_open_comment=0)
    assert personal.call(f"{PUBLISH}/submit", {"media_id": media_id})["errcode"] == 48001
    page = box.send("GET", f"{BOX}?account={personal.key}").text
    assert "等人来发" in page
    assert "发表" in page
    answer = press(box, personal, "publish", media_id=media_id, source="内容由AI生成")
    post = published(box, answer)
    assert (post["state"], post["kind"]) == ("reviewing", "publish")
    assert "正在审核" in box.send("GET", post["local_path"]).text
    box.advance(5)
    assert "内容由AI生成" in box.send("GET", post["local_path"]).text
    assert personal.call("/cgi-bin/draft/get", {"media_id": media_id})["errcode"] == 40007
    assert "草稿箱是空的" in box.send("GET", f"{BOX}?account={personal.key}").text


def test_both_links_of_an_article_lead_to_it(box: Box, personal: WechatCaller) -> None:
    media_id = personal.draft(title="两种链接", need_open_comment=0)
    answer = press(box, personal, "publish", media_id=media_id)
    box.advance(5)
    done = box.send("GET", answer.headers["location"]).text
    long = done.partition('data-copy="http://mp.weixin.qq.com/s?')[2].partition('"')[0].replace("&amp;", "&")
    assert "__biz=" in long
    assert "两种链接" in box.send("GET", f"/mp.weixin.qq.com/s?{long.partition('#')[0]}").text
    assert box.send("GET", "/mp.weixin.qq.com/s?mid=1&idx=1").status_code == 404
    assert published(box, answer)["url"] in done


def test_an_article_is_written_without_any_call(box: Box, personal: WechatCaller) -> None:
    given = {"account": personal.key, "form": "news", "title": "手写的", "content": "第一段"}
    files = [("files", ("cover.png", picture(), ""))]
    assert box.send("POST", f"{BOX}/new", data=given, files=files).status_code == 303
    [item] = personal.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 5})["item"]
    assert item["content"]["news_item"][0]["title"] == "手写的"
    pictures = [("files", (f"{number}.png", picture(), "")) for number in range(3)]
    given |= {"form": "newspic", "title": "三张图"}
    assert box.send("POST", f"{BOX}/new", data=given, files=pictures).status_code == 303
    [newest, _] = personal.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 5})["item"]
    assert len(newest["content"]["news_item"][0]["image_info"]["image_list"]) == 3


def test_what_the_backend_refuses_is_said_and_not_lost(box: Box, personal: WechatCaller) -> None:
    given = {"account": personal.key, "form": "news", "title": "", "content": "写了很久的正文"}
    answer = box.send("POST", f"{BOX}/new", data=given, files=[("files", ("a.png", picture(), ""))])
    assert answer.status_code == 422
    assert "写了很久的正文" in answer.text
    assert press(box, personal, "publish", media_id="gone").status_code == 422
    assert box.send("POST", f"{BOX}/publish", data={"account": "nobody"}).status_code == 404


def test_a_notice_to_all_uses_up_the_ration_that_calls_share(box: Box, wechat: WechatCaller) -> None:
    answer = press(box, wechat, "publish", media_id=wechat.draft(title="甲"), notify="all")
    assert published(box, answer)["kind"] == "mass"
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": wechat.draft()}}
    assert wechat.call("/cgi-bin/message/mass/sendall", body)["errcode"] == 45028
    refused = press(box, wechat, "publish", media_id=wechat.draft(title="乙"), notify="all")
    assert refused.status_code == 422
    assert "45028" in refused.text


def test_faults_decide_what_becomes_of_a_post(box: Box, personal: WechatCaller) -> None:
    box.fault("rejection", path="/cgi-bin/appmsg/publish", count=1, options={"reason": "标题夸大"})
    answer = press(box, personal, "publish", media_id=personal.draft(need_open_comment=0))
    box.advance(5)
    post = published(box, answer)
    assert (post["state"], post["reason"]) == ("rejected", "标题夸大")


def test_the_backend_is_linked_from_the_desk(box: Box, personal: WechatCaller) -> None:
    assert f'href="{BOX}?account={personal.key}"' in box.send("GET", f"/accounts/{personal.key}").text
    assert personal.account["name"] in box.send("GET", "/mp.weixin.qq.com/").text
    assert box.send("GET", f"{BOX}?account=nobody").status_code == 404


def mass(wechat: WechatCaller, **more: Any) -> Any:
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": wechat.draft()}}
    return wechat.call("/cgi-bin/message/mass/sendall", body | more)


def state(wechat: WechatCaller, sent: Any) -> str:
    return str(wechat.call("/cgi-bin/message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"])


def test_a_service_account_sends_four_times_a_month_to_all(box: Box) -> None:
    service = WechatCaller(box, profile="verified_service")
    assert [mass(service)["errcode"] for _ in range(5)] == [0, 0, 0, 0, 45028]
    box.advance(10 * 86_400, services=True)  # into the next month
    service.token = service.fresh_token()
    assert mass(service)["errcode"] == 0


def test_a_protected_message_waits_for_an_administrator(box: Box, wechat: WechatCaller) -> None:
    settings = {"mass_confirmation": True, "mass_per_day": 5}
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": settings})
    first, second = mass(wechat), mass(wechat)
    box.advance(60)
    assert state(wechat, first) == "SENDING"
    assert "管理员确认群发" in box.send("GET", f"{BOX}?account={wechat.key}").text
    assert press(box, wechat, "confirm", msg_id=str(first["msg_id"])).status_code == 303
    assert state(wechat, first) == "SEND_SUCCESS"
    box.advance(1800)
    assert (state(wechat, first), state(wechat, second)) == ("SEND_SUCCESS", "SEND_FAIL")
    assert press(box, wechat, "confirm", msg_id="1").status_code == 422


def test_a_reprint_is_stopped_unless_the_caller_goes_on(box: Box, wechat: WechatCaller) -> None:
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"mass_per_day": 5}})
    for ignoring, expected in ((0, "SEND_FAIL"), (1, "SEND_SUCCESS")):
        box.fault("rejection", count=1, options={"status": 30003, "reason": "判为转载"})
        sent = mass(wechat, send_ignore_reprint=ignoring)
        box.advance(5)
        assert state(wechat, sent) == expected
