"""What stands around a word and takes its meaning away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext.contexts import has_no_context, negated, quoted

DENIED = [
    "并非",
    "绝非",
    "而非",
    "不是",
    "并不是",
    "不算",
    "算不上",
    "称不上",
    "不敢说",
    "不能称",
    "不等于",
    "不意味着",
    "没有说",
    "从不",
    "绝不",
    "不要",
    "不需要",
    "无需",
    "请勿",
    "勿",
    "禁止",
    "严禁",
    "不得",
    "不允许",
    "杜绝",
    "谨防",
    "警惕",
    "小心",
    "当心",
    "拒绝",
    "抵制",
]
LITTLE = [
    "什么",
    "所谓",
    "所谓的",
    "使用",
    "出现",
    "宣称",
    "自称",
    "说是",
    "任何",
    "再",
    "去",
    "在",
    "用",
    "是",
    "说",
    "称",
    "为",
    "的",
    "做",
    "写",
    "有",
    "添加",
    "加我",
    "扫",
    "联系客服的",
    "轻信",
    "随便加",
    "让你加他的",
    "私自",
    "相信加",
]
NAMED = [
    "一词",
    "二字",
    "两个字",
    "四字",
    "这个词",
    "这个成语",
    "这类词",
    "这种说法",
    "一说",
    "一语",
    "字样",
    "等词",
    "等字眼",
    "等用语",
    "等表述",
    "的典故",
    "的出处",
    "的说法",
    "用来形容",
]
MARKS = ["“", "”", "《", "》", "【", "】", "(", "最", "好", "，", "和"]
WORD = "最佳"
PIECES = st.lists(st.sampled_from([*DENIED, *LITTLE, *NAMED, *MARKS]), max_size=5).map("".join)


@given(PIECES, PIECES)
def test_what_is_quickly_said_to_have_no_context_has_none(before: str, behind: str) -> None:
    text, start, end = before + WORD + behind, len(before), len(before) + len(WORD)
    if has_no_context(text, start, end):
        assert not negated(text, start)
        assert not quoted(text, start, end)


@pytest.mark.parametrize("denied", DENIED)
@pytest.mark.parametrize("little", ["", "所谓的", "使用", "称"])
def test_a_word_behind_a_negation_is_denied(denied: str, little: str) -> None:
    for mark in ("", "“"):
        before = f"我们{denied}{little}{mark}"
        assert negated(before + WORD, len(before))
        assert not has_no_context(before + WORD, len(before), len(before) + len(WORD))


@pytest.mark.parametrize("named", NAMED)
def test_a_word_that_is_spoken_about_is_quoted(named: str) -> None:
    assert quoted(WORD + named, 0, len(WORD))
    assert not has_no_context(WORD + named, 0, len(WORD))


def test_most_words_have_no_context() -> None:
    for text in ("这款最佳", "没见过，这款最佳的", "不错，最佳拍档", "“好”，最佳"):
        start = text.index(WORD)
        assert has_no_context(text, start, start + len(WORD))


@pytest.mark.parametrize("denied", ["别加", "千万别信他的", "莫扫", "别随便加"])
def test_what_one_is_told_not_to_do_is_denied_with_what_it_is_done_to(denied: str) -> None:
    assert negated(f"{denied}{WORD}", len(denied))
    assert not has_no_context(f"{denied}{WORD}", len(denied), len(denied) + len(WORD))
    assert not negated(f"别{WORD}", 1), "别扯淡 is no better for it"
    assert negated("别再加微信", 2)
    assert not negated("特别加微信", 2)


@pytest.mark.parametrize(
    "before",
    [
        "特别加",
        "级别加",
        "请勿错过加",
        "不要忘了加",
        "请勿扫码，加",
        "不要加糖，",
        "谨防骗子！加",
        "不要用它联系人的",
    ],
)
def test_a_denial_of_something_else_denies_nothing(before: str) -> None:
    assert not negated(f"{before}微信", len(before))
