"""Publishing by hand: the full text, the way through the form, the links that come back."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from chaoxin.connectors.assisting import Package, PostedLink
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.platforms.weibo.assist import WeiboAssist
from chaoxin.connectors.platforms.weibo.hand_checking import hand_text
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Post

from .cast import POST_ID, clip, picture, post
from .healthy import ANSWERS, SHORT_LINK

PERMALINK = "https://weibo.com/6397634785/P2GuA0Tpq"


def assist(answer: Responder | None = None) -> tuple[StubPlatform, WeiboAssist]:
    stub = StubPlatform({**ANSWERS, **({SHORT_LINK: answer} if answer else {})})
    return stub, WeiboAssist(stub.wire(now=SAMPLE_TIME))


def packed(given: Post) -> Package:
    return assist()[1].package(given, {})


def steps(package: Package) -> str:
    return "\n".join(step.sentence for step in package.steps)


def codes(given: Post) -> set[str]:
    return {problem.code for problem in assist()[1].check(given, {})}


def test_topics_and_link_are_added_to_the_text_once() -> None:
    given = post(
        "冬季新品 #冬日穿搭# 今天上架",
        form="web_post",
        link="https://shop.example.com/a",
        options={"topics": ["冬日穿搭", "#新品上架#", " "]},
    )
    assert hand_text(given) == "冬季新品 #冬日穿搭# 今天上架\n#新品上架# https://shop.example.com/a"


def test_two_thousand_characters_fit_and_no_more() -> None:
    assert codes(post("字" * 2000, form="web_post")) == set()
    assert codes(post("字" * 2001, form="web_post")) == {"text_too_long"}
    assert codes(post("a" * 4000, form="web_post")) == set()


def test_neither_a_link_of_a_safe_domain_nor_an_address_is_asked_for() -> None:
    assert codes(post("新品 #上架#", form="web_post")) == set()


@pytest.mark.parametrize(
    ("count", "found"), [(9, set()), (10, {"many_pictures"}), (19, {"too_many_pictures"})]
)
def test_more_than_nine_pictures_depend_on_the_account(tmp_path: Path, count: int, found: set[str]) -> None:
    assert codes(post(form="web_post", pictures=(picture(tmp_path),) * count)) == found


@pytest.mark.parametrize(
    ("text", "open_mark"),
    [
        ("#一个#", False),
        ("#一个", True),
        ("#一个# 和 #另一个", True),
        ("看 https://a.example.com/#top", False),
    ],
)
def test_a_topic_without_its_second_mark_is_noticed(text: str, open_mark: bool) -> None:
    assert ("topic_open" in codes(post(text, form="web_post"))) is open_mark


def test_a_video_goes_with_its_kind_and_the_label_of_generated_content(tmp_path: Path) -> None:
    package = packed(
        post(
            "试穿",
            form="web_video",
            title="新品试穿",
            video=clip(tmp_path),
            options={"video_kind": "repost", "disclosures": ["ai_generated", "advertising"]},
        )
    )
    assert package.video
    assert package.declaration == "含AI生成内容"
    assert "视频类型选“转载”" in steps(package)
    assert "“含AI生成内容”" in steps(package)


def test_a_video_of_an_unusual_kind_is_stopped(tmp_path: Path) -> None:
    given = post("试穿", form="web_video", video=clip(tmp_path, content_type="video/webm"))
    assert codes(given) == {"video_type"}


def test_the_first_comment_is_a_text_and_a_step_of_its_own() -> None:
    package = packed(post(form="web_post", options={"first_comment": "门店地址"}))
    assert {copy.key: copy.text for copy in package.copies}["first_comment"] == "门店地址"
    assert "第一条评论" in steps(package)
    assert "第一条评论" not in steps(packed(post(form="web_post")))


def test_an_article_is_written_at_a_computer() -> None:
    package = packed(post("第一段", form="headline", title="怎么选"))
    assert package.app_url == ""
    assert [copy.key for copy in package.copies] == ["title", "text"]


@pytest.mark.parametrize(
    "target",
    [PERMALINK, PERMALINK.replace("https:", ""), f"https://m.weibo.cn/status/{POST_ID}?luicode=1"],
)
def test_a_short_link_is_followed_by_one_read(target: str) -> None:
    stub, part = assist(Reply("", status=302, headers={"Location": target}))
    found = part.resolve(part.recognize("http://t.cn/A6xYz12b"))
    assert found.post_id == POST_ID
    assert len(stub.sent_to(SHORT_LINK)) == 1


def test_a_full_link_is_not_asked_for() -> None:
    stub, part = assist()
    link = part.recognize(PERMALINK)
    assert part.resolve(link) == link
    assert stub.requests == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Reply("", status=404), "link_incomplete"),
        (
            Reply("", status=302, headers={"Location": "https://item.taobao.com/item.htm?id=1"}),
            "link_elsewhere",
        ),
        (Reply("", status=302, headers={"Location": "https://weibo.com/u/6397634785"}), "link_elsewhere"),
        (Reply("", status=302, headers={"Location": "https://t.cn/A6another"}), "link_elsewhere"),
    ],
)
def test_a_short_link_that_leads_elsewhere_is_refused(answer: Reply, code: str) -> None:
    _, part = assist(answer)
    with pytest.raises(FixContent) as caught:
        part.resolve(PostedLink("https://t.cn/A6xYz12b"))
    assert caught.value.code == code


def test_a_server_that_does_not_answer_is_asked_later() -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no answer", request=request)

    stub, part = assist()
    stub.break_at(SHORT_LINK, cut)
    for _ in range(2):
        with pytest.raises(Wait):
            part.resolve(PostedLink("https://t.cn/A6xYz12b"))
        stub.faults.clear()
        stub.answers[SHORT_LINK] = Reply("<html>验证</html>")
