"""The prices that texts name, in every writing of them, and what is claimed by them. What stands in a text is no part
of `JudgedContent.prices`: a content's hash covers the text already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from chaoxin.zhtext.extracting import extract
from chaoxin.zhtext.matching import Hit, Text

from .values import JudgedContent, Price

COMPARED = re.compile(
    r"(?:原价|专柜价?|市场价|吊牌价?|零售价|门市价|日常价|平时价?|平日价?|划线价|正价|官方价|官网价?|标价|线下价?|门店价?|商场价?"
    r"|实体店|外面|别家|之前|以前)(?:都?卖|要价?|[:：为是要])?"
)
WORTH = re.compile(r"(?:总?价值|市值|市价)")
GIVEN = re.compile(r"赠|送|礼|福袋")
_CURRENCIES = (
    "$=USD €=EUR £=GBP 美元=USD 美金=USD 欧元=EUR 英镑=GBP 日元=JPY 港元=HKD 港币=HKD 韩元=KRW 澳元=AUD 加元=CAD "
    "新台币=TWD 台币=TWD 泰铢=THB "
)
CURRENCIES = dict(pair.split("=") for pair in _CURRENCIES.split())
# So many characters may stand between a price and the word that says what price it is.
NEAREST = 4
AROUND_GIFT = 16
SENTENCE_END = re.compile(r"[。！？；!?;\n]")


@dataclass(frozen=True)
class Named:
    """A price that stands at `start` to `end` of a text, with the word that says what price it is."""

    price: Price
    start: int
    end: int


@lru_cache(maxsize=64)
def named_in(text: str) -> tuple[Named, ...]:
    """The prices of a text in order; discounts and savings are none."""
    found = extract(text, {"price"})
    if not found:
        return ()
    source = Text(text)
    compared, worth = list(source.find_pattern(COMPARED)), list(source.find_pattern(WORTH))
    named: list[Named] = []
    for one in found:
        if not _is_amount(one.value):
            continue
        after = named[-1].end if named else 0
        kind, start = "current", one.start
        if cue := _cue(compared, one.start, after):
            kind, start = "compared", cue.start
        elif (cue := _cue(worth, one.start, after)) and _is_given(text, cue.start, one.end):
            kind, start = "gift", cue.start
        named.append(Named(Price(one.value, kind, CURRENCIES.get(one.cue, "CNY")), start, one.end))
    return tuple(named)


def claims(text: str, kind: str) -> Iterator[Named]:
    """What needs a ground in a text: a `gift`'s worth, and a `compared` price that a lower one is set against."""
    named = named_in(text)
    for one in named:
        if one.price.kind == kind and (kind != "compared" or _is_undercut(one.price, named)):
            yield one


def first_of(content: JudgedContent) -> str:
    """The first price that is known of a content or that it names, as it stands there; "" without any."""
    for price in content.prices:
        return f"{price.amount} {price.currency}"
    for text in content.fields.values():
        for one in named_in(text):
            return text[one.start : one.end]
    return ""


def _is_amount(value: str) -> bool:
    try:
        return Decimal(value) > 0
    except InvalidOperation:
        return False


def _cue(words: list[Hit], start: int, after: int) -> Hit | None:
    """The last of the words that stands before a price and behind the price before it."""
    near = [word for word in words if after <= word.start < start and start - word.end <= NEAREST]
    return near[-1] if near else None


def _is_given(text: str, start: int, end: int) -> bool:
    before = SENTENCE_END.split(text[max(0, start - AROUND_GIFT) : start])[-1]
    behind = SENTENCE_END.split(text[end : end + AROUND_GIFT])[0]
    return GIVEN.search(before) is not None or GIVEN.search(behind) is not None


def _is_undercut(compared: Price, named: tuple[Named, ...]) -> bool:
    return any(
        other.price.kind == "current"
        and other.price.currency == compared.currency
        and Decimal(other.price.amount) < Decimal(compared.amount)
        for other in named
    )
