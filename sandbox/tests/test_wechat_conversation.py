"""Messages: pushes in every mode, their answers, customer messages and their windows."""

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from sandbox.platforms.wechat.crypto import decrypt, encrypt, signature
from sandbox.tests.box import Box, WechatCaller, picture

CALLBACK = "https://brand.example.com/wechat"


def listen(box: Box, wechat: WechatCaller, mode: str = "plain") -> None:
    told = box.post(f"/control/accounts/{wechat.key}/callback", url=CALLBACK, mode=mode)
    assert told == {"verified": True, "problem": "", "url": CALLBACK}


def write(box: Box, wechat: WechatCaller, text: str = "在吗", person: str = "小鱼") -> str:
    written = box.post(f"/control/accounts/{wechat.key}/messages", text=text, person=person)
    box.advance()
    return str(written["messages"][0]["fan_id"])


def pushed(box: Box, number: int = -1) -> tuple[dict[str, str], Any]:
    request = box.company.requests[number]
    return dict(request.url.params), ElementTree.fromstring(request.content.decode())


def send(wechat: WechatCaller, openid: str, text: str = "在的") -> int:
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    return int(wechat.call("/cgi-bin/message/custom/send", body)["errcode"])


def test_the_crypto_matches_the_known_vector() -> None:
    key, appid = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1234567890abcdef"
    message = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[你好]]></Content></xml>"
    secret = encrypt(message, aes_key=key, appid=appid, random=b"0123456789abcdef")
    assert secret.startswith("Q3stYC6hdFzMh9T8")
    assert signature("sandboxtoken", "1700000000", "nonce123") == "12bc75aa107ff3d6114dc0e4d694f612b2fd4add"
    assert (
        signature("sandboxtoken", "1700000000", "nonce123", secret)
        == "962072b16c62a841c0510be52fc73af7fd5c871d"
    )
    assert decrypt(secret, aes_key=key, appid=appid) == message
    with pytest.raises(ValueError, match="another appid"):
        decrypt(secret, aes_key=key, appid="wx0000000000000000")


def test_an_address_that_does_not_echo_is_not_used(box: Box, wechat: WechatCaller) -> None:
    box.company.echoes = False
    told = box.post(f"/control/accounts/{wechat.key}/callback", url=CALLBACK)
    assert not told["verified"]
    assert "echostr" in told["problem"]
    write(box, wechat)
    assert box.company.requests == []


def test_a_plain_push_is_signed_and_complete(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    openid = write(box, wechat, text="几点开门 ]]> 好")
    query, message = pushed(box)
    token = wechat.credentials["token"]
    assert query["signature"] == signature(token, query["timestamp"], query["nonce"])
    assert query["openid"] == openid == message.findtext("FromUserName")
    assert message.findtext("ToUserName") == wechat.credentials["original_id"]
    assert message.findtext("Content") == "几点开门 ]]> 好"
    assert message.findtext("MsgType") == "text"
    assert int(message.findtext("MsgId")) > 2**53


def test_a_safe_push_shows_nothing_but_the_encrypted_message(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat, "safe")
    write(box, wechat, text="密")
    query, envelope = pushed(box)
    secret = envelope.findtext("Encrypt")
    assert query["encrypt_type"] == "aes"
    assert query["msg_signature"] == signature(
        wechat.credentials["token"], query["timestamp"], query["nonce"], secret
    )
    assert envelope.findtext("Content") is None
    inner = decrypt(secret, aes_key=wechat.credentials["aes_key"], appid=wechat.credentials["appid"])
    assert ElementTree.fromstring(inner).findtext("Content") == "密"


def test_a_compatible_push_holds_both(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat, "compatible")
    write(box, wechat, text="两样都有")
    _, envelope = pushed(box)
    assert envelope.findtext("Content") == "两样都有"
    assert envelope.findtext("Encrypt")


def test_an_address_keeps_its_own_parameters(box: Box, wechat: WechatCaller) -> None:
    box.post(f"/control/accounts/{wechat.key}/callback", url=f"{CALLBACK}?channel=7", mode="plain")
    write(box, wechat)
    query, _ = pushed(box)
    assert query["channel"] == "7"
    assert query["signature"]


def test_follows_and_departures_are_events(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    box.post(f"/control/accounts/{wechat.key}/follows", person="新人")
    box.post(f"/control/accounts/{wechat.key}/unfollows", person="新人")
    box.advance()
    assert [pushed(box, number)[1].findtext("Event") for number in (0, 1)] == ["subscribe", "unsubscribe"]


def test_the_end_of_a_publication_is_an_event(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    published = wechat.publish()
    _, event = pushed(box)
    assert event.findtext("Event") == "PUBLISHJOBFINISH"
    info = event.find("PublishEventInfo")
    assert info.findtext("publish_id") == str(published["publish_id"])
    assert info.findtext("publish_status") == "0"
    assert info.findtext("article_detail/item/article_url") == published["url"]


def test_an_image_message_carries_its_own_fields(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    detail = {"PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "m1"}
    box.post(f"/control/accounts/{wechat.key}/messages", text="[图片]", kind="image", detail=detail)
    box.advance()
    _, message = pushed(box)
    assert (message.findtext("MsgType"), message.findtext("MediaId")) == ("image", "m1")


def test_a_failing_server_is_tried_three_times(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    box.company.answers = [httpx.Response(500), httpx.ReadTimeout("slow"), httpx.Response(500)]
    box.post(f"/control/accounts/{wechat.key}/follows", person="新人")
    box.advance()
    row = box.get("/control/callbacks")[0]
    assert (row["state"], row["attempts"], row["problem"]) == ("failed", 3, "HTTP 500")
    first, last = pushed(box, 0), pushed(box, 2)
    assert ElementTree.tostring(first[1]) == ElementTree.tostring(last[1])


def test_a_passive_reply_reaches_the_fan(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat)
    box.post(f"/control/accounts/{wechat.key}/follows", person="小鱼")
    box.advance()
    reply = "<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[马上回来]]></Content></xml>"
    box.company.answers = [httpx.Response(200, text=reply)]
    write(box, wechat)
    assert [row["text"] for row in box.get("/control/messages", direction="out")] == ["马上回来"]


def test_an_encrypted_passive_reply_reaches_the_fan(box: Box, wechat: WechatCaller) -> None:
    listen(box, wechat, "safe")
    inner = "<xml><MsgType>text</MsgType><Content>好的</Content></xml>"
    secret = encrypt(
        inner, aes_key=wechat.credentials["aes_key"], appid=wechat.credentials["appid"], random=b"r" * 16
    )
    answer = httpx.Response(200, text=f"<xml><Encrypt><![CDATA[{secret}]]></Encrypt></xml>")
    box.company.answers = [httpx.Response(200), answer]
    write(box, wechat)
    assert box.get("/control/messages", direction="out")[0]["text"] == "好的"


def test_five_answers_within_48_hours_after_a_message(box: Box, wechat: WechatCaller) -> None:
    openid = write(box, wechat)
    box.advance(120)
    assert [send(wechat, openid, f"第{number}") for number in range(6)] == [0, 0, 0, 0, 0, 45047]
    write(box, wechat)
    assert send(wechat, openid) == 0
    box.advance(48 * 3600 + 1)
    assert send(wechat, openid) == 45015


def test_three_answers_in_the_minute_after_a_follow(box: Box, wechat: WechatCaller) -> None:
    box.post(f"/control/accounts/{wechat.key}/follows", person="新人")
    openid = box.post(f"/control/accounts/{wechat.key}/follows", person="新人")["fans"][0]["fan_id"]
    assert [send(wechat, openid, f"第{number}") for number in range(4)] == [0, 0, 0, 45047]
    box.advance(61)
    assert send(wechat, openid) == 45015


def test_nobody_writes_to_strangers_or_to_those_who_left(box: Box, wechat: WechatCaller) -> None:
    assert send(wechat, "oStranger") == 40003
    openid = write(box, wechat)
    box.post(f"/control/accounts/{wechat.key}/unfollows", person="小鱼")
    assert send(wechat, openid) == 45015


def test_the_older_quota_of_twenty_can_be_set(box: Box, wechat: WechatCaller) -> None:
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"message_quota": 20}})
    openid = write(box, wechat)
    box.advance(61)
    assert [send(wechat, openid, str(number)) for number in range(21)].count(0) == 20


def test_every_kind_of_message_is_checked(box: Box, wechat: WechatCaller) -> None:
    openid, article = write(box, wechat), wechat.publish()
    write(box, wechat)

    def code(kind: str, **part: Any) -> int:
        body = {"touser": openid, "msgtype": kind, kind: part}
        return int(wechat.call("/cgi-bin/message/custom/send", body)["errcode"])

    media_id = wechat.upload("/cgi-bin/media/upload", picture(), type="image")["media_id"]
    assert code("image", media_id=media_id) == 0
    assert code("image", media_id="x") == 40007
    assert code("mpnewsarticle", article_id=article["article_id"]) == 0
    assert code("mpnewsarticle", article_id="x") == 53600
    assert code("news", articles=[{"title": "甲", "url": "https://e.cn"}]) == 0
    assert code("news", articles=[{}, {}]) == 45008
    assert code("msgmenu", head_content="满意吗", list=[{"id": "1", "content": "满意"}], tail_content="") == 0
    assert code("text", content="字" * 700) == 45002
    assert code("text", content="") == 44002
    assert code("song", x=1) == 40008


def test_typing_needs_a_recent_message(box: Box, wechat: WechatCaller) -> None:
    openid = write(box, wechat)
    body = {"touser": openid, "command": "Typing"}
    path = "/cgi-bin/message/custom/typing"
    assert wechat.call(path, {**body, "command": "Dance"})["errcode"] == 45072
    assert wechat.call(path, body)["errcode"] == 0
    assert wechat.call(path, body)["errcode"] == 45081
    assert wechat.call(path, {**body, "command": "CancelTyping"})["errcode"] == 0
    box.advance(31)
    assert wechat.call(path, body)["errcode"] == 45080
