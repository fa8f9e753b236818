"""Sentences that were kept in Chinese, told to a reader of English."""

from __future__ import annotations

import pytest
from django.utils import translation

from chaoxin.channels.platform_words import told
from chaoxin.connectors.wording import said

TOO_LONG = "标题有 72 个字，抖音最多 55 个，请删去 17 个。"
IN_ENGLISH = "The title has 72 characters; Douyin takes at most 55. Remove 17."


def in_english(text: str) -> str:
    with translation.override("en"):
        return told(text)


def test_a_kept_sentence_is_recognized_with_what_stands_in_its_places() -> None:
    assert in_english(TOO_LONG) == IN_ENGLISH
    assert told(TOO_LONG) == TOO_LONG


def test_a_sentence_that_knows_its_parts_is_told_the_same() -> None:
    template = "标题有 %(title)s 个字，抖音最多 %(most)s 个，请删去 %(over)s 个。"
    assert in_english(said(template, title=72, most=55, over=17)) == IN_ENGLISH


def test_sentences_that_were_joined_are_told_one_by_one() -> None:
    kept = "还没有视频，请上传一个。" + TOO_LONG + "正文是空的，请写上内容。"
    assert in_english(kept) == (
        f"There is no video yet. Upload one. {IN_ENGLISH} The text is empty. Please write something."
    )


def test_what_a_platform_refused_and_what_to_do_about_it() -> None:
    kept = "微博授权已过期。请到渠道页点“去微博授权”重新连接，未发出的内容都还在。"
    assert in_english(kept).startswith("Weibo's authorization has expired. Connect it again")
    assert "error code 20099 is not" in in_english(
        "微博拒绝了这次请求，错误码 20099 不在已知的列表里。这不是内容的问题，请把这条记录交给系统维护人员。"
    )


def test_a_sentence_within_another_is_told_as_well() -> None:
    assert in_english("没能撤回：还没有视频，请上传一个。").endswith("There is no video yet. Upload one.")
    assert "bytes" in in_english(
        "链接卡片标题有 200 字节，上限是 128 字节，请删掉至少 72 字节（一个汉字占 3 字节）。"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "平台说了一句没有人认识的话。",
        f"平台说了一句没有人认识的话。{TOO_LONG}",
        "weibo 100% %(title)s %d",
        "",
    ],
)
def test_what_nobody_knows_stays_readable_as_it_is(kept: str) -> None:
    assert in_english(kept) == kept


def test_the_name_of_a_platform_within_a_sentence_is_told_as_well() -> None:
    template = "%(name)s没有正常应答（%(failure)s）。稍后会自动再试，无需处理。"
    failure = said("应答里缺少 %(name)s", name="url")
    sentence = said(template, name=said("企业微信"), failure=failure)
    told_of = in_english(sentence)
    assert "WeCom" in told_of
    assert "the answer lacks url" in told_of
    assert in_english(str(sentence)) == told_of
