"""Prices, discounts and percentages."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from . import bargains
from .extracts import Extract
from .grammars import Grammar, Saying
from .layers import Layers
from .numerals import AMOUNT, DIGITS, NUMBER, SIGNS, SPREAD, plainly, value_of

# 1w and 3k are 一万 and 三千 where nothing else of Latin letters begins with them.
UNIT = r"(?:\s?(?P<unit>[万千亿]|[wk](?![a-z0-9])))?"
SHORT_UNITS = {"w": "万", "k": "千"}
# 100多块 are at least a hundred.
MORE = r"(?P<more>\s?(?:多(?!元化)|来|余))?"
FOREIGN = "美元|美金|港元|港币|欧元|日元|英镑|韩元|澳元|加元|新台币|台币|泰铢"
# What 元 and 块 begin or count when they are no money.
NO_MONEY = r"(?![素旦宵件气组老首朝凶帅月凤勋音]|一次|二次)"
LUMP = (
    r"(?=钱|\d|[一二三四五六七八九](?![个只片块])|$|[\s,。!?;:、)…~/+-]"
    r"|起|左右|上下|出头|以[内上下]|包邮|搞定|拿下|到手|带走|多|就)"
)
END = (
    r"(?=$|[\s,。!?;:、)…~/]|起|包邮|一[件个份套支瓶盒]|带走|到手|拿下|就|买|还"
    r"|[现原售]价|现只|现在|券后|折后|活动价|直播|秒杀|左右|上下|出头|以[内下上])"
)
VAGUE = 0.7
# What is its own value; a text of nothing but different prices has these.
PLAINLY_WRITTEN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
PARTS = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01"), "‰": Decimal("0.1")}


def _priced(sure: float) -> Callable[..., Saying]:
    """What a price says that is usually so sure, with the rest of 十九块九 and 十九元九角五分."""

    def price(
        amount: str,
        cue: str,
        unit: str | None = None,
        more: str | None = None,
        rest: str | None = None,
        tenths: str | None = None,
    ) -> Saying:
        return _price(amount, unit, rest or tenths), cue, VAGUE if more else sure

    return price


def _price(amount: str, unit: str | None, rest: str | None) -> str:
    """Of the rest each digit is a tenth of the one before; "" of what is no amount."""
    if PLAINLY_WRITTEN.fullmatch(amount) and not unit and not rest:
        return amount
    value = value_of(amount + SHORT_UNITS.get(unit or "", unit or ""))
    if value is None:
        return ""
    if rest and value == value.to_integral_value():
        for place, sign in enumerate(re.sub("[毛角分]", "", rest), 1):
            value += (value_of(sign) or Decimal(0)).scaleb(-place)
    return plainly(value)


def _saving(cue: str, amount: str, off: str) -> Saying:
    full, less = value_of(amount), value_of(off)
    value = "" if full is None or less is None else f"{plainly(full)}-{plainly(less)}"
    return value, "满减", 0.9


def _discount(amount: str, cue: str) -> Saying:
    value = value_of(amount)
    return f"{plainly(value / 10 if value >= 10 else value)}折" if value else "", cue, 0.9


def _percents(amount: str, cue: str) -> Saying:
    if PLAINLY_WRITTEN.fullmatch(amount) and cue not in PARTS:
        return amount, cue, 0.97
    value = Decimal(100) if amount == "百" else value_of(amount)
    return "" if value is None else plainly(value * PARTS.get(cue, Decimal(1))), cue, 0.97


def _all_of_it(cue: str) -> Saying:
    return "100", cue, 0.9


def _tenths(amount: str, cue: str, half: str | None) -> Saying:
    """九成半 in percent."""
    tenths = value_of(amount) or Decimal(0)
    ones = Decimal(5) if half == "半" else value_of(half or "零") or Decimal(0)
    return plainly(tenths * 10 + ones), cue, 0.8


SIGN_FIRST = Grammar(
    "price",
    rf"(?P<cue>[¥$€£]|rmb|cny|人民币)\s{{0,2}}(?P<amount>{SPREAD}|{NUMBER}){UNIT}",
    "¥ $ € £ rmb cny 人民币",
    _priced(0.97),
)
# What is told behind the whole ones: 9块9, 9 块 9, 12块5毛, 1299元5角, 1299元5角5分.
ONE = rf"[\d{''.join(DIGITS)}]"
REST = (
    r"(?:(?<=块)钱|(?:(?<=块)|(?<=块) (?=\d ?(?:$|[,。!?;:、)…~/\n]|起|包邮|到手|拿下)))"
    rf"(?P<rest>{ONE}(?![\d%折十百千万])(?:[毛角](?:{ONE}(?![\d%折十百千万毛角])分?)?)?)"
    rf"|(?<=元) ?(?P<tenths>{ONE}[毛角](?:{ONE}分)?))?"
)
MONEY = Grammar(
    "price",
    rf"(?P<amount>{AMOUNT}){UNIT}{MORE}\s?(?P<cue>元{NO_MONEY}|圆(?=整)|块{LUMP}|rmb|人民币|(?:{FOREIGN}){NO_MONEY}){REST}",
    "元 块 圆 rmb 人民币 美金 港币 英镑 台币 泰铢",
    _priced(0.95),
)
SIGN_LAST = Grammar(
    "price",
    rf"(?=[\d{SIGNS}])(?P<amount>(?<![¥$€£] )(?<![¥$€£]){AMOUNT}){UNIT}\s?(?P<cue>[¥€£])(?!\s?[\da-z])",
    "¥ € £",
    _priced(0.9),
)
CUE_FIRST = Grammar(
    "price",
    r"(?P<cue>到手价?|券后价?|折后价?|[售现原特定报均底]价"
    r"|(?:优惠|会员|拼团|拼单|市场|门市|专柜|零售|批发|日常)价|实付|首付|预算|(?<=[再立])省|秒杀价?|活动价|直播价|团购价|价格|仅需|只需|只要|仅售|低至|立减|直降|再减)"
    rf"[\s:为是仅才]{{0,3}}(?P<amount>{AMOUNT}){UNIT}{END}",
    "价 到手 券后 折后 实付 首付 预算 省 秒杀 仅需 只需 只要 仅售 低至 立减 直降 再减",
    _priced(0.8),
    begins="amount",
)
POST_FREE = Grammar(
    "price",
    rf"(?=[\d{SIGNS}])(?P<amount>(?<![元块])(?<![元块] ){AMOUNT})\s?(?P<cue>包邮)",
    "包邮",
    _priced(0.85),
)
SAVING = Grammar(
    "price",
    rf"(?P<cue>每?满)\s?(?P<amount>{AMOUNT})\s?元?\s?(?:立?减|返|送)\s?(?P<off>{AMOUNT})(?![个件份瓶张])",
    "满",
    _saving,
)
DISCOUNT = Grammar(
    "price",
    r"(?=[\d一二三四五六七八九])(?<![\d.])(?P<amount>(?<!\d )\d \d(?= ?折)|\d\d?(?:\.\d)?"
    r"|(?<![一二三四五六七八九周期拜])[一二三四五六七八九](?:点?[一二三四五六七八九])?)\s?"
    r"(?P<cue>折)(?![叠腾磨合返回断线射服纸耳算子中损])",
    "折",
    _discount,
)
PERCENT = Grammar(
    "percentage",
    rf"(?P<amount>{AMOUNT})\s?(?P<cue>%|‰|个?百分点|percent)",
    "% ‰ 百分点 percent",
    _percents,
)
PARTS_OF = Grammar("percentage", rf"(?P<cue>[百千万]分之)(?P<amount>百|{NUMBER})", "分之", _percents)
ALL_OF = Grammar("percentage", "(?P<cue>百分百)", "百分百", _all_of_it)
TENTHS = Grammar(
    "percentage",
    r"(?=[1-9一二三四五六七八九])(?<![\d.第一二三四五六七八九十百千万])(?P<amount>[1-9一二三四五六七八九])(?P<cue>成)(?P<half>[半一二三四五六七八九](?!成))?"
    r"(?![立为功员长就果都型绩本品份交人年效语不熟分器])",
    "成",
    _tenths,
)
PRICED = (SIGN_FIRST, MONEY, SIGN_LAST, CUE_FIRST, POST_FREE)
OTHERS = (SAVING, DISCOUNT, PERCENT, PARTS_OF, ALL_OF, TENTHS)


def find(layers: Layers) -> list[Extract]:
    """Kinds price (value: the amount in the currency of the text, such as "1299.5"; of a discount "8.8折"; of a
    saving "300-50"; "1+2" where two come free with one) and percentage (value: the amount in percent,
    such as "90" for 九成 and "0.3" for 千分之三)."""
    amounts = bytearray(len(layers.plain))
    found = [one for grammar in PRICED for one in grammar.read(layers, amounts)]
    for grammar in OTHERS:
        found += grammar.read(layers)
    return found + bargains.find(layers, amounts)
