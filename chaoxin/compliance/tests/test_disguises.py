"""What rules know only by patterns and numbers is found in disguise, and what means nothing is not."""

from __future__ import annotations

import re

import pytest

from chaoxin.compliance import disclosures, judging
from chaoxin.compliance.bounds import is_bounded
from chaoxin.compliance.matching import findings
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.compliance.stems import stems_of
from chaoxin.compliance.values import Finding, JudgedContent

from .conftest import content_of


def found(text: str) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.severity), one.quoted) for one in judging.look(content_of(text)).findings]


@pytest.mark.parametrize(
    ("text", "quoted", "severity"),
    [
        ("这是蕞好的奶茶", "蕞好的", "block"),
        ("这是zui好的奶茶", "zui好的", "block"),
        ("这是最女子的奶茶", "最女子的", "block"),
        ("这是醉好的奶茶", "醉好的", "confirm"),
        ("全场 zui 便宜", "zui 便宜", "confirm"),
    ],
)
def test_a_pattern_is_found_in_disguise_at_its_exact_place(text: str, quoted: str, severity: str) -> None:
    (one,) = judging.look(content_of(text)).findings
    assert (one.quoted, str(one.severity)) == (quoted, severity)
    assert text[one.start : one.end] == quoted
    assert one.variant != "literal"


@pytest.mark.parametrize("topic", ["理财", "li财", "理 财", "licai", "王里财"])
def test_what_a_text_is_about_is_seen_in_disguise(topic: str) -> None:
    assert found(f"{topic}稳赚不赔") == [("finance-guarantee", "block", "稳赚不赔")]


@pytest.mark.parametrize(
    "number", ["一三八零零一三八零零零", "壹叁捌零零壹叁捌零零零", "1 3 8 0 0 1 3 8 0 0 0", "138OO138OOO"]
)
def test_a_telephone_number_is_found_in_every_writing(number: str) -> None:
    assert found(f"详询{number}") == [("diversion-phone", "confirm", number)]


@pytest.mark.parametrize("text", ["q裙 12345678", "扣扣裙：一二三四五六七八"])
def test_so_is_the_number_of_a_group(text: str) -> None:
    assert [rule for rule, _severity, _quoted in found(text)] == ["diversion-qq"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("V我：abc12345", "abc12345"),
        ("快加🐧群", "加🐧群"),
        ("jiaQQ群领券", "jiaQQ群"),
        ("jiaVX了解", "jiaVX"),
        ("jiawe1xin领券", "jiawe1xin"),
        ("详询138😀1234😀5678", "138😀1234😀5678"),
        ("独一无②的奶茶", "独一无②"),
    ],
)
def test_letters_digits_and_pictures_hide_neither_words_nor_numbers(text: str, quoted: str) -> None:
    (one,) = judging.look(content_of(text)).findings
    assert one.quoted == quoted
    assert one.severity in ("block", "confirm")


@pytest.mark.parametrize(
    "text",
    [
        "V我50看看实力",
        "你也太奇葩了",
        "严重缺水，干的很",
        "参加🐧的聚会",
        "假V领的毛衣",
        "最新消息和最低温度",
    ],
)
def test_what_only_resembles_a_disguise_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["客服热线 400-820-8820", "订单号 20261123138001380001", "二十八天无理由"])
def test_other_numbers_are_nobodys(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["不是全国第一", "并不是最好的奶茶", "我们不敢说最好的奶茶", "不敢说全网最便宜"]
)
def test_what_one_rule_takes_for_denied_no_lighter_one_of_the_matter_objects_to(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "国\n家级面霜", "国家\n级面霜", "国，家级面霜", "世界第\n一的面霜", "加微\n信", "永不\n复发", "最\n佳面霜",
        "好到极 \n 致",
    ],
)  # fmt: skip
def test_a_word_that_a_line_end_or_a_comma_breaks_asks_a_person(text: str) -> None:
    assert "confirm" in {severity for _rule, severity, _quoted in found(text)}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("加甲\n微甲\n信甲乙", "加甲\n微甲\n信"),
        ("号信微", "号信微"),
        ("早上好呀\n最花开\n便水\n宜月夜\n明天见", "最花开\n便水\n宜"),
        ("早上好呀\n花开极\n水致\n明天见面", "极\n水致"),
        ("1、顶\n2、级\n今天到货", "顶\n2、级"),
        ("加微（删）信", "加微（删）信"),
        ("全国【去掉】第一的奶茶", "全国【去掉】第一"),
        ("加1微2信", "加1微2信"),
        ("加a微b信", "加a微b信"),
        ("独一*二的奶茶", "独一*二"),
        ("国□级奶茶", "国□级"),
        ("包治百x", "包治百x"),
        ("全国第_的奶茶", "全国第_"),
    ],
)
def test_what_another_way_to_read_a_text_says_asks_a_person(text: str, quoted: str) -> None:
    (one,) = judging.look(content_of(text)).findings
    assert (one.quoted, str(one.severity)) == (quoted, "confirm")
    assert text[one.start : one.end] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "今天到货\n最后还有很多\n大概七八件\n都在门口",
        "总共三天就吃\n完了送货小哥来\n辛苦了",
        "电脑风扇小\n声音小\n3个接口\n都好用",
        "一如既往的好，最满意的是配送",
        "国（境）内都能到",
        "京东*给我的惊喜",
        "拍了x光片",
        "国**级",
        "长x宽x高",
        "买2送1啊",
    ],
)
def test_lines_brackets_and_numbers_of_ordinary_texts_say_nothing_else(text: str) -> None:
    assert not [one for one in found(text) if one[1] in ("block", "confirm")]


def test_a_word_that_only_looks_like_another_is_advised_on_beside_a_word_of_its_pattern() -> None:
    assert found("根冶鼻炎") == [("medical-cure", "warn", "根冶鼻炎")]
    assert found("在最底层") == []


def test_a_pattern_whose_words_a_line_end_breaks_is_found_and_so_is_what_makes_it_harmless() -> None:
    assert found("治\n疗鼻炎") == [("medical-claim", "warn", "治\n疗鼻炎")]
    assert found("最\n便宜") == [("superlative-most", "confirm", "最\n便宜")]
    assert found("唯\n一的缺点是有点甜") == []


def test_what_is_read_down_a_column_hides_no_other_finding() -> None:
    text = "加油呀\n微笑看全网最便宜\n信了你\n明天见"
    assert [quoted for _rule, _severity, quoted in found(text)] == ["最便宜"]


def test_a_question_denies_nothing() -> None:
    assert [rule for rule, _severity, _quoted in found("这是不是全国第一的奶茶")] == [
        "superlative-ranked-first"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "国际机场", "国家机关工作人员", "医疗机构名单", "医疗技术进步", "刷新最高纪录", "腊月二十八", "全国计划",
        "下次还光顾这家店", "开始咳嗽了", "当天下午第一批到货",
    ],
)  # fmt: skip
def test_ordinary_words_are_not_read_across(text: str) -> None:
    assert not [one for one in found(text) if one[1] in ("block", "confirm")]


def test_thousands_of_findings_are_all_told_each_once() -> None:
    text = "这是全国第一的奶茶，加微信领取。" * 2000
    findings = judging.look(content_of(text)).findings
    assert len(findings) == 4000
    assert [one.start for one in findings] == sorted({one.start for one in findings})


def test_stems_are_the_words_that_a_pattern_is_made_of() -> None:
    assert stems_of("最(?:便宜|实惠|大)的?(?!化)") == {"最便宜", "最实惠", "最大"}
    assert stems_of(r"(?:日|月)(?:入|赚)\s*\d+\s*(?:万|元)") == {"日入", "日赚", "月入", "月赚"}
    assert stems_of("(?:全国|全网)(?:的)?第[一1](?:名|家)?(?=.{0,6}奶茶)") == {"全国", "全网", "第一", "奶茶"}
    assert stems_of(r"https?://\S+|[一-龥]{3}") == frozenset()
    assert stems_of("[^不没]首选|(?>唯一)") == {"首选", "唯一"}


def test_each_stem_stands_in_a_text_that_its_pattern_or_part_of_it_matches() -> None:
    """A stem that no pattern can meet would only make noise."""
    patterns = [pattern for rule in of_the_house().rules for pattern in rule.patterns]
    plain = {pattern: re.sub(r"[^一-龥]", "", pattern.pattern) for pattern in patterns}
    for pattern in patterns:
        assert all(set(stem) <= set(plain[pattern]) for stem in stems_of(pattern.pattern))


def test_what_is_in_disguise_is_replaced_as_what_it_says() -> None:
    plain, disguised = (judging.look(content_of(text)).findings[0] for text in ("最好的奶茶", "蕞好的奶茶"))
    assert disguised.substitutes == plain.substitutes
    assert "很好的" in disguised.substitutes


def test_a_finding_tells_how_sure_it_is() -> None:
    by_text: dict[str, Finding] = {
        text: judging.look(content_of(text)).findings[0]
        for text in ("最好的奶茶", "蕞好的奶茶", "醉好的奶茶")
    }
    confidences = [one.confidence for one in by_text.values()]
    assert confidences == sorted(confidences, reverse=True)
    assert [one.variant for one in by_text.values()] == ["literal", "folded", "homophone"]


@pytest.mark.parametrize(
    "text",
    [
        "根\n治\n鼻\n炎",
        "全\n国\n唯\n一",
        "七 天 祛 斑",
        "国 旗 图 案",
        "根智鼻炎",
        "预房高血压",
    ],
)
def test_signs_line_breaks_and_sounds_hide_no_pattern(text: str) -> None:
    (one,) = judging.look(content_of(text)).findings
    assert one.quoted == text
    assert one.severity in ("block", "confirm")


@pytest.mark.parametrize(
    "text", ["登峰造极一词出自《世说新语》", "首屈一指的典故", "混蛋这个词作文里不要用", "全国第一的说法"]
)
def test_what_is_spoken_about_as_a_word_is_no_claim(text: str) -> None:
    assert found(text) == []


def test_what_one_rule_takes_for_less_no_lighter_one_of_the_matter_makes_more_of() -> None:
    assert found("世界第一高峰珠穆朗玛峰") == [("superlative-ranked-first", "note", "世界第一")]


def test_no_pattern_repeats_anything_without_an_end() -> None:
    """Else a text of nothing but blanks or digits would take time by its square or cube."""
    of_rules = [
        pattern.pattern
        for rule in of_the_house().rules
        for pattern in (*rule.patterns, *rule.codes, *(context.pattern for context in rule.contexts))
    ]
    of_facts = [disclosures.BUYING, disclosures.COUNTER, disclosures.EXPERIENCE, disclosures.FICTION]
    for pattern in (*of_rules, *(fact.pattern for fact in of_facts)):
        assert is_bounded(pattern), pattern
    assert not is_bounded(r"加\s*微信")
    assert not is_bounded(r"(?:日|月)入(?:\d+|几)万")
    assert not is_bounded(r"(?=.*券)买")
    assert not is_bounded(r"(加)?(?(1)微信+|信)")
    assert not is_bounded(r"(?>微+)信")
    assert is_bounded(r"(?s)^.*(?:风险).*$")


@pytest.mark.parametrize("fill", [" ", "\n", "1", "12", "一", "加微信", "第一", "最"])
def test_long_repetitions_are_judged(fill: str) -> None:
    for head in ("原价", "qq", "加", "总价", "月入"):
        text = f"{head}{fill * (6000 // len(fill))}，全国唯一的奶茶"
        findings = judging.look(content_of(text)).findings
        assert findings[-1].quoted == "全国唯一"
        assert all(text[one.start : one.end] == one.quoted for one in findings)


def test_a_short_link_ends_where_chinese_begins() -> None:
    content = JudgedContent(
        "xiaohongshu", "note", {"text": "看https://t.cn/abc周六下午两点"}, industry="food"
    )
    assert "https://t.cn/abc" in [one.quoted for one in findings(content, of_the_house())]
