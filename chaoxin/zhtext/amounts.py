"""Prices, discounts and percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from .extracts import Extract
from .layers import Layers
from .numerals import AMOUNT, DIGITS, NUMBER, plainly, value_of

UNIT = r"(?:\s?(?P<unit>[万千亿]))?"
# What 元 and 块 begin or count when they are no money.
NO_MONEY = r"(?![素旦宵件气组老首朝凶帅月凤勋音]|一次|二次)"
LUMP = (
    r"(?=钱|\d|[一二三四五六七八九](?![个只片块])|$|[\s,。!?;:、)…~/+-]"
    r"|起|左右|以[内上下]|包邮|搞定|拿下|到手|带走|多|就)"
)
END = r"(?=$|[\s,。!?;:、)…~/]|起|包邮|一[件个份套支瓶盒]|带走|到手|拿下|就|买|还)"
SIGN_FIRST = re.compile(rf"(?P<cue>[¥$€£]|rmb|cny|人民币)\s{{0,2}}(?P<amount>{NUMBER}){UNIT}")
MONEY = re.compile(
    rf"(?P<amount>{AMOUNT}){UNIT}\s?(?P<cue>元{NO_MONEY}|圆(?=整)|块{LUMP}|rmb|人民币)"
    rf"(?:(?<=块)钱|(?<=块)(?P<rest>[\d{''.join(DIGITS)}](?![\d%折十百千万])))?"
)
CUE_FIRST = re.compile(
    r"(?P<cue>到手价?|券后价?|[售现原特定报均底]价|秒杀价?|活动价|直播价|团购价|价格|仅需|只需|只要|仅售|低至|立减|直降|再减)"
    rf"[\s:为是仅才]{{0,3}}(?P<amount>{AMOUNT}){UNIT}{END}"
)
POST_FREE = re.compile(rf"(?P<amount>(?<![元块]){AMOUNT})(?P<unit>)\s?(?P<cue>包邮)")
SAVING = re.compile(
    rf"(?P<cue>每?满)\s?(?P<amount>{AMOUNT})\s?元?\s?(?:立?减|返|送)\s?(?P<off>{AMOUNT})(?![个件份瓶张])"
)
DISCOUNT = re.compile(
    r"(?<![\d.])(?P<amount>\d\d?(?:\.\d)?|(?<![一二三四五六七八九])[一二三四五六七八九](?:点?[一二三四五六七八九])?)\s?"
    r"(?P<cue>折)(?![叠腾磨合返回断线射服纸耳算子中损])"
)
PERCENT = re.compile(rf"(?P<amount>{AMOUNT})\s?(?P<cue>%|‰|个?百分点|percent)")
PARTS_OF = re.compile(rf"(?P<cue>[百千万]分之)(?P<amount>百|{NUMBER})")
ALL_OF = re.compile(r"百分百")
TENTHS = re.compile(
    r"(?<![\d.第一二三四五六七八九十百千万])(?P<amount>[1-9一二三四五六七八九])(?P<cue>成)(?P<half>[半一二三四五六七八九](?!成))?"
    r"(?![立为功员长就果都型绩本品份交人年效语不熟分器])"
)
# A text without any of these has no match; looking for them takes a hundredth of the time.
NEEDED = {
    MONEY: ("元", "块", "圆", "rmb", "人民币"),
    POST_FREE: ("包邮",),
    SAVING: ("满",),
    DISCOUNT: ("折",),
    PERCENT: ("%", "‰", "百分点", "percent"),
    TENTHS: ("成",),
}
PARTS = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01"), "‰": Decimal("0.1")}


def find(layers: Layers) -> Iterator[Extract]:
    """Kinds price (value: the amount in the currency of the text, such as "1299.5"; of a discount "8.8折"; of a
    saving "300-50") and percentage (value: the amount in percent, such as "90" for 九成 and "0.3" for 千分之三)."""
    yield from _prices(layers)
    yield from _percentages(layers)


def _matches(layers: Layers, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    if any(sign in layers.plain for sign in NEEDED.get(pattern, ("",))):
        yield from pattern.finditer(layers.plain)


def _prices(layers: Layers) -> Iterator[Extract]:
    seen: set[int] = set()
    for pattern, confidence in ((SIGN_FIRST, 0.97), (MONEY, 0.95), (CUE_FIRST, 0.8), (POST_FREE, 0.85)):
        for match in _matches(layers, pattern):
            amount = value_of(match["amount"] + (match["unit"] or ""))
            if amount is not None and match.start("amount") not in seen:
                seen.add(match.start("amount"))
                value = amount + _tenths(match, amount)
                start = match.start() if pattern is SIGN_FIRST else match.start("amount")
                span = layers.span(start, match.end())
                yield Extract("price", *span, plainly(value), match["cue"], confidence)
    for match in _matches(layers, SAVING):
        full, off = value_of(match["amount"]), value_of(match["off"])
        if full is not None and off is not None:
            saving = f"{plainly(full)}-{plainly(off)}"
            yield Extract("price", *layers.span(*match.span()), saving, "满减", 0.9)
    for match in _matches(layers, DISCOUNT):
        amount = value_of(match["amount"])
        if amount:
            tenths = amount / 10 if amount >= 10 else amount
            yield Extract("price", *layers.span(*match.span()), f"{plainly(tenths)}折", "折", 0.9)


def _tenths(match: re.Match[str], amount: Decimal) -> Decimal:
    """The 九 of 十九块九."""
    rest = match["rest"] if match.re is MONEY else ""
    if not rest or amount != amount.to_integral_value():
        return Decimal(0)
    return (value_of(rest) or Decimal(0)) / 10


def _percentages(layers: Layers) -> Iterator[Extract]:
    for pattern in (PERCENT, PARTS_OF):
        for match in _matches(layers, pattern):
            cue = match["cue"]
            if value := _percents(match["amount"], cue):
                yield Extract("percentage", *layers.span(*match.span()), value, cue, 0.97)
    for match in _matches(layers, ALL_OF):
        yield Extract("percentage", *layers.span(*match.span()), "100", "百分百", 0.9)
    for match in _matches(layers, TENTHS):
        tenths = value_of(match["amount"]) or Decimal(0)
        half = Decimal(5) if match["half"] == "半" else value_of(match["half"] or "零") or Decimal(0)
        yield Extract("percentage", *layers.span(*match.span()), plainly(tenths * 10 + half), "成", 0.8)


@lru_cache(maxsize=10_000)
def _percents(amount: str, cue: str) -> str:
    """The amount in percent; "" for what is none."""
    value = Decimal(100) if amount == "百" else value_of(amount)
    return "" if value is None else plainly(value * PARTS.get(cue, Decimal(1)))
