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


WARNINGS = (
    "请勿加微信",
    "不要加我微信",
    "别加我微信",
    "谨防加微信的骗子",
    "切勿添加客服微信",
    "请勿私自加微信",
    "警惕让你加微信转账的人",
    "不要随便加陌生人的微信",
    "骗子会让你加QQ",
)


@pytest.mark.parametrize("platform", ["xiaohongshu", "douyin", "wechat", "any"])
@pytest.mark.parametrize("text", WARNINGS)
def test_a_warning_of_contacts_leads_nobody_away(text: str, platform: str) -> None:
    assert findings(JudgedContent(platform, "note", {"text": text}), of_the_house(), missing=False) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请勿加微信，加QQ", "加QQ"),
        ("请勿加微信 加QQ群", "加QQ群"),
        ("请勿加微信，加QQ12345678", "QQ12345678"),
        ("不要加我微信，来加我QQ", "加我QQ"),
        ("谨防骗子！加微信：demo_shop88", "微信：demo_shop88"),
        ("不要错过加微信领资料", "加微信"),
        ("别忘了加我微信", "加我微信"),
        ("不要忘记加微信领资料", "加微信"),
        ("特别加微信领资料", "加微信"),
        ("不加微信不发货", "加微信"),
        ("请不要加微信demo_shop88", "微信demo_shop88"),
    ],
)
def test_what_is_left_of_a_warning_is_found(text: str, found: str) -> None:
    content = JudgedContent("xiaohongshu", "note", {"text": text})
    quoted = [one.quoted for one in findings(content, of_the_house(), missing=False)]
    assert len(quoted) == 1
    assert found in quoted[0]
