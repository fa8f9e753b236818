"""Publishing by hand in the app, and the links that it gives."""

import re
from typing import Any

import httpx

from sandbox.platforms.kuaishou.tests.caller import CAPTION, Caller, video
from sandbox.tests.box import Box, picture

PHONE = "/cp.kuaishou.com/article/publish/video"
FAULT_PATH = "/article/publish/video"
BROWSER = {"sec-fetch-mode": "navigate"}


def publish(caller: Caller, *, files: list[Any], **fields: str) -> httpx.Response:
    data = {"account": caller.key, "caption": CAPTION, "visibility": "public", **fields}
    return caller.box.send("POST", PHONE, data=data, files=files)


def publish_video(caller: Caller, **fields: str) -> httpx.Response:
    files = [
        ("video", ("a.mp4", video(), "video/mp4")),
        ("cover", ("c.png", picture(), "image/png")),
        ("pictures", ("", b"", "application/octet-stream")),
    ]
    return publish(caller, files=files, **fields)


def shared_by(caller: Caller, answer: httpx.Response) -> str:
    """The text that the app copies."""
    assert answer.status_code == 303, answer.text
    page = caller.box.send("GET", answer.headers["location"])
    found = re.search(r'<code id="share">(.*?)</code>', page.text)
    assert found
    return found[1]


def test_a_video_published_by_hand_goes_through_review_and_has_a_short_link(caller: Caller) -> None:
    assert "潮声茶铺" in caller.box.send("GET", f"{PHONE}?account={caller.key}").text
    answer = publish_video(caller, declaration="内容为AI生成")
    assert "审核中" in caller.box.send("GET", answer.headers["location"]).text
    caller.box.advance(10)
    shared = shared_by(caller, answer)
    short = re.match(r"https://(v\.kuaishou\.com/\w+) ", shared)
    assert short
    [post] = caller.posts()
    assert (post["state"], post["details"]["declaration"]) == ("live", "内容为AI生成")
    to_web = caller.box.send("GET", f"/{short[1]}")
    assert to_web.status_code == 302
    assert to_web.headers["location"].startswith(
        f"https://www.kuaishou.com/short-video/{post['external_id']}?"
    )
    to_phone = caller.box.send("GET", f"/{short[1]}", headers={"user-agent": "Mozilla/5.0 (iPhone)"})
    assert f"v.m.chenzhongtech.com/fw/photo/{post['external_id']}?" in to_phone.headers["location"]
    stays = caller.box.send("GET", f"/{short[1]}", headers=BROWSER).headers["location"]
    assert caller.box.send("GET", stays).status_code == 200
    assert caller.box.send("GET", "/v.kuaishou.com/nobody").status_code == 404


def test_pictures_published_by_hand_are_shown_in_order(caller: Caller) -> None:
    shots = [picture(form="PNG"), picture(form="JPEG")]
    files = [("pictures", (f"{number}.png", data, "image/png")) for number, data in enumerate(shots)]
    publish(caller, files=files)
    caller.box.advance(10)
    [post] = caller.posts()
    assert (post["kind"], post["pictures"], post["text"]) == ("pictures", 2, CAPTION)
    page = caller.box.send("GET", post["local_path"]).text
    sources = re.findall(r'src="(/tx2\.a\.kwimgs\.com/picture/\w+)"', page)
    assert [caller.box.send("GET", source).content for source in sources] == shots


def test_what_is_missing_is_said_and_what_was_typed_stays(caller: Caller) -> None:
    nothing = publish(caller, files=[("cover", ("", b"", "image/png"))])
    assert nothing.status_code == 422
    assert "请选一个视频" in nothing.text
    assert CAPTION in nothing.text
    assert "请写上作品描述" in publish_video(caller, caption=" ").text
    assert "请先选择账号" in publish_video(caller, account="nobody").text
    assert caller.posts() == []


def test_a_private_post_is_counted_but_not_shown(caller: Caller) -> None:
    publish_video(caller, visibility="private")
    caller.box.advance(10)
    [post] = caller.posts()
    assert caller.box.send("GET", post["local_path"]).status_code == 404
    assert caller.get("/openapi/photo/count")["private_count"] == 1


def test_faults_strike_what_is_published_by_hand(caller: Caller) -> None:
    caller.box.fault("rejection", account=caller.key, path=FAULT_PATH, count=1)
    answer = publish_video(caller)
    caller.box.advance(10)
    assert "没有通过平台审核" in caller.box.send("GET", answer.headers["location"]).text


def test_without_an_account_the_app_says_what_to_do(box: Box) -> None:
    assert "请先在控制台添加" in box.send("GET", PHONE).text
    assert box.send("GET", f"{PHONE}/posts/1").status_code == 404


def test_home_pages_show_public_posts(caller: Caller) -> None:
    publish_video(caller)
    publish_video(caller, caption="只给自己看", visibility="private")
    caller.box.advance(10)
    home = "/" + caller.credentials["home_page"].split("://")[1]
    page = caller.box.send("GET", home).text
    assert CAPTION in page
    assert "只给自己看" not in page
    assert caller.credentials["kwai_id"] in page


def test_the_author_can_delete_what_he_published(caller: Caller) -> None:
    page = publish_video(caller).headers["location"]
    caller.box.advance(10)
    assert caller.box.send("POST", f"{page}/delete").status_code == 303
    assert caller.posts()[0]["state"] == "withdrawn"
    assert "删除作品" not in caller.box.send("GET", page).text


def test_the_control_desk_leads_to_the_app(caller: Caller) -> None:
    assert f"{PHONE}?account=tea" in caller.box.send("GET", "/accounts/tea").text
