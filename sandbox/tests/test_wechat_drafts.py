"""Pictures and drafts: what is accepted, stripped and refused."""

import json

import pytest

from sandbox.tests.box import API, Box, WechatCaller, picture

KB = 1024
MB = 1024 * 1024


def add(wechat: WechatCaller, **article: object) -> dict[str, object]:
    given = {"title": "题目", "content": "<p>正文</p>", "thumb_media_id": wechat.cover(), **article}
    return wechat.call("/cgi-bin/draft/add", {"articles": [given]})


def test_a_draft_comes_back_as_the_platform_keeps_it(wechat: WechatCaller) -> None:
    body_picture = wechat.upload("/cgi-bin/media/uploadimg", picture("JPEG"))["url"]
    content = (
        f"<p onclick='x()'>第一段</p><script>alert(1)</script><img src=\"{body_picture}\">"
        '<img src="https://elsewhere.example.com/a.png">'
    )
    media_id = wechat.draft(content=content)
    item = wechat.call("/cgi-bin/draft/get", {"media_id": media_id})["news_item"][0]
    assert item["content"] == f'<p>第一段</p><img src="{body_picture}">'
    assert item["digest"] == "第一段"
    assert item["url"].startswith("http://mp.weixin.qq.com/s?")


@pytest.mark.parametrize(
    ("article", "code"),
    [
        ({"title": "字" * 33}, 45003),
        ({"title": ""}, 45003),
        ({"author": "字" * 17}, 45110),
        ({"digest": "字" * 129}, 45004),
        ({"content": "字" * 20_000}, 45002),
        ({"content": " "}, 45166),
        ({"content_source_url": "https://e.cn/" + "a" * 1024}, 41039),
        ({"thumb_media_id": "nobody's"}, 40007),
        ({"pic_crop_235_1": "0_0_2"}, 53402),
        ({"article_type": "newspic"}, 44003),
        ({"content": '<mp-miniprogram data-miniprogram-imageurl="http://mmbiz.qpic.cn/x">'}, 45166),
    ],
)
def test_limits_of_an_article_have_their_codes(
    wechat: WechatCaller, article: dict[str, str], code: int
) -> None:
    assert add(wechat, **article)["errcode"] == code


def test_just_within_the_limits_is_accepted(wechat: WechatCaller) -> None:
    fields = {"title": "字" * 32, "author": "字" * 16, "digest": "字" * 128, "content": "字" * 19_999}
    assert "media_id" in add(wechat, **fields, pic_crop_235_1="0.1_0_1_0.5")


def test_the_title_limit_is_a_setting(box: Box, wechat: WechatCaller) -> None:
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"title_limit": 64}})
    assert "media_id" in add(wechat, title="字" * 64)


def test_a_temporary_picture_is_no_cover(wechat: WechatCaller) -> None:
    temporary = wechat.upload("/cgi-bin/media/upload", picture(), type="image")["media_id"]
    assert add(wechat, thumb_media_id=temporary)["errcode"] == 40007


def test_the_cover_of_another_account_is_no_cover(box: Box, wechat: WechatCaller) -> None:
    other = WechatCaller(box)
    assert add(wechat, thumb_media_id=other.cover())["errcode"] == 40007


def test_unicode_escapes_show_literally(box: Box, wechat: WechatCaller) -> None:
    article = {"title": "你好", "content": "<p>好</p>", "thumb_media_id": wechat.cover()}
    answer = box.send(
        "POST",
        f"{API}/cgi-bin/draft/add",
        params={"access_token": wechat.token},
        content=json.dumps({"articles": [article]}).encode(),
    ).json()
    item = wechat.call("/cgi-bin/draft/get", {"media_id": answer["media_id"]})["news_item"][0]
    assert item["title"] == r"\u4f60\u597d"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 44002),
        (b"{", 47001),
        ('{"articles":[{"title":"\u4f60"}]}'.encode("gbk"), 47001),
        (b'{"articles":{"title":"a"}}', 44003),
        (b'{"articles":[]}', 44003),
        (b'{"articles":[[{}]]}', 44003),
        (b"[1]", 47001),
    ],
)
def test_bodies_that_are_not_what_they_should_be(
    box: Box, wechat: WechatCaller, body: bytes, code: int
) -> None:
    answer = box.send("POST", f"{API}/cgi-bin/draft/add", params={"access_token": wechat.token}, content=body)
    assert answer.status_code == 200
    assert answer.json()["errcode"] == code


def test_more_than_eight_articles_are_refused(wechat: WechatCaller) -> None:
    article = {"title": "题", "content": "文", "thumb_media_id": wechat.cover()}
    assert "media_id" in wechat.call("/cgi-bin/draft/add", {"articles": [article] * 8})
    assert wechat.call("/cgi-bin/draft/add", {"articles": [article] * 9})["errcode"] == 45008


def test_a_picture_message_takes_permanent_pictures(wechat: WechatCaller) -> None:
    pictures = [{"image_media_id": wechat.cover()} for _ in range(2)]
    given = {
        "article_type": "newspic",
        "title": "图",
        "content": "<p>说明</p>",
        "image_info": {"image_list": pictures},
    }
    media_id = wechat.call("/cgi-bin/draft/add", {"articles": [given]})["media_id"]
    item = wechat.call("/cgi-bin/draft/get", {"media_id": media_id})["news_item"][0]
    assert item["image_info"]["image_list"] == pictures
    assert item["content"] == "说明"
    too_many = {**given, "image_info": {"image_list": pictures[:1] * 21}}
    assert wechat.call("/cgi-bin/draft/add", {"articles": [too_many]})["errcode"] == 45008


def test_comments_need_the_privilege(box: Box) -> None:
    personal = WechatCaller(box, profile="personal_subscription")
    assert add(personal, need_open_comment=1)["errcode"] == 88000
    assert "media_id" in add(personal)


def test_a_draft_is_updated_counted_listed_and_deleted(box: Box, wechat: WechatCaller) -> None:
    first, second = wechat.draft(title="甲"), wechat.draft(title="乙")
    changed = {"title": "丙", "content": "<p>新</p>", "thumb_media_id": wechat.cover()}
    update = {"media_id": first, "index": 0, "articles": changed}
    box.wait(1)
    assert wechat.call("/cgi-bin/draft/update", update)["errcode"] == 0
    assert wechat.call("/cgi-bin/draft/update", {**update, "index": 1})["errcode"] == 40114
    assert wechat.call("/cgi-bin/draft/update", {**update, "articles": [changed]})["errcode"] == 47001
    assert wechat.call("/cgi-bin/draft/update", {**update, "media_id": "x"})["errcode"] == 40007
    listed = wechat.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert [item["media_id"] for item in listed["item"]] == [first, second]
    assert listed["item"][0]["content"]["news_item"][0]["title"] == "丙"
    assert "content" not in listed["item"][0]["content"]["news_item"][0]
    assert wechat.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 21})["errcode"] == 47001
    assert wechat.call("/cgi-bin/draft/delete", {"media_id": second})["errcode"] == 0
    assert wechat.call("/cgi-bin/draft/count") == {"total_count": 1}
    assert wechat.call("/cgi-bin/draft/get", {"media_id": second})["errcode"] == 40007
    assert wechat.call("/cgi-bin/draft/switch", {}, checkonly=1)["is_open"] == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture("GIF"), 40005),
        (picture("WEBP"), 40005),
        (b"GIF89a but not a picture", 40005),
        (picture("JPEG", at_least=MB), 40009),
        (b"", 44001),
    ],
    ids=["gif", "webp", "false gif", "a megabyte", "empty"],
)
def test_body_pictures_are_jpg_or_png_below_a_megabyte(wechat: WechatCaller, data: bytes, code: int) -> None:
    assert wechat.upload("/cgi-bin/media/uploadimg", data)["errcode"] == code


def test_a_missing_file_is_named(wechat: WechatCaller) -> None:
    assert wechat.call("/cgi-bin/media/uploadimg", {})["errcode"] == 41005


@pytest.mark.parametrize(
    ("path", "kind", "data", "code"),
    [
        ("/cgi-bin/media/upload", "image", picture(at_least=10 * MB + 1), 40009),
        ("/cgi-bin/media/upload", "image", picture("WEBP"), 40137),
        ("/cgi-bin/media/upload", "image", picture("BMP"), 40005),
        ("/cgi-bin/media/upload", "thumb", picture("JPEG", at_least=64 * KB + 1), 40012),
        ("/cgi-bin/media/upload", "thumb", picture(), 40005),
        ("/cgi-bin/media/upload", "voice", b"ID3" + b"\0" * (2 * MB), 40010),
        ("/cgi-bin/media/upload", "song", picture(), 40004),
        ("/cgi-bin/material/add_material", "video", b"\0\0\0\0ftypmp42" + b"\0" * 10 * MB, 40011),
        ("/cgi-bin/material/add_material", "image", b"%PDF", 40005),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_are_judged_by_size_and_content(
    wechat: WechatCaller, path: str, kind: str, data: bytes, code: int
) -> None:
    assert wechat.upload(path, data, type=kind)["errcode"] == code


def test_a_temporary_file_lasts_three_days(box: Box, wechat: WechatCaller) -> None:
    uploaded = wechat.upload("/cgi-bin/media/upload", picture("JPEG"), type="thumb")
    media_id = uploaded["thumb_media_id"]
    address, query = f"{API}/cgi-bin/media/get", {"access_token": wechat.token, "media_id": media_id}
    assert box.send("GET", address, params=query).headers["content-type"] == "image/jpeg"
    box.advance(3 * 86_400 + 1)
    assert box.send("GET", address, params=query).json()["errcode"] == 40007


def test_the_library_is_listed_counted_read_and_emptied(box: Box, wechat: WechatCaller) -> None:
    first = wechat.upload("/cgi-bin/material/add_material", picture(), name="甲.png", type="image")
    video = b"\0\0\0\0ftypmp42film"
    about = json.dumps({"title": "片", "introduction": "介绍"})
    film = wechat.upload("/cgi-bin/material/add_material", video, type="video", fields={"description": about})
    assert wechat.upload("/cgi-bin/material/add_material", video, type="video")["errcode"] == 47001
    counts = wechat.call("/cgi-bin/material/get_materialcount")
    assert (counts["image_count"], counts["video_count"]) == (1, 1)
    listed = wechat.call("/cgi-bin/material/batchget_material", {"type": "image", "offset": 0, "count": 5})
    assert listed["item"][0]["name"] == "甲.png"
    assert wechat.call("/cgi-bin/material/get_material", {"media_id": film["media_id"]})["title"] == "片"
    local = "/" + first["url"].split("://")[1]
    assert box.send("GET", local).content == picture()
    wechat.call("/cgi-bin/material/del_material", {"media_id": first["media_id"]})
    assert wechat.call("/cgi-bin/material/get_material", {"media_id": first["media_id"]})["errcode"] == 40007
