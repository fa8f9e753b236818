"""Prices without the name of a currency, and what else a bargain says: half the price, one paid and two sent."""

from __future__ import annotations

from collections.abc import Callable

from .extracts import Extract
from .grammars import Grammar, Saying
from .layers import Layers
from .numerals import AMOUNT, SIGNS, plainly, value_of

_PIECE = "[件份套支瓶盒斤双台条张袋包罐箱晚位]"
_ONES = "[1-9一二两三四五六七八九十]"
_ENDED = (
    r"(?=$|[\s,。!?;:、)…~/+]|左右|上下|出头|以[内下上]|起|包邮|就|到手|拿下|搞定"
    "|一(?:[个件套台月晚年]|[平方斤间桌瓶盒箱](?![面式均子隔]|方公里))|的|吧|吗|呢|预算)"
)
SHORT = {"w": "万", "k": "千"}


def _bare(sure: float) -> Callable[..., Saying]:
    """What an amount of so sure a form says; its unit may stand behind the second of two."""

    def price(amount: str, unit: str | None = None, cue: str = "", after: str | None = None) -> Saying:
        unit = unit or after or ""
        value = value_of(amount + SHORT.get(unit, unit))
        return plainly(value) if value else "", cue, sure

    return price


def _tenth(amount: str, cue: str) -> Saying:
    value = value_of(amount)
    return plainly(value / 10) if value else "", cue, 0.8


def _half(cue: str) -> Saying:
    return "5折", cue, 0.9


def _gift(cue: str, paid: str, verb: str, sent: str) -> Saying:
    """Of 买一送一 1+1, of 拍一发三 1+2; nothing where nothing is free."""
    one, other = value_of(paid), value_of(sent)
    if one is None or other is None:
        return "", cue, 0.0
    free = other if verb in "送赠" else other - one
    return f"{plainly(one)}+{plainly(free)}" if free > 0 else "", cue, 0.85


def _less(amount: str, off: str) -> Saying:
    return f"{int(amount)}-{int(off)}" if int(off) < int(amount) else "", "满减", 0.85


# 99r of shoppers' slang; 2w以内 and 3k左右, which tell a limit; 299一件 and 299/件.
SLANG = Grammar(
    "price",
    r"(?=\d)(?<![\d.a-z/*×-])(?<!\d,)(?P<amount>\d{1,5}(?:\.\d{1,2})?)\s?(?P<cue>r)(?!的?[版型机轮胎]|[a-z0-9/:.\-+&'])",
    "r",
    _bare(0.7),
)
LIMIT = Grammar(
    "price",
    r"(?=\d)(?<![\d.a-z¥$/丝量赞放读览-])(?<!\d,)(?P<amount>\d{1,3}(?:\.\d{1,2})?(?=w)|\d{1,2}(?:\.\d{1,2})?(?=k))(?P<unit>[wk])"
    r"(?=(?P<cue>以[内下上]|左右|上下|出头|预算|起步))",
    "w k",
    _bare(0.65),
)
EACH = Grammar(
    "price",
    rf"(?=\d)(?<![\d.a-z¥$/×*-])(?<!\d[,:])(?P<amount>[1-9]\d{{1,4}}(?:\.\d{{1,2}})?)(?=(?P<cue>[/一]{_PIECE})(?![事套]|[/\d]|.?[套]))",
    "/ 一",
    _bare(0.7),
)
# 1.2k一套, 2w一台, 2.5万/平; 4k一台 may tell of pictures.
EACH_LARGE = Grammar(
    "price",
    rf"(?=\d)(?<![\d.a-z¥$/×*丝量赞放读览-])(?<!\d[,:])(?P<amount>\d{{1,3}}(?:\.\d{{1,2}})?)(?P<unit>[wk万千])(?<!(?<![.\d])[248]k)"
    rf"(?=(?P<cue>[/一每](?:{_PIECE}|平))(?![事套图]|[/\d]|.?[套]))",
    "w k 万 千",
    _bare(0.7),
)
# 两千五 and 一万五: what is cut off at its end is told of money, but 二百五 tells of a fool.
CUT_OFF = Grammar(
    "price",
    rf"(?=[一两三四五六七八九])(?<![{SIGNS}\d万亿点几第分卷页回])(?P<amount>[一两三四五六七八九](?:[千百][一二三四五六七八九]|万[一二两三四五六七八九](?:千[一二三四五六七八九])?))"
    rf"{_ENDED}",
    "千 百 万",
    _bare(0.6),
)
# 一百二十八一斤: no numeral goes on so behind its ones, but 三十一斤 is a weight.
_TENS = (
    "(?:[一二两三四五六七八九]千)?(?:零|[一二两三四五六七八九]百)?[一二三四五六七八九]?十[一二三四五六七八九]"
)
EACH_SPOKEN = Grammar(
    "price",
    rf"(?=[一二两三四五六七八九十])(?<![{SIGNS}\d万亿点几第年月初廿])(?P<amount>{_TENS})(?=(?P<cue>一(?:公?斤|千克|两|平|根|串|碗|杯|[件份套支瓶盒双条张袋包罐箱晚])))",
    "十",
    _bare(0.65),
)
# 五毛钱一根, 八毛一斤; the rest of 三块五毛 is read with the whole (amounts.py).
TENTHS = Grammar(
    "price",
    rf"(?=[1-9一二两三四五六七八九])(?<![{SIGNS}\d元块点.角])(?<![元块]\s)(?P<amount>[1-9一二两三四五六七八九])\s?"
    "(?P<cue>[毛角]钱|毛(?=一[斤根个只串袋包张块件颗粒]))(?!特效|关系)",
    "毛 角",
    _tenth,
)
# The first of two prices: 2000到3000元, 1.5-2万元.
FROM = Grammar(
    "price",
    rf"(?P<amount>{AMOUNT})(?P<unit>[万千](?!\d)|[wk](?![a-z0-9]))?(?=\s?[-~—至到]\s?{AMOUNT}(?P<after>[万千]|[wk](?![a-z0-9]))?\s?(?:元(?![素旦宵件气组老首])|块(?:钱|$|[\s,。!?])))",
    "元 块",
    _bare(0.85),
)
BARE = (SLANG, LIMIT, EACH, EACH_LARGE, CUT_OFF, EACH_SPOKEN, TENTHS, FROM)
HALF = Grammar(
    "price", rf"(?:第?[二两2]{_PIECE})?(?<![大小多])(?P<cue>半价|对折)(?![格值钱位叠])", "半价 对折", _half
)
GIFT = Grammar(
    "price",
    rf"(?P<cue>买|拍)(?P<paid>{_ONES}){_PIECE}?(?P<verb>[送赠]|发|得)(?P<sent>{_ONES})(?![{SIGNS}\d折元块])",
    "买 拍",
    _gift,
)
LESS = Grammar(
    "price",
    r"满\s?(?P<amount>\d{2,5})元?-(?P<off>\d{1,4})(?![\d岁个天月年人次件.:-]|\s?周岁)",
    "满",
    _less,
)


def find(layers: Layers, amounts: bytearray) -> list[Extract]:
    """Kind price, but for what begins where `amounts` is marked. 拍一发三 has the value 1+2: one is paid, two are
    free."""
    found = [one for grammar in BARE for one in grammar.read(layers, amounts)]
    for grammar in (HALF, GIFT, LESS):
        found += grammar.read(layers)
    return found
