"""Publishing by hand: the way through the editor, the label to choose, the link that comes back."""

from __future__ import annotations

import pytest

from chaoxin.connectors.assisting import Package
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.platforms.wechat.assist import WechatAssist
from chaoxin.connectors.values import Post

from .cast import article, picture_post

ASSIST = WechatAssist()
SHORT = "https://mp.weixin.qq.com/s/aB3dE5fG7hI9jK1lM3nO5p"


def steps(package: Package) -> str:
    return "\n".join(step.sentence for step in package.steps)


def packed(post: Post, **settings: str) -> Package:
    return ASSIST.package(post, settings)


def test_a_saved_draft_is_only_to_be_found_and_published() -> None:
    package = packed(article(), app_id="wx1234567890abcdef")
    assert "草稿箱" in steps(package)
    assert "《冬季新品上架》" in steps(package)
    assert "新建" not in steps(package)


def test_without_the_interface_the_article_is_made_anew() -> None:
    package = packed(article(link="https://www.example.com/a"), account="示例企业")
    assert "新建一篇文章" in steps(package)
    assert "草稿箱" not in steps(package)
    assert {copy.key: copy.text for copy in package.copies} == {
        "title": "冬季新品上架",
        "text": "今天上架，门店和线上同价。",
        "author": "示例企业",
        "summary": "门店和线上同价",
        "link": "https://www.example.com/a",
    }


def test_pictures_are_named_in_number_and_order() -> None:
    package = packed(picture_post(), account="示例企业")
    assert "按顺序添加 2 张图片" in steps(package)
    assert [copy.key for copy in package.copies] == ["title", "text"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "关掉“群发通知”"),
        ({"send_to": "all"}, "全部用户"),
        ({"send_to": "tag", "tag_id": "100"}, "标签编号 100"),
    ],
)
def test_whether_followers_are_notified_is_a_step(options: dict[str, str], words: str) -> None:
    assert words in steps(packed(article(options=options)))


@pytest.mark.parametrize(
    ("disclosures", "label"),
    [
        ([], ""),
        (["advertising"], ""),
        (["opinion"], "个人观点，仅供参考"),
        (["opinion", "ai_generated"], "内容由AI生成"),
    ],
)
def test_the_label_of_generated_content_goes_first(disclosures: list[str], label: str) -> None:
    package = packed(article(options={"disclosures": disclosures}))
    assert package.declaration == label
    assert (f"“{label}”" in steps(package)) is bool(label)


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("https://mp.weixin.qq.com/s?__biz=MzA4&mid=1&tempkey=MTIz&idx=1&sn=1", "link_of_preview"),
        ("https://mp.weixin.qq.com/s?__biz=MzA4&mid=2247483655&idx=1", "link_incomplete"),
        ("https://mp.weixin.qq.com/s?__biz=MzA4&mid=x&idx=1&sn=2", "link_incomplete"),
        ("https://mp.weixin.qq.com/cgi-bin/home?t=home/index", "link_of_backend"),
        ("https://mp.weixin.qq.com/mp/appmsgalbum?album_id=1", "link_of_no_article"),
        ("https://mp.weixin.qq.com.evil.example.com/s/aB3dE5fG7hI9jK1lM3nO5p", "link_missing"),
        ("https://example.com/mp.weixin.qq.com/s/aB3dE5fG7hI9jK1lM3nO5p", "link_missing"),
        ("https://weixin.qq.com/", "link_missing"),
    ],
)
def test_a_link_that_is_no_published_article_is_refused_by_what_it_is(pasted: str, code: str) -> None:
    with pytest.raises(FixContent) as caught:
        ASSIST.recognize(pasted)
    assert caught.value.code == code


def test_what_the_app_puts_around_a_link_is_left_out() -> None:
    found = ASSIST.recognize(f"【冬季新品上架】{SHORT}?scene=1，点开看看")
    assert (found.url, found.post_id) == (SHORT, "aB3dE5fG7hI9jK1lM3nO5p")
    assert ASSIST.resolve(found) is found


def test_an_account_is_known_by_its_name_however_it_is_written() -> None:
    spellings = ("示例企业 Tea", " 示例企业　TEA ", "示例企业  tea")
    assert {ASSIST.declare({"account": spelling}).external_id for spelling in spellings} == {"示例企业 tea"}
    assert ASSIST.declare({"account": " 示例企业 Tea"}).name == "示例企业 Tea"
