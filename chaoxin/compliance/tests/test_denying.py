"""A denial counts for what it denies, and for nothing else in the sentence."""

from __future__ import annotations

import pytest

from chaoxin.compliance.matching import findings
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.compliance.values import JudgedContent, Severity

STOPPING = (Severity.BLOCK, Severity.CONFIRM)


def objections(text: str, industry: str) -> list[str]:
    content = JudgedContent("xiaohongshu", "note", {"text": text}, industry=industry)
    return [one.rule for one in findings(content, of_the_house()) if one.severity in STOPPING]


@pytest.mark.parametrize(
    ("industry", "text"),
    [
        ("finance", "名额不多，稳赚不赔"),
        ("finance", "名额不多🔥稳赚不赔"),
        ("finance", "名额不多 稳赚不赔"),
        ("finance", "不要错过稳赚不赔的机会"),
        ("finance", "切勿错过，保本保息"),
        ("finance", "没有套路，稳赚不赔"),
        ("finance", "不花一分钱稳赚"),
        ("education", "别犹豫，签约包过"),
        ("education", "名额不多，包过"),
        ("medical", "不能再拖了，根治鼻炎就来"),
        ("medical", "没有副作用，根治鼻炎"),
        ("medical", "告别多年鼻炎根治鼻炎"),
        ("finance", "拒绝打工稳赚不赔"),
        ("finance", "不得不说这个项目稳赚不赔"),
        ("finance", "不信你试试稳赚不赔"),
        ("finance", "新品曝光稳赚不赔"),
        ("finance", "零投诉稳赚不赔"),
        ("medical", "不得不说这款能根治鼻炎"),
        ("medical", "一不小心就根治鼻炎了"),
        ("medical", "揭秘根治鼻炎的祖传秘方"),
        ("medical", "根治鼻炎不存在复发"),
        ("food", "不要错过，加绿泡泡领福利"),
    ],
)
def test_what_denies_something_else_denies_nothing(industry: str, text: str) -> None:
    assert objections(text, industry)


@pytest.mark.parametrize(
    ("industry", "text"),
    [
        ("finance", "没有稳赚不赔的投资"),
        ("finance", "投资不可能稳赚不赔"),
        ("finance", "不要相信稳赚不赔"),
        ("finance", "不仅不能保本保息，还有风险"),
        ("finance", "并非 稳赚不赔"),
        ("finance", "谨防“稳赚不赔”骗局"),
        ("finance", "稳赚不赔的都是骗局"),
        ("finance", "曝光稳赚不赔的骗局"),
        ("medical", "揭秘“根治鼻炎”骗局"),
        ("medical", "小心根治鼻炎的广告"),
        ("finance", "远离稳赚不赔，守住钱袋子"),
        ("finance", "拒绝一切形式的变相承诺保本保息"),
        ("education", "我们不承诺包过"),
        ("medical", "目前医学上还没有办法根治鼻炎"),
        ("medical", "本品不能根治鼻炎"),
    ],
)
def test_what_is_denied_means_nothing(industry: str, text: str) -> None:
    assert objections(text, industry) == []


def test_a_word_is_not_denied_by_what_it_has_of_its_own() -> None:
    assert objections("稳赚不赔，稳赚不赔", "finance") == ["finance-guarantee", "finance-guarantee"]
