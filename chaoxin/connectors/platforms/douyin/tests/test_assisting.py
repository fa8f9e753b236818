"""Publishing by hand: the package, the account that a person names, and the links that he brings back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.platforms.douyin.assist import DouyinAssist
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform, silent_wire

from .cast import picture, picture_post, video_post
from .conformance import HOME, LINKS

SHORT = "v.douyin.com/iRNBho6u/"


def assisting(answers: dict[str, Responder] | None = None) -> DouyinAssist:
    wire = StubPlatform(answers).wire(now=SAMPLE_TIME) if answers else silent_wire(now=SAMPLE_TIME)
    assist = build(wire).assist
    assert isinstance(assist, DouyinAssist)
    return assist


def keys(post: Any) -> list[str]:
    return [step.key for step in assisting().package(post, {}).steps]


def test_the_package_names_the_platforms_own_label() -> None:
    options = {
        "topics": ["新茶"],
        "disclosures": ["advertising", "ai_generated"],
        "first_comment": "地址在主页",
    }
    package = assisting().package(video_post(options=options, cover=picture("cover")), {})
    assert package.declaration == "内容由AI生成", "the law wants this one in the platform's own control"
    copies = {copy.key: copy.text for copy in package.copies}
    assert copies["title"] == "春茶上新"
    assert copies["text"] == "今年的第一锅茶，周六到店试喝\n#新茶 "
    assert (copies["topics"], copies["first_comment"]) == ("#新茶", "地址在主页")
    assert package.app_url == "snssdk1128://"
    assert package.web_url.startswith("https://creator.douyin.com/")


def test_the_way_through_the_form_fits_the_post() -> None:
    plain = keys(video_post(options={}))
    assert plain == ["open", "media", "texts", "publish", "link"]
    options = {
        "topics": ["新茶"],
        "mentions": ["老周=_000a"],
        "disclosures": ["advertising"],
        "visibility": "friends",
        "allow_download": False,
        "first_comment": "地址在主页",
    }
    full = keys(video_post(options=options, cover=picture("cover")))
    extra = ["cover", "topics", "mentions", "declaration", "visibility", "download", "first_comment"]
    assert [key for key in full if key in extra] == extra
    assert "按顺序选中 3 张图片" in assisting().package(picture_post(count=3), {}).steps[1].sentence


@pytest.mark.parametrize(
    "typed",
    [HOME, f"看看我的主页 {HOME}?from_tab=x", HOME.removeprefix("https://"), HOME.replace("www.", "")],
)
def test_a_home_page_names_its_account_in_every_spelling(typed: str) -> None:
    assert assisting().declare({"account": typed}).external_id == f"user:{HOME.rsplit('/', 1)[1]}"


def test_lengths_are_those_of_the_form() -> None:
    video, pictures = (assisting().lengths(post, {}) for post in (video_post(), picture_post()))
    assert [(length.field, length.most) for length in video] == [("title", 30), ("text", 1000)]
    assert pictures[0].most == 20
    assert video[1].used == len("今年的第一锅茶，周六到店试喝\n#新茶 ")


def test_a_short_link_is_resolved_by_where_it_leads() -> None:
    location = "https://www.iesdouyin.com/share/video/7297500000000000001/?region=CN"
    assist = assisting({SHORT: Reply("", status=302, headers={"Location": location})})
    link = assist.recognize(LINKS[-1].pasted)
    assert assist.resolve(link) == PostedLink(
        "https://www.douyin.com/video/7297500000000000001", "7297500000000000001"
    )


@pytest.mark.parametrize(
    "reply",
    [
        Reply("", status=404),
        Reply("<html>", status=200),
        Reply("", status=302, headers={"Location": "https://www.douyin.com/"}),
        Reply("", status=302, headers={"Location": "https://evil.example.com/video/7297500000000000001"}),
    ],
)
def test_a_short_link_that_leads_nowhere_is_refused_with_a_sentence(reply: Reply) -> None:
    assist = assisting({SHORT: reply})
    with pytest.raises(FixContent, match="链接"):
        assist.resolve(PostedLink(f"https://{SHORT}"))


def test_a_short_link_that_cannot_be_asked_now_waits() -> None:
    def cut(request: httpx.Request) -> Reply:
        raise httpx.ReadTimeout("no answer", request=request)

    for answer in (cut, Reply("", status=429)):
        with pytest.raises(Wait):
            assisting({SHORT: answer}).resolve(PostedLink(f"https://{SHORT}"))


def test_a_link_is_found_first_among_words_and_punctuation() -> None:
    found = assisting().recognize(
        "（https://www.douyin.com/video/7297500000000000001）。另：https://example.com/"
    )
    assert found.post_id == "7297500000000000001"
