"""Prices are read in every writing of them, and claims made by them are asked about."""

from __future__ import annotations

import pytest

from chaoxin.compliance import judging
from chaoxin.compliance.prices import claims, first_of, named_in
from chaoxin.compliance.values import JudgedContent, Price

from .conftest import content_of


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("到手价九十九块九", [("99.9", "current", "CNY")]),
        ("原价 1,299 元，现在 ￥399", [("1299", "compared", "CNY"), ("399", "current", "CNY")]),
        ("專櫃價２９９元，今天 $19", [("299", "compared", "CNY"), ("19", "current", "USD")]),
        ("专柜 ¥1,299，我们这里 ¥399", [("1299", "compared", "CNY"), ("399", "current", "CNY")]),
        ("加赠一套茶具（价值二百八十八元）", [("288", "gift", "CNY")]),
        ("全场八折，满 300 减 50", []),
        ("年产值 3 亿元。我们送样品", [("300000000", "current", "CNY")]),
    ],
)
def test_prices_are_read_with_what_they_are(text: str, named: list[tuple[str, str, str]]) -> None:
    assert [(one.price.amount, one.price.kind, one.price.currency) for one in named_in(text)] == named


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("平时卖二百九十九块，今天九十九块九带走", ["平时卖二百九十九块"]),
        ("原价 99 元，现在涨到 129 元", []),
        ("原价 99 元", []),
        ("原价 299 元，海外售 $19", []),
    ],
)
def test_a_compared_price_is_one_that_a_lower_one_is_set_against(text: str, claimed: list[str]) -> None:
    assert [text[one.start : one.end] for one in claims(text, "compared")] == claimed


def rules_in(text: str) -> dict[str, str]:
    return {finding.rule: finding.quoted for finding in judging.look(content_of(text)).findings}


def test_a_compared_price_in_words_is_asked_about_at_its_place() -> None:
    assert rules_in("平时卖二百九十九块，今天九十九块九带走")["price-compared"] == "平时卖二百九十九块"
    assert "price-compared" not in rules_in(
        "活动时间 11月1日至11月3日，平时卖二百九十九块，今天九十九块九带走"
    )


def test_the_worth_of_a_gift_is_asked_about() -> None:
    assert rules_in("下单就寄，加赠茶具一套，价值二百八十八元")["price-gift-worth"] == "价值二百八十八元"
    assert "price-gift-worth" not in rules_in("这套茶具价值二百八十八元")


def test_a_price_in_words_is_a_way_to_buy_for_who_tells_of_his_experience() -> None:
    told = "亲测好用，我花了九十九块九"
    assert judging.look(content_of(told)).level == "confirm"
    assert first_of(content_of(told)) == "九十九块九"
    assert judging.look(content_of("亲测好用，我很喜欢")).level == "allow"


def test_a_shop_address_without_its_scheme_is_a_link() -> None:
    found = judging.look(content_of("亲测好用，店铺 shop.taobao.com/item 自取")).findings
    assert {"disclosure-advertising"} <= {finding.rule for finding in found}


def test_what_stands_in_the_text_does_not_change_the_hash_and_what_is_known_comes_first() -> None:
    text = {"text": "只要 99 元"}
    plain, known = (
        JudgedContent("any", "post", text),
        JudgedContent("any", "post", text, prices=(Price("88"),)),
    )
    assert plain.hash != known.hash
    assert (first_of(plain), first_of(known)) == ("99 元", "88 CNY")
