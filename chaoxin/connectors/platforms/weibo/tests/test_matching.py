"""Our text is recognized although Weibo has changed its links, and no other text is."""

from __future__ import annotations

import pytest

from chaoxin.connectors.platforms.weibo.matching import fingerprint, same_reply, same_text

OURS = "冬季新品今天上架，欢迎来试穿 https://shop.example.com/winter?from=wb"


@pytest.mark.parametrize(
    "theirs",
    [
        OURS,
        "冬季新品今天上架，欢迎来试穿 http://t.cn/A6sample",
        "冬季新品今天上架，欢迎来试穿 http://t.cn/A6sample \u200b",
        "冬季新品今天上架，欢迎来试穿  网页链接",
        '冬季新品今天上架，欢迎来试穿 <a href="http://t.cn/A6sample">网页链接</a>',
        "冬季新品今天上架,欢迎来试穿http://t.cn/A6sample",
    ],
)
def test_changed_links_blanks_and_added_words_do_not_matter(theirs: str) -> None:
    assert same_text(OURS, theirs)


@pytest.mark.parametrize(
    "theirs",
    [
        "",
        "http://t.cn/A6sample",
        "冬季新品明天上架，欢迎来试穿 http://t.cn/A6sample",
        "冬季新品今天上架，欢迎来试穿 https://shop.example.com/summer",
        "转发微博 冬季新品今天上架，欢迎来试穿 http://t.cn/A6sample",
    ],
)
def test_another_text_or_another_link_is_another_post(theirs: str) -> None:
    assert not same_text(OURS, theirs)


def test_marks_of_markup_are_compared_as_they_are_written() -> None:
    assert same_text("A&B 5<6 http://a.example.com", "A&amp;B 5&lt;6 http://t.cn/x")


def test_texts_of_links_only_are_compared_by_their_links() -> None:
    assert same_text("https://a.example.com", "https://a.example.com ")
    assert not same_text("https://a.example.com", "http://t.cn/A6")


def test_a_reply_is_recognized_behind_the_name_that_weibo_puts_first() -> None:
    assert same_reply("已安排专人联系您", "回复@路过的顾客:已安排专人联系您")
    assert not same_reply("已安排专人联系您", "回复@路过的顾客:好的")


def test_the_fingerprint_survives_changed_links() -> None:
    assert fingerprint(OURS) == fingerprint("冬季新品今天上架，欢迎来试穿 http://t.cn/A6sample")
    assert fingerprint(OURS) != fingerprint("别的内容")
