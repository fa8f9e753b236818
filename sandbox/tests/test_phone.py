"""Publishing by hand in an app: what it takes and refuses, and what becomes of a post."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from sandbox import audience
from sandbox.tests.box import Box, PhoneUser, clip, picture

RED_PAGE = "creator.xiaohongshu.com/publish/publish"
CHANNELS_PAGE = "channels.weixin.qq.com/platform/post/create"


@pytest.fixture
def red(box: Box) -> PhoneUser:
    return PhoneUser(box, "xiaohongshu", RED_PAGE)


@pytest.fixture
def channels(box: Box) -> PhoneUser:
    return PhoneUser(box, "shipinhao", CHANNELS_PAGE)


def test_a_note_is_public_with_everything_that_was_filled_in(box: Box, red: PhoneUser) -> None:
    post = red.publish(
        picture(), picture("JPEG"), declaration="笔记含AI合成内容", first_comment="门店地址在这里"
    )
    assert (post["state"], post["pictures"], post["kind"]) == ("live", 2, "pictures")
    page = box.send("GET", post["local_path"])
    assert page.status_code == 200
    for text in ("新茶到店", "今天到了两款", "笔记含AI合成内容", "门店地址在这里"):
        assert text in page.text
    assert post["effects"][0]["path"] == "/publish/publish"


def test_the_pictures_stand_in_the_order_in_which_they_were_chosen(box: Box, red: PhoneUser) -> None:
    post = red.publish(picture("JPEG"), picture())
    page = box.send("GET", post["local_path"]).text
    names = [part.partition('"')[0] for part in page.split('<img src="')[1:]]
    assert [name.rpartition(".")[2] for name in names] == ["jpg", "png"]
    assert box.send("GET", names[1]).content == picture()


def test_a_video_is_published_and_served(box: Box, channels: PhoneUser) -> None:
    post = channels.publish(clip(), form="video", title="新茶到店两款")
    page = box.send("GET", post["local_path"]).text
    source = page.partition('<video src="')[2].partition('"')[0]
    assert box.send("GET", source).content == clip()


@pytest.mark.parametrize(
    ("form", "files", "words"),
    [
        ("video", (picture(),), "一个视频"),
        ("video", (clip(), clip()), "一个视频"),
        ("pictures", (clip(),), "只收图片"),
        ("pictures", (b"text",), "不是能发的"),
        ("pictures", (), "1 到 18 张"),
        ("pictures", (picture("GIF"),), "GIF"),
        ("poem", (), "没有这个"),
    ],
)
def test_what_the_form_refuses_is_not_lost(
    red: PhoneUser, box: Box, form: str, files: tuple[bytes, ...], words: str
) -> None:
    answer = red.submit(*files, form=form, text="写了很久的正文")
    assert answer.status_code == 422
    assert words in answer.text
    assert "写了很久的正文" in answer.text
    assert box.get("/control/posts") == []


def test_titles_count_by_the_rules_of_the_platform(red: PhoneUser, channels: PhoneUser) -> None:
    assert red.submit(picture(), title="茶" * 19 + "ab").status_code == 303
    assert red.submit(picture(), title="茶" * 20 + "a").status_code == 422
    assert channels.submit(clip(), form="video", title="五个字短标").status_code == 422
    assert channels.submit(clip(), form="video", title="新茶，到店两款").status_code == 422
    assert channels.submit(clip(), form="video", title="新茶：到店两款").status_code == 303
    assert channels.submit(clip(), form="video", title="").status_code == 303


def test_a_limit_is_a_setting_of_the_account(box: Box, channels: PhoneUser) -> None:
    ten = [picture()] * 10
    assert channels.submit(*ten, title="").status_code == 422
    box.send("PATCH", f"/control/accounts/{channels.key}", json={"settings": {"pictures_limit": 18}})
    assert channels.submit(*ten, title="").status_code == 303


def test_the_share_text_holds_a_short_link_that_leads_to_the_note(box: Box, red: PhoneUser) -> None:
    post = red.publish()
    short = red.done.partition("http://xhslink.com/")[2].partition("<")[0].partition('"')[0]
    answer = box.send("GET", f"/xhslink.com/{short}")
    assert answer.status_code == 302
    target = answer.headers["location"]
    assert target.startswith(f"https://www.xiaohongshu.com/discovery/item/{post['external_id']}?")
    assert box.send("GET", target.removeprefix("https:/")).status_code == 200
    assert box.send("GET", "/xhslink.com/m/nobodys").status_code == 404


def test_a_note_without_its_token_opens_in_the_app_only(box: Box, red: PhoneUser) -> None:
    post = red.publish()
    bare = f"/www.xiaohongshu.com/explore/{post['external_id']}"
    assert box.send("GET", bare).status_code == 404
    box.send("PATCH", f"/control/accounts/{red.key}", json={"settings": {"xsec_token_required": False}})
    assert box.send("GET", bare).status_code == 200


def test_both_links_of_a_video_lead_to_it(box: Box, channels: PhoneUser) -> None:
    post = channels.publish(title="")
    short = channels.done.partition("https://weixin.qq.com/sph/")[2].partition("<")[0].partition('"')[0]
    assert "今天到了两款" in box.send("GET", f"/weixin.qq.com/sph/{short}").text
    assert "今天到了两款" in box.send("GET", post["local_path"]).text


def test_a_post_that_is_taken_down_or_deleted_is_gone(box: Box, red: PhoneUser) -> None:
    first, second = red.publish(title="甲"), red.publish(title="乙")
    box.post(f"/control/posts/{first['id']}/take-down", reason="导流")
    assert box.send("GET", first["local_path"]).status_code == 404
    answer = box.send("POST", f"{red.page}/delete", data={"post": second["id"]})
    assert answer.status_code == 303
    assert box.get(f"/control/posts/{second['id']}")["state"] == "withdrawn"
    assert box.send("POST", f"{red.page}/delete", data={"post": "99"}).status_code == 404


def test_faults_decide_what_becomes_of_a_post(box: Box, red: PhoneUser) -> None:
    box.fault("rejection", path="/publish/publish", count=1, options={"reason": "疑似营销"})
    rejected = red.publish(title="甲")
    assert (rejected["state"], rejected["reason"]) == ("rejected", "疑似营销")
    box.fault("silent_loss", count=1)
    assert red.publish(title="乙")["state"] == "vanished"
    box.fault("slow_review", count=1, options={"seconds": 60})
    box.fault("take_down", count=1, options={"seconds": 30})
    slow = red.publish(title="丙")
    assert slow["state"] == "reviewing"
    assert "正在审核" in red.done
    box.advance(61)
    assert box.get(f"/control/posts/{slow['id']}")["state"] == "live"
    box.advance(30)
    assert box.get(f"/control/posts/{slow['id']}")["state"] == "taken_down"


def test_a_post_deleted_during_its_review_never_appears(box: Box, red: PhoneUser) -> None:
    box.fault("slow_review", count=1, options={"seconds": 60})
    post = red.publish()
    box.send("POST", f"{red.page}/delete", data={"post": post["id"]})
    box.advance(120)
    assert box.get(f"/control/posts/{post['id']}")["state"] == "withdrawn"


def test_people_read_and_comment_on_what_was_published_by_hand(open_box: Callable[..., Box]) -> None:
    box = open_box("busy", people=audience)
    red = PhoneUser(box, "xiaohongshu", RED_PAGE, followers=50_000)
    channels = PhoneUser(box, "shipinhao", CHANNELS_PAGE, followers=50_000)
    posts = [red.publish(), channels.publish(title="")]
    box.advance(86_400)
    for post in posts:
        now = box.get(f"/control/posts/{post['id']}")
        assert now["reads"] > 100
        assert now["comments"] > 0


def test_the_form_page_says_where_it_stands_and_offers_the_accounts(box: Box) -> None:
    assert "还没有" in box.send("GET", f"/{RED_PAGE}").text
    red = PhoneUser(box, "xiaohongshu", RED_PAGE, name="<b>茶</b>")
    page = box.send("GET", f"/{RED_PAGE}").text
    assert "沙盒中的小红书" in page
    assert "&lt;b&gt;茶" in page
    desk = box.send("GET", f"/accounts/{red.key}").text
    assert f'href="/{RED_PAGE}?account={red.key}"' in desk


def test_a_platform_without_an_interface_says_so(box: Box, channels: PhoneUser) -> None:
    page = box.send("GET", f"/accounts/{channels.key}").text
    assert "服务器配置" not in page
    assert "调用配额" not in page
    for verb in ("callback", "authorize"):
        refused = box.send("POST", f"/control/accounts/{channels.key}/{verb}", json={"url": "https://x"})
        assert refused.status_code == 400
    assert channels.account["credentials"]["account"].startswith("sph")


def test_a_past_is_made_up_for_platforms_without_an_interface(box: Box, channels: PhoneUser) -> None:
    since = box.seconds - 5 * 86_400
    told = box.post(
        f"/control/accounts/{channels.key}/history",
        since=since,
        posts=[{"title": "去年的茶", "text": "还在", "published_at": since + 60}],
    )
    assert told["posts"][0]["state"] == "live"
    assert box.send("GET", told["posts"][0]["local_path"]).status_code == 200


def test_a_file_that_was_never_kept_is_not_served(box: Box) -> None:
    host = "/finder.video.qq.com"
    for name in ("0" * 64 + ".mp4", "..%2Flock", "0" * 64 + ".exe", "x.png"):
        assert box.send("GET", f"{host}/{name}").status_code == 404


SCRIPT = "/fe-static.xhscdn.com/biz-static/goten/xhs-1.0.1.js"


def handed_over(box: Box, red: PhoneUser, **changes: Any) -> str:
    """The link by which the platform's script opens the app, signed as a page signs it."""
    key, secret = (red.account["credentials"][name] for name in ("share_app_key", "share_app_secret"))
    moment = str(int(box.seconds * 1000))

    def signed(nonce: str, by: str) -> str:
        return hashlib.sha256(f"appKey={key}&nonce={nonce}&timeStamp={moment}{by}".encode()).hexdigest()

    question = {"app_key": key, "nonce": "n1", "timestamp": moment, "signature": signed("n1", secret)}
    answer = box.send("POST", "/edith.xiaohongshu.com/api/sns/v1/ext/access/token", json=question).json()
    token = answer["data"]["access_token"]
    config = {"appKey": key, "nonce": "n2", "timestamp": moment, "signature": signed("n2", token)}
    info = {"type": "normal", "images": ["https://brand.example.com/a.png"], **changes}
    data = json.dumps({"shareInfo": info, "verifyConfig": config})
    return f"xhsdiscover://share?data={quote(data)}"


def test_a_signed_page_opens_the_app_with_its_pictures(box: Box, red: PhoneUser) -> None:
    assert "window.xhs" in box.send("GET", SCRIPT).text
    files = httpx.Response(200, content=picture(), headers={"Content-Type": "image/png"})
    box.world.outgoing = httpx.MockTransport(lambda request: files)
    link = handed_over(box, red)
    phone = box.send("GET", "/phone/open", params={"link": link})
    form = box.send("GET", phone.headers["location"]).text
    assert "的分享，核对后发布" in form
    kept = form.partition('name="kept" value="')[2].partition('"')[0]
    given = {
        "account": red.key,
        "form": "pictures",
        "title": "新茶",
        "text": "到店",
        "link": link,
        "kept": kept,
    }
    assert box.send("POST", f"/{RED_PAGE}", data=given).status_code == 303
    assert box.get("/control/posts")[0]["pictures"] == 1
    assert (
        "不再接受" in box.send("GET", f"/{RED_PAGE}", params={"link": handed_over(box, red, title="新")}).text
    )


def test_a_page_that_is_not_signed_opens_nothing(box: Box, red: PhoneUser) -> None:
    forged = handed_over(box, red).replace("n2", "n3")
    page = box.send("GET", f"/{RED_PAGE}", params={"link": forged})
    assert (page.status_code, "签名不正确" in page.text) == (422, True)
    assert "shareInfo" in box.send("GET", f"/{RED_PAGE}", params={"link": "xhsdiscover://share?data=1"}).text


@pytest.mark.parametrize("link", ["xhsdiscover://", "weixin://", "kwai://", "sinaweibo://", "snssdk1128://"])
def test_the_link_of_each_app_leads_to_the_page_that_stands_for_it(box: Box, link: str) -> None:
    answer = box.send("GET", "/phone/open", params={"link": link})
    assert answer.status_code == 302
    assert box.send("GET", answer.headers["location"]).status_code == 200
