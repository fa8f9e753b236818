"""Publishing and mass messages."""

from typing import Any

import pytest

from sandbox.tests.box import API, Box, WechatCaller

PUBLISH = "/cgi-bin/freepublish"


def state(wechat: WechatCaller, publish_id: int | str) -> Any:
    return wechat.call(f"{PUBLISH}/get", {"publish_id": publish_id})


def test_a_publication_is_queued_then_reviewed_then_public(box: Box, wechat: WechatCaller) -> None:
    submitted = wechat.submit()
    assert submitted["errcode"] == 0
    assert state(wechat, submitted["publish_id"])["publish_status"] == 1
    post = box.get("/control/posts")[0]
    assert post["state"] == "reviewing"
    assert box.send("GET", post["local_path"]).status_code == 404
    box.wait(5)
    told = state(wechat, str(submitted["publish_id"]))
    assert told["publish_status"] == 0
    assert told["article_detail"] == {"count": 1, "item": [{"idx": 1, "article_url": post["url"]}]}
    page = box.send("GET", post["local_path"])
    assert page.status_code == 200
    assert "今年的第一锅茶" in page.text


def test_the_draft_leaves_the_box_when_it_is_public(box: Box, wechat: WechatCaller) -> None:
    media_id = wechat.draft()
    wechat.call(f"{PUBLISH}/submit", {"media_id": media_id})
    assert "news_item" in wechat.call("/cgi-bin/draft/get", {"media_id": media_id})
    box.wait(5)
    assert wechat.call("/cgi-bin/draft/get", {"media_id": media_id})["errcode"] == 40007
    assert wechat.call(f"{PUBLISH}/submit", {"media_id": media_id})["errcode"] == 40007


def test_submitting_twice_during_review_publishes_twice_and_shows_as_a_duplicate(
    box: Box, wechat: WechatCaller
) -> None:
    media_id = wechat.draft()
    for _ in range(2):
        assert wechat.call(f"{PUBLISH}/submit", {"media_id": media_id})["errcode"] == 0
    box.advance(5)
    duplicates = box.get("/control/duplicates")
    assert [(row["applied"], row["live"]) for row in duplicates] == [(2, 2)]
    assert box.get("/control/posts")[0]["applied"] == 2
    assert box.get("/control/summary")["duplicates"] == 1


def test_the_same_words_in_another_account_are_no_duplicate(box: Box, wechat: WechatCaller) -> None:
    wechat.publish()
    WechatCaller(box).publish()
    assert box.get("/control/duplicates") == []


def test_publications_are_listed_read_and_deleted(box: Box, wechat: WechatCaller) -> None:
    first = wechat.publish(title="甲")
    second = wechat.publish(title="乙")
    listed = wechat.call(f"{PUBLISH}/batchget", {"offset": 0, "count": 1, "no_content": 1})
    assert (listed["total_count"], listed["item_count"]) == (2, 1)
    item = listed["item"][0]
    assert item["article_id"] == second["article_id"]
    assert item["content"]["news_item"][0]["url"] == second["url"]
    assert item["content"]["news_item"][0]["is_deleted"] is False
    article = wechat.call(f"{PUBLISH}/getarticle", {"article_id": first["article_id"]})
    assert article["news_item"][0]["title"] == "甲"
    assert wechat.call(f"{PUBLISH}/getarticle", {"article_id": "x"})["errcode"] == 53600
    assert wechat.call(f"{PUBLISH}/delete", {"article_id": first["article_id"], "index": 1})["errcode"] == 0
    assert (
        wechat.call(f"{PUBLISH}/delete", {"article_id": first["article_id"], "index": 2})["errcode"] == 40114
    )
    assert state(wechat, first["publish_id"])["publish_status"] == 5
    after = wechat.call(f"{PUBLISH}/getarticle", {"article_id": first["article_id"]})
    assert after["news_item"][0]["is_deleted"] is True


def test_several_articles_have_addresses_of_their_own(box: Box, wechat: WechatCaller) -> None:
    articles = [{"title": title, "content": "文", "thumb_media_id": wechat.cover()} for title in ("甲", "乙")]
    media_id = wechat.call("/cgi-bin/draft/add", {"articles": articles})["media_id"]
    submitted = wechat.call(f"{PUBLISH}/submit", {"media_id": media_id})
    box.wait(5)
    items = state(wechat, submitted["publish_id"])["article_detail"]["item"]
    assert [item["idx"] for item in items] == [1, 2]
    assert len({item["article_url"] for item in items}) == 2


@pytest.mark.parametrize("profile", ["personal_subscription", "unverified_subscription"])
def test_accounts_that_are_not_verified_may_draft_but_not_publish(box: Box, profile: str) -> None:
    account = WechatCaller(box, profile=profile)
    media_id = account.draft(need_open_comment=0)
    assert account.call(f"{PUBLISH}/submit", {"media_id": media_id})["errcode"] == 48001
    assert account.call(f"{PUBLISH}/batchget", {"offset": 0, "count": 1})["errcode"] == 48001
    assert account.call("/cgi-bin/user/get")["errcode"] == 48001
    assert account.call("/datacube/getusersummary", {})["errcode"] == 48001


def test_a_publication_of_another_account_is_unknown(box: Box, wechat: WechatCaller) -> None:
    submitted = wechat.submit()
    assert (
        WechatCaller(box).call(f"{PUBLISH}/get", {"publish_id": submitted["publish_id"]})["errcode"] == 40007
    )


def send_all(wechat: WechatCaller, **more: object) -> dict[str, object]:
    body = {
        "filter": {"is_to_all": True},
        "msgtype": "mpnews",
        "mpnews": {"media_id": wechat.draft()},
        **more,
    }
    return wechat.call("/cgi-bin/message/mass/sendall", body)


def test_a_mass_message_is_sent_seen_and_deleted(box: Box, wechat: WechatCaller) -> None:
    sent = send_all(wechat)
    assert sent["errmsg"] == "send job submission success"
    message = {"msg_id": str(sent["msg_id"])}
    assert wechat.call("/cgi-bin/message/mass/get", message)["msg_status"] == "SENDING"
    box.wait(5)
    assert wechat.call("/cgi-bin/message/mass/get", message)["msg_status"] == "SEND_SUCCESS"
    post = box.get("/control/posts")[0]
    assert (post["kind"], post["state"]) == ("mass", "live")
    assert wechat.call("/cgi-bin/message/mass/delete", message)["errcode"] == 0
    assert box.get("/control/posts")[0]["state"] == "withdrawn"
    assert wechat.call("/cgi-bin/message/mass/get", message)["msg_status"] == "DELETE"
    assert wechat.call("/cgi-bin/message/mass/get", {"msg_id": "1"})["errcode"] == 40059
    assert wechat.call("/cgi-bin/message/mass/delete", {**message, "article_idx": 3})["errcode"] == 40060


def test_one_mass_message_to_all_a_day(box: Box, wechat: WechatCaller) -> None:
    assert send_all(wechat)["errcode"] == 0
    assert send_all(wechat)["errcode"] == 45028
    box.advance(86_400)
    assert send_all(wechat)["errcode"] == 0


def test_a_repeated_client_id_names_the_first_message(box: Box, wechat: WechatCaller) -> None:
    body = {
        "filter": {"is_to_all": True},
        "msgtype": "text",
        "text": {"content": "节日快乐"},
        "clientmsgid": "delivery-7",
    }
    first = wechat.call("/cgi-bin/message/mass/sendall", body)
    again = wechat.call("/cgi-bin/message/mass/sendall", body)
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])
    assert wechat.call("/cgi-bin/message/mass/sendall", body)["errcode"] == 45066
    box.advance(61)
    assert wechat.call("/cgi-bin/message/mass/sendall", body)["errcode"] == 45065
    assert len(box.get("/control/effects")) == 1


def test_without_a_client_id_the_content_itself_is_remembered(wechat: WechatCaller) -> None:
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "节日快乐"}}
    wechat.call("/cgi-bin/message/mass/sendall", body)
    assert wechat.call("/cgi-bin/message/mass/sendall", body)["errcode"] == 45065


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msgtype": "text", "text": {"content": "好"}, "clientmsgid": "x" * 33}, 45067),
        ({"msgtype": "text", "text": {"content": "字" * 301}}, 45002),
        ({"msgtype": "text", "text": {"content": "看 https://e.cn"}}, 45166),
        ({"msgtype": "mpnews", "mpnews": {"media_id": "x"}}, 40007),
        ({"msgtype": "song", "song": {}}, 40008),
        ({"msgtype": "text", "text": {"content": "好"}, "filter": {"is_to_all": False, "tag_id": 9}}, 45159),
    ],
)
def test_mass_messages_are_checked(wechat: WechatCaller, body: dict[str, object], code: int) -> None:
    given = {"filter": {"is_to_all": True}, **body}
    assert wechat.call("/cgi-bin/message/mass/sendall", given)["errcode"] == code


def test_preview_and_speed(wechat: WechatCaller) -> None:
    body = {"towxname": "me", "msgtype": "text", "text": {"content": "看看"}}
    assert wechat.call("/cgi-bin/message/mass/preview", body)["errmsg"] == "preview success"
    assert wechat.call("/cgi-bin/message/mass/preview", {**body, "towxname": ""})["errcode"] == 40003
    assert wechat.call("/cgi-bin/message/mass/speed/set", {"speed": 2})["errcode"] == 0
    assert wechat.call("/cgi-bin/message/mass/speed/get", {})["realspeed"] == 45
    assert wechat.call("/cgi-bin/message/mass/speed/set", {"speed": 9})["errcode"] == 45083
    assert wechat.call("/cgi-bin/message/mass/speed/set", {})["errcode"] == 45084


def test_the_draft_preview_page_shows_the_draft(box: Box, wechat: WechatCaller) -> None:
    media_id = wechat.draft(title="还在写")
    url = wechat.call("/cgi-bin/draft/get", {"media_id": media_id})["news_item"][0]["url"]
    assert "还在写" in box.send("GET", "/" + url.split("://")[1]).text
    assert box.send("GET", f"{API.replace('api', 'mp')}/s/unknown").status_code == 404
