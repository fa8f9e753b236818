"""Sentences that claim what advertising may not, in words of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext import claims, judging, kinds
from chaoxin.zhtext.claims import Claim

JUDGE = claims.shipped()
CLAIMING = {
    "喝到第二瓶，医生说我妈的片子干净了": Claim.CURE,
    "这支眼霜一涂，鱼尾纹当天就找不着了": Claim.LOOKS,
    "躺床上看剧，一个月掉了十八斤": Claim.SLIMMING,
    "上完这十节课，重点班的门就给你开着": Claim.EXAM,
    "钱放在我这儿，躺着一年多出三成": Claim.RETURNS,
    "男人不喝这一杯，还谈什么兄弟": Claim.DRINKING,
    "同行看了我们的做工，都悄悄把招牌摘了": Claim.UNRIVALLED,
    "十个用过的九个半都回来再买": Claim.UNSOURCED,
    "五星好评发截图，红包马上到账": Claim.BRIBE,
    "想要底价的，看我头像你懂的": Claim.DIVERT,
    "这双鞋穿到退休都不带坏的": Claim.ASSURANCE,
    "省医院的主任给自己老母亲买的就是这款": Claim.AUTHORITY,
}
PLAIN = (
    "血压高的朋友，吃什么喝什么先听医生的",
    "眼霜早晚各一次，绿豆大小就够",
    "这条牛仔裤偏修身，介于两码之间的拍大一码",
    "第三期周末班开始报名，一共二十四节课",
    "投资有风险，本金也可能亏",
    "开车来的朋友请喝茶，酒留到家里再开",
    "我们店只有六张桌子，饭点可能要等",
    "面料成分：棉62%，聚酯纤维38%",
    "欢迎在评论区说说你家的做法",
    "门店搬到马路对面了，电话没变",
    "整机保修一年，人为损坏不在内",
    "店长的孩子也爱吃草莓味的",
)


@pytest.mark.parametrize(("text", "claim"), CLAIMING.items())
def test_a_claim_is_found_in_words_that_no_rule_names(text: str, claim: Claim) -> None:
    (found,) = JUDGE.find(text)
    assert (found.claim, text) == (claim, text)
    assert found.confidence >= 0.6


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_said_plainly_claims_nothing(text: str) -> None:
    assert not JUDGE.find(text)


def test_only_the_stretch_that_claims_is_told() -> None:
    claim = "喝到第二瓶，医生说我妈的片子干净了"
    text = f"秋天的第一批陈皮到了。{claim}！门店周末照常营业，早上九点开门，欢迎来坐坐。"
    (found,) = JUDGE.find(text)
    assert claim in text[found.start : found.end]
    assert found.end - found.start <= len(claim) + 2


def test_a_claim_in_a_sentence_without_an_end_is_found() -> None:
    text = (
        "家人们今天给大家带来一款新茶，产自云南的老树，叶片完整，汤色透亮，"
        "躺床上看剧，一个月掉了十八斤，今天下单的顺丰包邮，包装里有说明书，冲泡看第二页"
    )
    (found,) = JUDGE.find(text)
    assert found.claim == Claim.SLIMMING
    assert "十八斤" in text[found.start : found.end]


def test_one_character_many_times_says_nothing_more() -> None:
    assert not JUDGE.find("太好笑了" + "哈" * 300 + "😂" * 200)


@given(st.text(alphabet="喝瘦好，。！？ ：~…\n一天送红包医生的🙂", max_size=120))
def test_places_are_in_order_and_apart(text: str) -> None:
    behind = 0
    for found in JUDGE.find(text):
        assert behind <= found.start < found.end <= len(text)
        assert found.end - found.start <= claims.LONGEST
        assert found.confidence >= claims.LEAST
        assert text[found.start : found.end].strip(claims.EDGES) == text[found.start : found.end]
        behind = found.end


@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_makes_the_judge_fail(text: str) -> None:
    JUDGE.find(text)


def test_a_model_that_knows_no_harmless_sentence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kinds.bin"
    path.write_bytes(kinds.shipped().model.dump())
    with pytest.raises(judging.WrongLabels):
        claims.read(path)


def test_the_environment_names_a_model_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.bin"
    path.write_bytes(JUDGE.model.dump())
    monkeypatch.setenv(claims.VARIABLE, str(path))
    claims.chosen.cache_clear()
    try:
        assert claims.chosen().find(next(iter(CLAIMING)))
    finally:
        claims.chosen.cache_clear()
