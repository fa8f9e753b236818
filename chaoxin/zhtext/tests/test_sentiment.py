"""Sentences that no model was trained on; whoever finds one in `tools/judgement` has found a defect."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext import denials, grams, judging, kinds, linear, sentiment, wry
from chaoxin.zhtext.linear import LinearModel, NotAModel

POSITIVE = (
    "杯子拿在手里很有分量，釉色温润，朋友来家里都夸",
    "给爷爷换的助听器，他说终于听得清孙子讲话了，全家都高兴",
    "店员耐心教了我半小时，回家一次就装好了，必须给好评",
    "今天收到录取通知书，爸妈抱着我又哭又笑😂❤️",
    "除了盒子有点压痕，其他都很满意，下次还来买",
    "这家的豆花嫩滑，辣油很香，值得专门跑一趟",
    "虽然等了两天，但是东西真的很好，不后悔",
    "志愿者连夜把药送到老人家里，真的很感动，谢谢你们",
)
NEGATIVE = (
    "台灯用了三天就一闪一闪的，找客服也没人理，差评",
    "菜是凉的，肉是柴的，汤里还漂着一根头发，恶心",
    "房间里一股烟味，空调又吵，一晚上没睡好",
    "骗子商家，说好的赠品没有，退款也不给退",
    "考了三次还是没过，真的好绝望[泪]",
    "看着不错，但是用两次就坏了，太失望了",
    "半夜听见有人撬门，吓得我浑身发抖",
    "并不好用，也不值这个价钱",
)
NEUTRAL = (
    "记者从市交通局获悉，三号线将于下月六日开通",
    "请问周六的讲座在几楼？",
    "今天中午吃了面条，下午去图书馆还书",
    "会议改到周四上午十点，地点不变",
)


ASKED_OR_TOLD = (
    "几个月的宝宝能坐这个座椅",
    "袖子偏长还是偏短",
    "可不可以刷公交卡",
    "退件的地址是哪儿",
    "快件搁在丰巢里了",
    "有米色和藏青两种",
    "盒子里有一根充电线和一张卡片",
    "互关互暖，有来必回",
    "掉了色能换吗",
    "坏了寄到哪里修",
    "配件是不锈钢的",
    "下个月六号发货",
    "拿到以后怎么激活",
    "订三箱，后天送到公司",
)


def test_what_customers_ask_and_tell_is_mostly_neutral() -> None:
    judged = sentiment.shipped().judge_many(ASKED_OR_TOLD)
    polar = [
        (text, each.label)
        for text, each in zip(ASKED_OR_TOLD, judged, strict=True)
        if each.label != "neutral"
    ]
    assert len(polar) <= 2, polar


def test_plain_sentences_are_judged_as_anybody_would() -> None:
    told = {"positive": POSITIVE, "negative": NEGATIVE, "neutral": NEUTRAL}
    rows = [(text, label) for label, texts in told.items() for text in texts]
    judged = sentiment.shipped().judge_many([text for text, _ in rows])
    wrong = [
        (text, each.label, round(each.confidence, 2))
        for each, (text, label) in zip(judged, rows, strict=True)
        if each.label != label
    ]
    assert len(wrong) <= 1, wrong


PRAISED_BY_DENIAL = (
    "不难吃",
    "其实味道并不难喝",
    "用起来一点都不难用，快递三天到的，包装是纸盒。",
    "没有想象中那么差",
    "没有大家说的那么难吃",
    "不像评论说的那么糟",
    "房间不脏，床单是白色的",
    "安装不复杂",
    "安装门槛不高",
    "不算贵",
    "没有哪次让我失望",
    "从来没让人后悔过",
    "一次都没有让人失望过",
    "价高是价高，但是耐用，值",
)
BLAMED_BY_DENIAL = (
    "性价比不高",
    "性价比真的不太高，快递三天到的，包装是纸盒。",
    "屏幕清晰度不高",
    "座椅舒适度不是很高",
    "办事效率不高",
    "没有想象中的好吃",
    "没有图片上那么好看",
    "没有宣传的那么神奇",
    "好看是好看，就是穿一次就开线",
    "便宜是便宜，不过用两天就坏了",
)
DENYING_NO_FAULT = (
    "不难看出这是用心做的",
    "是不是很贵",
    "贵不贵",
    "难不难吃",
    "性价比高不高",
    "不差钱",
    "不坏了",
    "不贵重",
    "没想到评论说的那么差是真的",
    "没有人说不好",
    "我没有说你差",
    "没有别人说的差评",
    "温度不高",
    "不麻烦您了",
    "从没买过",
    "一次没去过",
    "是不是就是这个",
)


DEARER_OR_WRY = (
    "价格比线下贵了一倍",
    "买完发现比专柜贵了三百多块",
    "价格比官网高了两成",
    "笑死，等了两个小时…",
    "笑死我了，排了一上午的队",
    "笑死，说好的赠品呢",
    "呵呵，这质量也是没谁了",
)
CHEAPER_OR_FUN = (
    "价格比专柜便宜一半",
    "笑死我了，太好笑了",
    "笑死，等一下，这只猫也太可爱了",
)
TORN = (
    "味道一般，但服务还行",
    "服务还可以，不过味道一般",
    "外观普通，但是性能还行。",
    "做工一般但价格还可以",
)


def test_what_is_dearer_and_a_laugh_at_what_is_no_fun_is_blame() -> None:
    told = {"negative": DEARER_OR_WRY, "positive": CHEAPER_OR_FUN, "neutral": TORN}
    judge = sentiment.shipped()
    for label, texts in told.items():
        assert [text for text in texts if judge.judge(text).label != label] == []
        assert [each.label for each in judge.judge_many([*texts, "好"])[:-1]] == [label] * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "别家比这里贵一倍",
        "比他家贵一点",
        "比这儿贵了三十",
        "以前的价格比现在高了两成",
        "水平比我高了一截",
        "笑死，等你来",
    ],
)
def test_what_is_no_dearer_and_no_complaint_is_left_as_it_is(text: str) -> None:
    assert wry.put_plainly(text) == text


@pytest.mark.parametrize(
    "sign", ["比", "价格比", "比贵", "笑", "笑死，", "比一贵了一", "价格比一高", "一般但"]
)
def test_long_rows_of_comparisons_and_laughs_are_read_in_no_time(sign: str) -> None:
    text = sign * 4000
    began = time.perf_counter()
    wry.put_plainly(text)
    sentiment.TORN.fullmatch(text)
    assert time.perf_counter() - began < 1


def test_a_fault_or_merit_that_is_denied_counts_as_what_is_meant() -> None:
    told = {"positive": PRAISED_BY_DENIAL, "negative": BLAMED_BY_DENIAL}
    judge = sentiment.shipped()
    wrong = [text for label, texts in told.items() for text in texts if judge.judge(text).label != label]
    assert not wrong


@pytest.mark.parametrize("text", DENYING_NO_FAULT)
def test_what_denies_neither_fault_nor_merit_is_left_as_it_is(text: str) -> None:
    assert denials.put_plainly(text) == text


@pytest.mark.parametrize("sign", ["不", "没有", "没有想象", "不像说的", "性价比不", "不不难"])
def test_long_rows_of_denials_are_read_in_no_time(sign: str) -> None:
    text = sign * 4000
    began = time.perf_counter()
    denials.put_plainly(text)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("这款面霜很好用", "这款面霜不好用"),
        ("贵，但是好喝", "好喝，但是贵"),
        ("服务真好", "服务真好呵呵🙂"),
        ("收到了[哈哈]", "收到了[泪]"),
        ("真的很滿意", "真的很失望"),
    ],
)
def test_negation_contrast_irony_and_emoticons_move_the_judgement(better: str, worse: str) -> None:
    judge = sentiment.shipped()
    assert judge.judge(better).shares["positive"] > judge.judge(worse).shares["positive"]


def test_many_texts_are_judged_like_each_by_itself() -> None:
    texts = [*POSITIVE, "", "\n", *NEGATIVE, "🙂", *NEUTRAL * 200]
    for judge in (sentiment.shipped(), kinds.shipped()):
        alone = np.concatenate([judge.scores([text]) for text in texts])
        np.testing.assert_allclose(judge.scores(texts), alone, atol=1e-9)


KINDS = (
    ("请问这个净水器的滤芯多久换一次？", "consultation"),
    ("杭州哪里有你们的门店", "consultation"),
    ("催了四天还不发货，再不处理我就投诉", "complaint"),
    ("杯子收到就裂了，客服一直不回", "complaint"),
    ("已经是第五次回购了，家里老人特别喜欢", "praise"),
    ("店里的小姐姐服务超级好，点赞", "praise"),
    ("在家兼职日结三百，有意加v qwe8821", "spam"),
    ("诚信互粉，关注必回", "spam"),
    ("我们公司想采购两百份礼盒，请联系我13912345678", "lead"),
    ("想在无锡加盟一家店，怎么联系你们", "lead"),
    ("哈哈哈哈哈", "other"),
    ("沙发", "other"),
)


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_short_messages_are_told_apart(text: str, kind: str) -> None:
    judged = kinds.shipped().judge(text)
    assert (judged.label, text) == (kind, text)


@given(st.lists(st.text(), max_size=6))
def test_no_text_makes_a_judge_fail(texts: list[str]) -> None:
    for judge in (sentiment.shipped(), kinds.shipped()):
        for judged in judge.judge_many(texts):
            assert judged.confidence == max(judged.shares.values())
            assert sum(judged.shares.values()) == pytest.approx(1)


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_no_character_makes_counting_fail(text: str) -> None:
    counted = grams.count([text, "好", text], 18)
    assert counted.buckets.max() <= 1 << 18
    assert len(counted.lengths()) == 3


def test_a_megabyte_is_judged_by_its_ends() -> None:
    text = "太差了，" * 300 + "很好很好" * 250_000 + "太差了，" * 300
    assert sentiment.shipped().judge(text).label == "negative"


def test_a_model_trained_while_texts_were_counted_otherwise_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trained = sentiment.shipped().model.dump()
    monkeypatch.setattr(grams, "fingerprint", lambda: 1)
    with pytest.raises(NotAModel, match="chaoxin train"):
        LinearModel.load(trained)


def test_another_way_of_counting_has_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = grams.fingerprint.__wrapped__()
    monkeypatch.setattr(grams, "DENYING", re.compile("不(?!好)(?=(.))"))
    assert grams.fingerprint.__wrapped__() != usual


def test_the_shipped_models_stay_small() -> None:
    assert sum(path.stat().st_size for path in judging.SHIPPED.glob("*.bin")) < 5_000_000


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = sentiment.shipped().model
    path = tmp_path / "own.bin"
    path.write_bytes(model.dump())
    again = sentiment.read(path)
    np.testing.assert_array_equal(again.scores(list(POSITIVE)), sentiment.shipped().scores(list(POSITIVE)))
    assert again.model.dump() == model.dump()


@pytest.mark.parametrize("damage", [b"", b"PK", linear.MAGIC, linear.MAGIC + b"\0\0\0\2{}"])
def test_what_is_no_model_is_refused(damage: bytes) -> None:
    with pytest.raises(NotAModel):
        LinearModel.load(damage)


def test_a_model_of_other_labels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kinds.bin"
    path.write_bytes(kinds.shipped().model.dump())
    with pytest.raises(judging.WrongLabels):
        sentiment.read(path)


def test_the_environment_names_a_model_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.bin"
    monkeypatch.setenv(sentiment.VARIABLE, str(path))
    assert judging.chosen(sentiment.VARIABLE, sentiment.MODEL) == path
    monkeypatch.delenv(sentiment.VARIABLE)
    assert judging.chosen(sentiment.VARIABLE, sentiment.MODEL) == judging.SHIPPED / sentiment.MODEL


def test_a_text_alone_is_judged_as_among_others() -> None:
    texts = [
        "东西不错，但是客服太差了",
        "呵呵，可真行",
        "不是不好，不是没用，不算不值，没有不满，不太想买",
        "𠮷野家的牛肉饭👍真香，\n就是有点咸",
        "",
        "。。。",
        "但是",
    ]
    together = sentiment.shipped().judge_many(texts)
    for text, among in zip(texts, together, strict=True):
        alone = sentiment.shipped().judge(text)
        assert alone.label == among.label
        assert alone.shares == pytest.approx(among.shares)
