"""From a post to what the platform is sent, and what is refused before."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.platforms.wecom import message
from chaoxin.connectors.platforms.wecom.check import lengths, problems
from chaoxin.connectors.platforms.wecom.limits import PICTURE_BYTES
from chaoxin.connectors.platforms.wecom.pictures import fitted
from chaoxin.connectors.values import Picture, Post

from .cast import (
    ACCOUNT,
    CGI,
    CONTACT,
    SETTINGS,
    body_of,
    picture,
    platform,
    to_customers,
    to_groups,
    with_video,
)
from .recorded import payload

MEDIA_ID, ADDRESS = payload("media_upload")["media_id"], payload("uploadimg")["url"]


def sent(post: Post) -> dict[str, Any]:
    """The request that makes the task of a post."""
    stub, connector = platform()
    assert connector.publish
    prepared = connector.publish.prepare(ACCOUNT, post, {})
    connector.publish.submit(ACCOUNT, post, prepared)
    return body_of(stub.sent_to(f"{CONTACT}/add_msg_template")[0])


def codes(post: Post, settings: Any = SETTINGS) -> set[str]:
    return {problem.code for problem in problems(post, settings)}


def test_a_message_to_all_customers_of_the_usual_sender() -> None:
    assert sent(to_customers()) == {
        "chat_type": "single",
        "sender": "zhangsan",
        "text": {"content": "冬季新品到店，门店和线上同价。"},
        "attachments": [
            {"msgtype": "image", "image": {"media_id": MEDIA_ID}},
            {"msgtype": "link", "link": {"title": "冬季新品", "url": "https://shop.example.com/winter"}},
        ],
    }


def test_the_first_picture_may_be_the_cover_of_the_link() -> None:
    options = {"link_title": "冬季新品", "link_text": "门店同价", "first_is_cover": True}
    [link] = sent(to_customers(options=options))["attachments"]
    assert link["link"]["picurl"] == ADDRESS
    assert link["link"]["desc"] == "门店同价"


def test_a_message_to_groups_with_a_mini_programme() -> None:
    found = sent(to_groups())
    assert found["chat_type"] == "group"
    assert found["chat_id_list"] == ["wrsample0000000000000000000001", "wrsample0000000000000000000002"]
    [card] = found["attachments"]
    assert card["miniprogram"] == {
        "title": "冬季新品",
        "pic_media_id": MEDIA_ID,
        "appid": "wxminisample000001",
        "page": "pages/winter?from=group",
    }


def test_a_video_is_sent_as_one() -> None:
    assert sent(with_video())["attachments"] == [{"msgtype": "video", "video": {"media_id": MEDIA_ID}}]


def test_customers_or_tags_narrow_whom_it_goes_to() -> None:
    named = sent(
        to_customers(options={"customers": "wm1\nwm2 wm1，wm3", "allow_select": True, "link_title": "x"})
    )
    assert named["external_userid"] == ["wm1", "wm2", "wm3"]
    assert named["allow_select"] is True
    tagged = sent(to_customers(options={"tags": ["et1", "et2"], "sender": "lisi", "link_title": "x"}))
    assert tagged["tag_filter"] == {"group_list": [{"tag_list": ["et1", "et2"]}]}
    assert tagged["sender"] == "lisi"


def test_pictures_may_be_handed_in_by_an_address_that_lasts() -> None:
    stub, connector = platform()
    assert connector.publish
    account = replace(ACCOUNT, settings={**SETTINGS, "pictures_as": "address"})
    post = to_customers()
    prepared = connector.publish.prepare(account, post, {})
    connector.publish.submit(account, post, prepared)
    made = body_of(stub.sent_to(f"{CONTACT}/add_msg_template")[0])
    assert made["attachments"][0] == {"msgtype": "image", "image": {"pic_url": ADDRESS}}
    assert stub.sent_to(f"{CGI}/media/upload") == []


def test_control_characters_never_reach_the_platform() -> None:
    assert sent(to_customers(text=" 冬季\x0b新品\r\n到店\x00 "))["text"] == {"content": "冬季新品\n到店"}


def test_the_link_takes_its_title_from_the_first_line() -> None:
    post = to_customers(text="新" * 60 + "\n第二行", options={})
    title = message.link_title(post)
    assert title == "新" * 42
    assert "link_title_missing" not in codes(post)
    assert "link_title_missing" in codes(to_customers(text="", options={}))


def test_texts_are_counted_in_octets() -> None:
    assert "text_too_long" not in codes(to_customers(text="字" * 1333))
    assert "text_too_long" in codes(to_customers(text="字" * 1334))
    told = {length.field: (length.used, length.most, length.unit) for length in lengths(to_customers())}
    assert told["text"] == (45, 4000, "字节")
    assert told["link_title"] == (12, 128, "字节")
    assert {length.field for length in lengths(to_groups())} == {"text", "mini_title"}


def test_somebody_must_send_it() -> None:
    assert "sender_missing" in codes(to_customers(), {})
    assert "sender_missing" not in codes(to_customers(options={"customers": "wm1"}), {})
    assert "sender_missing" in codes(to_groups(), {})
    assert "sender_missing" not in codes(to_customers(options={"sender": "lisi"}), {})


def test_nine_attachments_are_enough() -> None:
    nine = tuple(picture(str(number)) for number in range(9))
    assert "attachments_too_many" not in codes(to_customers(pictures=nine, link=""))
    assert "attachments_too_many" in codes(to_customers(pictures=nine))
    assert "attachments_too_many" not in codes(
        to_customers(pictures=nine, options={"link_title": "x", "first_is_cover": True})
    )


def test_an_animation_is_warned_of_and_another_kind_of_file_is_stopped() -> None:
    moving = to_customers(pictures=(picture(kind="GIF"),))
    assert [(problem.level, problem.code) for problem in problems(moving, SETTINGS)] == [
        ("warn", "animation_lost")
    ]
    tiff = Picture("t", Path("/nowhere.tif"), "image/tiff", 1, 1, 1)
    assert "picture_type" in codes(to_customers(pictures=(tiff,)))


def test_a_video_has_its_own_form() -> None:
    clip = with_video().video
    assert clip
    assert "video_unexpected" in codes(to_customers(video=clip))
    assert "video_missing" in codes(with_video(video=None))
    webm = replace(clip, content_type="video/webm")
    assert "video_type" in codes(with_video(video=webm))


def test_pictures_are_made_to_fit() -> None:
    small = picture(kind="JPEG")
    assert fitted(small)[1] == small.path.read_bytes()
    large = picture(size=(1600, 1200), noisy=True)
    assert large.size > PICTURE_BYTES.value
    name, content, kind = fitted(large)
    assert (name, kind) == ("first.jpg", "image/jpeg")
    assert len(content) <= PICTURE_BYTES.value
    assert fitted(picture(kind="WEBP"))[2] == "image/jpeg"


def test_a_file_that_is_no_picture_is_said_to_be_none() -> None:
    broken = picture()
    broken.path.write_bytes(b"no picture")
    with pytest.raises(FixContent, match="无法读取"):
        fitted(broken)


def test_transparent_pictures_get_a_white_ground() -> None:
    clear = picture(kind="WEBP")
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear.path, "WEBP")
    _, content, _ = fitted(clear)
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.convert("RGB").getpixel((4, 4)) == (255, 255, 255)
