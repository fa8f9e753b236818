"""Prices without the name of a currency, and what else a bargain says: half the price, one paid and two sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .extracts import Extract, extract_of
from .layers import Layers
from .numerals import AMOUNT, SIGNS, plainly, value_of
from .sought import Sought

_PIECE = "[件份套支瓶盒斤双台条张袋包罐箱晚位]"
_ONES = "[1-9一二两三四五六七八九十]"
_ENDED = r"(?=$|[\s,。!?;:、)…~/+]|左右|上下|以[内下上]|起|包邮|就|到手|拿下|搞定|一[个件套台月晚年]|的|吧|吗|呢|预算)"
SHORT = {"w": "万", "k": "千"}
# 99r of shoppers' slang; 2w以内 and 3k左右, which tell a limit; 299一件 and 299/件.
SLANG = Sought(
    r"(?=\d)(?<![\d.a-z/*×-])(?<!\d,)(?P<amount>\d{1,5}(?:\.\d{1,2})?)(?P<unit>)\s?(?P<cue>r)(?!的?[版型机轮胎]|[a-z0-9/:.\-+&'])",
    "r",
)
LIMIT = Sought(
    r"(?=\d)(?<![\d.a-z¥$/丝量赞放读览-])(?<!\d,)(?P<amount>\d{1,3}(?:\.\d{1,2})?(?=w)|\d{1,2}(?:\.\d{1,2})?(?=k))(?P<unit>[wk])"
    r"(?P<cue>以[内下上]|左右|上下|预算|起步)",
    "w k",
)
EACH = Sought(
    rf"(?=\d)(?<![\d.a-z¥$/×*-])(?<!\d[,:])(?P<amount>[1-9]\d{{1,4}}(?:\.\d{{1,2}})?)(?P<unit>)(?P<cue>[/一]{_PIECE})(?![事套]|[/\d]|.?[套])",
    "/ 一",
)
# 两千五 and 一万五: what is cut off at its end is told of money, but 二百五 tells of a fool.
CUT_OFF = Sought(
    rf"(?=[一两三四五六七八九])(?<![{SIGNS}\d万亿点几第分卷页回])(?P<amount>[一两三四五六七八九](?:[千百][一二三四五六七八九]|万[一二两三四五六七八九](?:千[一二三四五六七八九])?))"
    rf"(?P<unit>)(?P<cue>){_ENDED}",
    "千 百 万",
)
# The first of two prices: 2000到3000元, 1.5-2万元.
FROM = Sought(
    rf"(?P<amount>{AMOUNT})(?P<unit>[万千](?!\d)|[wk](?![a-z0-9]))?(?P<cue>)(?=\s?[-~—至到]\s?{AMOUNT}(?P<after>[万千]|[wk](?![a-z0-9]))?\s?(?:元(?![素旦宵件气组老首])|块(?:钱|$|[\s,。!?])))",
    "元 块",
)
BARE = ((SLANG, 0.7), (LIMIT, 0.65), (EACH, 0.7), (CUT_OFF, 0.6), (FROM, 0.85))
HALF = Sought(rf"(?:第?[二两2]{_PIECE})?(?<![大小多])(?P<cue>半价|对折)(?![格值钱位叠])", "半价 对折")
GIFT = Sought(
    rf"(?P<cue>买|拍)(?P<paid>{_ONES}){_PIECE}?(?P<verb>[送赠]|发|得)(?P<sent>{_ONES})(?![{SIGNS}\d折元块])",
    "买 拍",
)
LESS = Sought(r"满\s?(?P<amount>\d{2,5})元?-(?P<off>\d{1,4})(?![\d岁个天月年人次件.:-]|\s?周岁)", "满")


def find(layers: Layers, seen: set[int]) -> Iterator[Extract]:
    """Kind price, but for amounts at the places of the plain layer that are `seen`. 拍一发三 has the value 1+2: one is
    paid, two are free."""
    yield from _bare(layers, seen)
    plain, places = layers.plain, layers.places
    for match in HALF.all_in(plain):
        start, end = match.span()
        yield extract_of(("price", places[start], places[end - 1] + 1, "5折", match["cue"], 0.9))
    for match in GIFT.all_in(plain):
        if value := _gift(*match.group("paid", "verb", "sent")):
            start, end = match.span()
            yield extract_of(("price", places[start], places[end - 1] + 1, value, match["cue"], 0.85))
    for match in LESS.all_in(plain):
        amount, off = match.group("amount", "off")
        if int(off) < int(amount):
            start, end = match.span()
            yield extract_of(
                ("price", places[start], places[end - 1] + 1, f"{int(amount)}-{int(off)}", "满减", 0.85)
            )


def _bare(layers: Layers, seen: set[int]) -> Iterator[Extract]:
    plain, places = layers.plain, layers.places
    for sought, sure in BARE:
        for match in sought.all_in(plain):
            start, end = match.span("amount")
            if start in seen:
                continue
            amount, unit, cue = match.group("amount", "unit", "cue")
            if value := _price(amount, unit or (match["after"] if sought is FROM else None)):
                seen.add(start)
                if unit or sought is SLANG:
                    end = match.end("cue" if sought is SLANG else "unit")
                yield extract_of(("price", places[start], places[end - 1] + 1, value, cue, sure))


@lru_cache(maxsize=1_000)
def _price(amount: str, unit: str | None) -> str:
    value = value_of(amount + SHORT.get(unit or "", unit or ""))
    return plainly(value) if value else ""


@lru_cache(maxsize=1_000)
def _gift(paid: str, verb: str, sent: str) -> str:
    """Of 买一送一 1+1, of 拍一发三 1+2; "" where nothing is free."""
    one, other = value_of(paid), value_of(sent)
    if one is None or other is None:
        return ""
    free = other if verb in "送赠" else other - one
    return f"{plainly(one)}+{plainly(free)}" if free > 0 else ""
