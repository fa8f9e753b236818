"""What is suggested reads naturally where it is put."""

from __future__ import annotations

import pytest

from chaoxin.compliance import fitting
from chaoxin.compliance.matching import findings
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.compliance.values import JudgedContent

SUPERLATIVES = [rule for rule in of_the_house().rules if rule.id.startswith("superlative-")]
WORDS = [word.text for rule in SUPERLATIVES for word in rule.words]
# They name who or what something is, so that nothing could be said with 很 in their place.
NAMES = (
    *(
        "品牌",
        "之作",
        "之选",
        "大师",
        "冠军",
        "选择",
        "最优解",
        "销冠",
        "之王",
        "宝",
        "物",
        "产品",
        "答案",
        "指定",
    ),
    *("独家", "奇作", "王者", "王牌", "神器", "产品第一", "鼻祖"),
)


def suggested(text: str) -> list[str]:
    content = JudgedContent("xiaohongshu", "note", {"text": text})
    return [
        text[: one.start] + told + text[one.end :]
        for one in findings(content, of_the_house(), missing=False)
        for told in one.substitutes
        if one.rule.startswith("superlative-")
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("今天的茶最好喝", "今天的茶很好喝"),
        ("最好喝的茶", "很好喝的茶"),
        ("最好喝推荐", "好喝推荐"),
        ("口感最佳！", "口感很好！"),
        ("最佳面膜", "优选面膜"),
        ("最佳的口感", "很好的口感"),
        ("这里最便宜了", "这里很便宜了"),
        ("最便宜的奶茶", "很便宜的奶茶"),
        ("zui便宜的奶茶", "很便宜的奶茶"),
        ("最便宜奶茶", "便宜的奶茶"),
        ("本店销量第一", "本店卖得很好"),
        ("首选品牌", "优选品牌"),
        ("送礼首选", "送礼不错的选择"),
        ("口感完美，回甘", "口感很好，回甘"),
        ("完美肌肤", "理想肌肤"),
    ],
)
def test_the_first_suggestion_fits_what_stands_around_the_word(text: str, first: str) -> None:
    assert next(iter(suggested(text)), text) == first


@pytest.mark.parametrize("word", WORDS)
def test_no_suggestion_leaves_a_sentence_unfinished(word: str) -> None:
    assert not [told for told in suggested(f"今天的茶{word}") if told.endswith("的")]
    assert not [told for told in suggested(f"{word}的茶") if "的的" in told]
    needs_more = [told for told in suggested(f"{word}好茶") if told.startswith("很")]
    assert not needs_more
    if not word.endswith(NAMES):
        assert all(map(fitting._SAYS.match, (told[4:] for told in suggested(f"今天的茶{word}"))))


def test_what_fits_nowhere_is_offered_all_the_same() -> None:
    assert fitting.fitting(("同类产品",), "某某奶茶", 4) == ("同类产品",)
    assert fitting.fitting((), "某某奶茶", 4) == ()
    assert fitting.written_out("很…", "国家级") == ""


def test_only_what_a_rule_suggests_is_one_of_its_suggestions() -> None:
    most = next(rule for rule in SUPERLATIVES if rule.id == "superlative-most")
    for chosen in ("很便宜", "便宜的", "优惠价"):
        assert most.suggests(chosen)
    for other in ("很", "的", "很便宜的奶茶都在这里", "最便宜", ""):
        assert not most.suggests(other)
