"""Sharing into the app, the phone page, short links, and figures."""

import hashlib
import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
import pytest

from sandbox.tests.box import Box, picture
from sandbox.tests.douyin_caller import MP4, OPEN, DouyinCaller, code_of
from sandbox.tests.test_douyin_conversation import listen, pushed

PHONE = "/creator.douyin.com/creator-micro/content/upload"
DAY = 86_400


def app_call(douyin: DouyinCaller, method: str, path: str, **parts: Any) -> Any:
    headers = {"access-token": douyin.client_token()}
    return douyin.box.send(method, OPEN + path, headers=headers, **parts).json()


def schema(douyin: DouyinCaller, **more: str) -> str:
    ticket = app_call(douyin, "GET", "/open/getticket/")["data"]["ticket"]
    moment = str(int(douyin.box.seconds))
    joined = f"nonce_str=n1&ticket={ticket}&timestamp={moment}"
    fields = {
        "share_type": "h5",
        "client_key": douyin.credentials["client_key"],
        "nonce_str": "n1",
        "timestamp": moment,
        "signature": hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest(),
        "video_path": "https://brand.example.com/a.mp4",
        **more,
    }
    return f"snssdk1128://openplatform/share?{urlencode(fields, quote_via=quote)}"


def post_by_hand(douyin: DouyinCaller, files: Any, **fields: Any) -> httpx.Response:
    given = {
        "account": douyin.key,
        "form": "video",
        "title": "春茶上新",
        "text": "今年的第一锅茶 #新茶",
        **fields,
    }
    page = douyin.box.send("POST", PHONE, data=given, files=files)
    return douyin.box.send("GET", page.headers["location"]) if page.status_code == 303 else page


def shown(page: httpx.Response, name: str) -> str:
    found = re.search(rf'data-shown="{name}">([^<]*)<', page.text)
    assert found, page.text
    return unescape(found[1])


def video_file(data: bytes = MP4) -> Any:
    return {"files": ("a.mp4", data, "video/mp4")}


def test_a_post_is_finished_on_the_phone_and_its_link_leads_to_it(box: Box, douyin: DouyinCaller) -> None:
    assert "示例抖音" in box.send("GET", PHONE).text
    page = post_by_hand(douyin, video_file(), declaration="内容由AI生成")
    assert page.status_code == 200
    words, short, url = (shown(page, name) for name in ("复制链接得到的文字", "短链接", "链接"))
    assert short in words
    assert re.fullmatch(r"https://v\.douyin\.com/\w+/", short)
    box.advance(10)
    post = box.get("/control/posts")[0]
    assert (post["state"], post["url"], post["title"]) == ("live", url, "春茶上新")
    assert post["details"]["declaration"] == "内容由AI生成"
    redirect = box.send("GET", "/" + short.split("://")[1])
    assert redirect.status_code == 302
    target = redirect.headers["location"]
    assert target.startswith(f"https://www.iesdouyin.com/share/video/{url.rsplit('/', 1)[1]}/?")
    assert "作者声明：内容由AI生成" in box.send("GET", "/" + target.split("://")[1]).text
    assert box.send("GET", "/v.douyin.com/unknown/").status_code == 404


def test_what_is_published_by_hand_may_be_rejected(box: Box, douyin: DouyinCaller) -> None:
    assert PHONE in box.send("GET", f"/accounts/{douyin.key}").text
    box.fault("rejection", account=douyin.key, path="/creator-micro/content/upload", count=1)
    post_by_hand(douyin, video_file())
    box.advance(10)
    assert box.get("/control/posts")[0]["state"] == "rejected"


def test_pictures_on_the_phone_become_a_note(box: Box, douyin: DouyinCaller) -> None:
    files = [("files", (f"{number}.png", picture(), "image/png")) for number in range(3)]
    assert "/note/" in shown(post_by_hand(douyin, files, form="pictures"), "链接")
    assert box.get("/control/posts")[0]["pictures"] == 3


PICTURES = {"form": "pictures"}


@pytest.mark.parametrize(
    ("files", "fields", "word"),
    [
        (video_file(), {"title": "长" * 31}, "标题"),
        (video_file(), {"text": "长" * 1001}, "简介"),
        ({"files": ("", b"")}, {}, "一个视频"),
        ({"files": ("", b"")}, PICTURES, "选择视频"),
        ([("files", ("a.gif", picture("GIF"), "image/gif"))], PICTURES, "动图"),
        ([("files", (f"{n}.png", picture(), "image/png")) for n in range(36)], PICTURES, "最多 35 张"),
        ([("files", ("a.png", picture(), "image/png"))], {**PICTURES, "title": "长" * 21}, "标题"),
        ([("files", ("a.mp4", MP4, "video/mp4"))] * 2, {}, "一个视频"),
        (video_file(), {"account": "nobody"}, "账号"),
    ],
)
def test_the_form_of_the_app_has_its_limits(
    box: Box, douyin: DouyinCaller, files: Any, fields: dict[str, str], word: str
) -> None:
    page = post_by_hand(douyin, files, **fields)
    assert page.status_code == 422
    assert word in page.text
    assert box.get("/control/posts") == []


def serving(box: Box, **files: tuple[bytes, str]) -> None:
    """The company's server gives these files by their names, each with its Content-Type."""

    def answer(request: httpx.Request) -> httpx.Response:
        found = files.get(request.url.path.lstrip("/").replace(".", "_"))
        if found is None:
            return httpx.Response(404)
        return httpx.Response(200, content=found[0], headers={"Content-Type": found[1]})

    box.world.outgoing = httpx.MockTransport(answer)


def kept_in(page: httpx.Response) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)"', page.text)


def test_a_share_fills_the_form_and_its_result_is_told(box: Box, douyin: DouyinCaller) -> None:
    listen(douyin)
    serving(box, a_mp4=(MP4, "video/mp4"))
    share = app_call(douyin, "GET", "/share-id/", params={"need_callback": "true"})["data"]["share_id"]
    link = schema(douyin, title="新品", state=share, hashtag_list='["新茶"]')
    phone = box.send("GET", "/phone/open", params={"link": link})
    form = box.send("GET", phone.headers["location"])
    assert "来自「示例抖音」的分享" in form.text
    assert "#新茶" in form.text
    [film] = kept_in(form)
    done = post_by_hand(douyin, None, title="新品", link=link, kept=film)
    assert done.status_code == 200
    [event] = pushed(douyin, "create_video")
    assert (event["from_user_id"], event["content"]["share_id"]) == (douyin.open_id, share)
    asked = app_call(douyin, "GET", "/share-id/", params={"share_id": share})["data"]
    assert asked["item_id"] == event["content"]["item_id"]
    assert asked["share_url"] == box.get("/control/posts")[0]["url"]
    box.advance(10)
    post = box.get("/control/posts")[0]
    source = re.search(r'<video src="([^"]+)"', box.send("GET", post["local_path"]).text)
    assert source
    assert box.send("GET", source[1]).content == MP4


def test_pictures_of_a_share_keep_their_order(box: Box, douyin: DouyinCaller) -> None:
    serving(box, one_png=(picture(), "image/png"), two_jpg=(picture("JPEG"), "image/jpeg"))
    listed = json.dumps(["https://brand.example.com/one.png", "https://brand.example.com/two.jpg"])
    link = schema(douyin, video_path="", image_list_path=listed)
    kept = kept_in(box.send("GET", PHONE, params={"link": link}))
    assert [name.rpartition(".")[2] for name in kept] == ["png", "jpg"]
    post_by_hand(douyin, None, form="pictures", link=link, kept=kept)
    assert box.get("/control/posts")[0]["pictures"] == 2


@pytest.mark.parametrize(
    ("kind", "word"), [("text/html", "Content-Type"), ("gone", "HTTP 404"), ("video/mp4", "内容不是")]
)
def test_media_that_the_app_cannot_fetch_are_said(
    box: Box, douyin: DouyinCaller, kind: str, word: str
) -> None:
    if kind != "gone":
        serving(box, a_mp4=(b"<html>", kind))
    else:
        serving(box)
    page = box.send("GET", PHONE, params={"link": schema(douyin)})
    assert (page.status_code, word in page.text) == (422, True)
    assert kept_in(page) == []


def test_a_forged_or_old_share_does_not_open(box: Box, douyin: DouyinCaller) -> None:
    serving(box, a_mp4=(MP4, "video/mp4"))
    good = schema(douyin)
    forged = good.replace("nonce_str=n1", "nonce_str=n2")
    assert "签名不正确" in box.send("GET", PHONE, params={"link": forged}).text
    refused = post_by_hand(douyin, video_file(), link=forged)
    assert (refused.status_code, box.get("/control/posts")) == (422, [])
    box.wait(7201)
    assert "签名不正确或已过期" in box.send("GET", PHONE, params={"link": good}).text
    douyin.change_app(capabilities=["open.get.ticket"])
    assert "h5.share" in box.send("GET", PHONE, params={"link": schema(douyin)}).text


def test_a_link_that_no_app_here_opens_is_said(box: Box) -> None:
    answer = box.send("GET", "/phone/open", params={"link": "unknown://publish"})
    assert (answer.status_code, "没有能打开它" in answer.text) == (404, True)


def test_a_schema_has_a_short_form(box: Box, douyin: DouyinCaller) -> None:
    ticket = app_call(douyin, "GET", "/open/getticket/")["data"]["ticket"]
    body = {"client_ticket": ticket, "expire_at": 0, "video_path": "https://brand.example.com/a.mp4"}
    path = "/api/douyin/v1/schema/get_share/"
    answer = app_call(douyin, "POST", path, json={**body, "hashtag_list": ["新茶"]})
    assert answer["err_no"] == 0
    redirect = box.send("GET", "/" + answer["data"]["schema"].split("://")[1])
    opened = dict(parse_qsl(urlsplit(redirect.headers["location"]).query))["link"]
    assert json.loads(dict(parse_qsl(urlsplit(opened).query))["hashtag_list"]) == ["新茶"]
    serving(box, a_mp4=(MP4, "video/mp4"))
    phone = box.send("GET", redirect.headers["location"])
    assert "来自「示例抖音」的分享" in box.send("GET", phone.headers["location"]).text
    assert code_of(app_call(douyin, "POST", path, json={"client_ticket": ticket})) == 28001007
    assert code_of(app_call(douyin, "POST", path, json={**body, "client_ticket": "x"})) == 28001007


def test_the_home_page_shows_public_items_only(box: Box, douyin: DouyinCaller) -> None:
    douyin.publish("大家都看得到")
    douyin.publish("只有自己", private_status=1)
    page = box.send("GET", "/" + douyin.credentials["home_page"].split("://")[1]).text
    assert "大家都看得到" in page
    assert "只有自己" not in page


def test_a_video_can_be_watched_where_it_was_kept(box: Box, douyin: DouyinCaller) -> None:
    made = douyin.publish()
    found = re.search(r'<video src="([^"]+)"', box.send("GET", made["post"]["local_path"]).text)
    assert found
    assert box.send("GET", found[1]).content == MP4


def test_figures_of_a_day_are_ready_at_ten_the_next_morning(box: Box, douyin: DouyinCaller) -> None:
    made = douyin.publish()
    number = made["post"]["id"]
    box.post(f"/control/posts/{number}/comments", text="好喝", person="小鱼")
    box.post(f"/control/accounts/{douyin.key}/follows", person="新粉", count=3)
    today = made["post"]["published_at"][:10]

    def value(path: str, name: str, **query: Any) -> Any:
        rows = douyin.get(path, date_type=7, **query)["data"]["result_list"]
        return {row["date"]: row[name] for row in rows}.get(today)

    item = {"item_id": made["item_id"]}
    assert value("/data/external/item/comment/", "comment", **item) is None
    box.advance(DAY - 3600)
    assert value("/data/external/item/comment/", "comment", **item) is None, "before ten"
    box.advance(2 * 3600)
    assert value("/data/external/item/comment/", "comment", **item) == 1
    assert value("/data/external/user/comment/", "new_comment") == 1
    assert value("/data/external/user/fans/", "new_fans") == 3
    assert value("/data/external/user/fans/", "total_fans") == 1203
    assert value("/data/external/user/item/", "new_issue") == 1
    base = douyin.get("/data/external/item/base/", **item)["data"]["result"]
    assert base["total_comment"] == 1
    assert code_of(douyin.get("/data/external/item/play/", date_type=30, **item)) == 2100005


def test_small_accounts_get_no_report(box: Box) -> None:
    douyin = DouyinCaller(box, followers=90)
    made = douyin.publish()
    assert code_of(douyin.get("/data/external/item/base/", item_id=made["item_id"])) == 2100007
    assert code_of(douyin.get("/api/douyin/v1/user/fans_data/")) == 2100007


def test_the_portrait_of_the_fans(douyin: DouyinCaller) -> None:
    data = douyin.get("/api/douyin/v1/user/fans_data/")["data"]["fans_data"]
    assert data["all_fans_num"] == 1200
    assert sum(one["value"] for one in data["gender_distributions"]) == 1200
