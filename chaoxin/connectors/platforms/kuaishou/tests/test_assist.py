"""What a person gets to publish by hand, and the links that he brings back."""

from __future__ import annotations

import httpx
import pytest

from chaoxin.connectors.assisting import Assist, PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.testing.samples import Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import CAPTION, PHOTO_ID, picture_post, video_post
from .healthy import platform
from .recorded import payload_text

SHORT = "v.kuaishou.com/2xQbTn"
LINK = PostedLink(url=f"https://{SHORT}")
WEB = f"https://www.kuaishou.com/short-video/{PHOTO_ID}"


def assisting(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, Assist]:
    stub, connector = platform(answers)
    assert connector.assist
    return stub, connector.assist


def redirect(target: str) -> Reply:
    return Reply("", status=302, headers={"Location": target})


def test_the_package_has_the_caption_ready_to_paste_and_the_media_in_order() -> None:
    _, assist = assisting()
    given = picture_post(3)
    package = assist.package(given, {})
    assert [copy.text for copy in package.copies] == [CAPTION]
    assert package.pictures == given.pictures
    assert package.declaration == ""
    assert package.web_url.startswith("https://cp.kuaishou.com/")
    assert package.app_url == "kwai://"
    assert assist.package(given, {"app_url": "kwai://post"}).app_url == "kwai://post"


def test_the_steps_follow_the_form_and_end_with_the_link() -> None:
    _, assist = assisting()
    options = {
        "disclosures": ["advertising", "ai_generated", "opinion"],
        "mentions": ["店长"],
        "visibility": "friends",
    }
    package = assist.package(video_post(text="【广告】新茶", options=options), {})
    assert package.declaration == "内容为AI生成"
    steps = {step.key: step.sentence for step in package.steps}
    assert list(steps) == [
        "account",
        "media",
        "caption",
        "mentions",
        "advertising",
        "declaration",
        "other_declarations",
        "visibility",
        "publish",
        "link",
    ]
    assert "广告" in steps["advertising"]
    assert "内容为AI生成" in steps["declaration"]
    assert "个人观点，仅供参考" in steps["other_declarations"]
    assert "好友可见" in steps["visibility"]
    assert "封面" in steps["media"]


def test_a_plain_post_has_no_steps_that_do_not_concern_it() -> None:
    _, assist = assisting()
    keys = [step.key for step in assist.package(picture_post(), {}).steps]
    assert keys == ["account", "media", "caption", "publish", "link"]


@pytest.mark.parametrize("shared", payload_text("share_texts.txt").splitlines())
def test_every_recorded_share_text_is_recognized(shared: str) -> None:
    _, assist = assisting()
    found = assist.recognize(shared)
    assert found.post_id == PHOTO_ID or found.url.startswith(
        ("https://v.kuaishou.com/", "https://www.kuaishou.com/f/")
    )


def test_the_first_post_among_several_addresses_is_taken() -> None:
    _, assist = assisting()
    text = f"我的主页 https://www.kuaishou.com/profile/3x7d6wnpg2mjjkq 作品 {WEB}?a=b"
    assert assist.recognize(text).url == WEB


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("已经发了", "没有找到"),
        ("https://example.com/a", "不是快手的链接"),
        ("https://www.kuaishou.com/profile/3x7d6wnpg2mjjkq", "主页"),
        ("https://cp.kuaishou.com/article/manage/video", "后台"),
        (f"https://evil-www.kuaishou.com.example.org/short-video/{PHOTO_ID}", "不是快手的链接"),
    ],
)
def test_what_is_no_post_is_refused_by_what_it_is(pasted: str, word: str) -> None:
    _, assist = assisting()
    with pytest.raises(FixContent) as caught:
        assist.recognize(pasted)
    assert word in caught.value.sentence


@pytest.mark.parametrize(
    "target",
    [
        f"{WEB}?authorId=3x7d6wnpg2mjjkq&shareToken=X2xQbTn",
        f"https://v.m.chenzhongtech.com/fw/photo/{PHOTO_ID}?cc=share_copylink",
        f"https://m.gifshow.com/fw/photo/{PHOTO_ID}",
    ],
)
def test_a_short_link_is_followed_to_its_post(target: str) -> None:
    stub, assist = assisting({SHORT: redirect(target)})
    assert assist.resolve(LINK) == PostedLink(url=WEB, post_id=PHOTO_ID)
    assert len(stub.requests) == 1


def test_a_short_link_may_lead_over_another_one() -> None:
    answers: dict[str, Responder] = {
        SHORT: redirect("/f/X-7Jkdms"),
        "v.kuaishou.com/f/X-7Jkdms": redirect(WEB),
    }
    _, assist = assisting(answers)
    assert assist.resolve(LINK).post_id == PHOTO_ID


def test_a_full_link_asks_nobody() -> None:
    stub, assist = assisting()
    full = PostedLink(url=WEB, post_id=PHOTO_ID)
    assert assist.resolve(full) is full
    assert stub.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        redirect("https://example.com/"),
        redirect("https://www.kuaishou.com/profile/3x7d6wnpg2mjjkq"),
        redirect(f"https://{SHORT}"),
        Reply("<p>链接已失效</p>", status=404),
        Reply("<p>ok</p>"),
    ],
)
def test_a_short_link_that_leads_elsewhere_is_refused(answer: Reply) -> None:
    _, assist = assisting({SHORT: answer})
    with pytest.raises(FixContent, match="短链接"):
        assist.resolve(LINK)


def test_a_short_link_that_cannot_be_opened_now_is_tried_later() -> None:
    def lost(request: httpx.Request) -> Reply:
        raise httpx.ReadTimeout("broken by the test", request=request)

    for answer in (lost, Reply("busy", status=503), Reply("busy", status=429)):
        _, assist = assisting({SHORT: answer})
        with pytest.raises(Wait):
            assist.resolve(LINK)


def test_an_account_may_be_declared_by_its_number_or_home_page() -> None:
    _, assist = assisting()
    by_number = assist.declare({"account": " ChaoSheng2026 ", "name": "潮声茶铺"})
    assert (by_number.external_id, by_number.name) == ("chaosheng2026", "潮声茶铺")
    by_page = assist.declare({"account": "https://live.kuaishou.com/u/ChaoSheng2026"})
    assert by_page.external_id == by_number.external_id
    with pytest.raises(FixContent, match="短链接"):
        assist.declare({"account": f"https://{SHORT}"})
