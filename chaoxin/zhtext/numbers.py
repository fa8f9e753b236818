"""Telephone numbers, bank cards and identity numbers, in whatever digits they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from .checkdigits import LENGTH_OF_AN_IDENTITY, PROVINCES, is_identity, passes_luhn
from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

# How much is read before a number, and behind it: blanks with a unit (  播放) or the X of an identity number.
CONTEXT, CONTEXT_BEHIND = 14, 6
LEAST_CONFIDENCE = 0.5
COST_OF_A_DOUBTFUL_DIGIT = 0.05

CALL = Sought(
    r"电话|手机|致电|拨打|来电|热线|座机|联系|咨询|客服|tel|phone|call|mobile|打|☎|📞|📱|加我|找我|(?:86|[vw]x?|[微薇徽]信?)\W{0,2}$",
    "电话 手机 致电 来电 热线 座机 联系 咨询 客服 tel phone call mobile 打 ☎ 📞 📱 加我 找我 86 v w 微 薇 徽",
)
CARD = Sought(
    r"卡号|银行|账号|账户|户名|开户|收款|汇款|转账|打款|打到|[工农建中交招]行",
    "卡号 行 账 户 款 打到",
)
IDENTITY = Sought(r"身份证|证件|身份号|idcard", "身份 证件 idcard")
NUMBERED = Sought(
    r"订单|单号|运单|快递|物流|流水|编号|货号|款号|型号|条码|条形码|isbn|批号|批文|准字|备案|案号|专利|发票|税号"
    r"|信用代码|版本|序列号|sn|imei|appid|编码|代码|合同|工号|学号|期号|密码|验证码|icp|公网安备|no\.|第$",
    "号 单 快递 物流 流水 码 批文 准字 备 案 专利 发票 版本 合同 第 isbn sn imei appid icp no.",
)
COUNTED = re.compile(
    r"[^\S\n]{0,2}(?:元|块|万|亿|人|次|个|名|位|款|年|月|日|积分|分|%|度|米|克|级|斤|播放|点赞|号作|辆|台|件|份)"
)

MOBILE = re.compile(r"(?<!\d)(?:(?:0 ?0 ?)?8 ?6 ?)?(?P<number>1 ?[3-9](?: ?\d){9})(?!\d)")
LANDLINE = re.compile(r"(?<!\d)(?P<number>0 ?(?:10|2\d|[3-9]\d\d) ?[2-8]\d{2,3} ?\d{4})(?!\d)")
# (What another number before it was taken for the beginning of is still one of its own: 8001，400-820-8820.)
SERVICE = re.compile(r"(?<!\d)(?=(?P<number>[48]00(?: ?\d{3,4} ?\d{3,4}|\d ?\d{3} ?\d{3}))(?!\d))")
LONG = re.compile(r"(?<!\d)\d(?: ?\d){12,18}(?!\d)")
IDENTITY_TAIL = re.compile(r"[^\w\n]{0,3}x(?![a-z0-9])")
SERVICE_DIGITS = 10

NUMBER_BESIDE = re.compile(r"\W?[\d.]")
SINGLE_DIGITS = (1,) * 11
USUAL_GROUPS = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 4, 2, 2), SINGLE_DIGITS}
# Two groups with a blank between, wherever that slipped in, but not a day of the last century and a number.
SLIPPED = re.compile(r"(?!19\d\d[01]\d[0-3]\d )\d{5,9} \d{2,6}")
# Signs as people group a number by, or the same picture in each gap.
USUAL_GAPS = re.compile(
    r"[\d\s\-—–_.·•~/*()\[\]]+|\d+(?P<picture>[\u2600-\u27bf\U0001f000-\U0001faff]{1,2})\d+(?:(?P=picture)\d+)*"
)

# What stands between two numbers and in none.
BETWEEN_NUMBERS = frozenset(",;:、/")

LENGTHS_OF_AN_IDENTITY = (LENGTH_OF_AN_IDENTITY - 1, LENGTH_OF_AN_IDENTITY)
# Of a card that nothing before it calls one.
FIRST_OF_A_CARD = frozenset("3456")
CARD_LENGTHS = range(13, 20)
UNIONPAY, UNIONPAY_LENGTHS = "62", range(16, 20)
FOURS = re.compile(r"\d{4}(?: \d{4}){3}(?: \d{1,3})?")


class _Judged(NamedTuple):
    """What a number is, its value, what gave it away and how sure it is, 0.0 where it is nothing. `more` characters
    behind its digits belong to it."""

    kind: str
    value: str
    cue: str = ""
    confidence: float = 0.0
    more: int = 0


NOTHING = _Judged("", "")


class _Written(NamedTuple):
    """A number, `digits` with a blank where signs stand between them; `inside` is it as the plain layer has it,
    `before` and `behind` are what stands around it there."""

    digits: str
    inside: str
    before: str
    behind: str

    def cue(self, sought: Sought) -> str:
        """The last such word before the number in its line; "" where there is none."""
        found = sought.pattern.findall(self.before)
        return found[-1] if found else ""

    def touches_letters(self) -> bool:
        """Whether a Latin letter stands right before it."""
        return self.before[-1:].isascii() and self.before[-1:].isalpha()


def find(layers: Layers) -> Iterator[Extract]:
    """Kinds identity (value: 18 characters with the right check digit), bank_card (13–19
    digits, right by Luhn) and phone (the 11 digits of a mobile number without country code, a landline's with its
    area code, the 10 of a service number)."""
    numbers, plain, places = layers.numbers, layers.plain, layers.places
    for pattern, group, judge in JUDGED:
        for match in pattern.finditer(numbers.written):
            digits = match[group]
            if group == 0 and not _may_be_checked(layers, digits):
                continue
            start, end = numbers.place(*match.span(group))
            before = plain[start - CONTEXT if start > CONTEXT else 0 : start]
            kind, value, cue, sure, more = judge(
                digits, plain[start:end], before, plain[end : end + CONTEXT_BEHIND]
            )
            if sure and numbers.doubtful:
                sure = _less_sure(sure, sum(place in numbers.doubtful for place in range(start, end)))
            if sure >= LEAST_CONFIDENCE:
                yield extract_of((kind, places[start], places[end + more - 1] + 1, value, cue, sure))


def _less_sure(sure: float, doubts: int) -> float:
    return round(sure - COST_OF_A_DOUBTFUL_DIGIT * doubts, 2) if doubts else sure


def _may_be_checked(layers: Layers, written: str) -> bool:
    """Whether so long a number can be a card's or, but for the X at its end, an identity number."""
    digits = written.replace(" ", "")
    if len(digits) in LENGTHS_OF_AN_IDENTITY and digits[:2] in PROVINCES:
        return True
    return (digits[0] in FIRST_OF_A_CARD or layers.may_say(CARD)) and passes_luhn(digits)


# What is judged more than once is mostly judged one after the other: a text that repeats itself.


@lru_cache(maxsize=1_000)
def _mobile(*written: str) -> _Judged:
    return _phone(_Written(*written), _confidence_of_a_mobile)


@lru_cache(maxsize=1_000)
def _landline(*written: str) -> _Judged:
    return _phone(_Written(*written), _confidence_of_a_landline)


@lru_cache(maxsize=1_000)
def _service(*written: str) -> _Judged:
    return _phone(_Written(*written), _confidence_of_a_service)


def _phone(number: _Written, judge: Callable[[_Written, str, str], float]) -> _Judged:
    number = number._replace(before=number.before.rpartition("\n")[2])
    digits, cue = number.digits.replace(" ", ""), number.cue(CALL)
    sure = judge(number, digits, cue)
    if not sure or _counts_or_numbers(number, cue):
        return NOTHING
    return _Judged("phone", digits, cue, sure)


def _confidence_of_a_mobile(number: _Written, _digits: str, cue: str) -> float:
    if number.touches_letters() and not cue:
        return 0.0
    if " " not in number.digits:
        return 0.97 if cue else 0.9
    groups = tuple(len(group) for group in number.digits.split(" "))
    gaps = _gaps(number)
    if ":" in gaps:
        return 0.0
    usual = groups in USUAL_GROUPS and (groups == SINGLE_DIGITS or USUAL_GAPS.fullmatch(gaps))
    if cue:
        return 0.97 if usual else 0.8
    if usual:
        return 0.75
    return 0.6 if SLIPPED.fullmatch(number.inside) and not NUMBER_BESIDE.match(number.behind) else 0.0


def _gaps(number: _Written) -> str:
    """What stands in the place of the number, with every digit of whatever writing as 0."""
    if number.inside.isascii():
        return number.inside
    digits = iter(number.digits)
    return "".join("0" if sign.isalnum() else sign for sign in number.inside if next(digits, "") or sign)


def _confidence_of_a_landline(number: _Written, _digits: str, cue: str) -> float:
    return 0.9 if cue else 0.7 if re.match(r"0\d{2,3} ", number.digits) else 0.0


def _confidence_of_a_service(number: _Written, digits: str, cue: str) -> float:
    if len(digits) != SERVICE_DIGITS or not BETWEEN_NUMBERS.isdisjoint(number.inside):
        return 0.0
    return 0.95 if cue else 0.75 if " " in number.digits and not number.touches_letters() else 0.0


def _counts_or_numbers(number: _Written, cue: str) -> bool:
    """Whether it is an amount or the number of an order, a licence, a parcel …"""
    if COUNTED.match(number.behind) or number.before.endswith(("¥", "$", "第", "第 ")):
        return True
    numbered = number.cue(NUMBERED)
    return bool(numbered) and number.before.rfind(numbered) > (number.before.rfind(cue) if cue else -1)


@lru_cache(maxsize=1_000)
def _identity_or_card(*written: str) -> _Judged:
    number = _Written(*written)
    number = number._replace(before=number.before.rpartition("\n")[2])
    digits = number.digits.replace(" ", "")
    tail = IDENTITY_TAIL.match(number.behind) if len(digits) == LENGTH_OF_AN_IDENTITY - 1 else None
    if tail:
        digits += "X"
    if is_identity(digits):
        return _Judged("identity", digits, number.cue(IDENTITY), 0.98, tail.end() if tail else 0)
    cue = number.cue(CARD)
    sure = _confidence_of_a_card(number, digits, cue)
    if sure and not (number.cue(NUMBERED) and not cue):
        return _Judged("bank_card", digits, cue, sure)
    return NOTHING


def _confidence_of_a_card(number: _Written, digits: str, cue: str) -> float:
    if not digits.isdigit() or len(digits) not in CARD_LENGTHS or not passes_luhn(digits):
        return 0.0
    if cue:
        return 0.97
    if number.touches_letters():
        return 0.0
    if digits.startswith(UNIONPAY) and len(digits) in UNIONPAY_LENGTHS:
        return 0.85
    return 0.7 if digits[0] in "345" and FOURS.fullmatch(number.digits) else 0.0


JUDGED: tuple[tuple[re.Pattern[str], str | int, Callable[[str, str, str, str], _Judged]], ...] = (
    (LONG, 0, _identity_or_card),
    (MOBILE, "number", _mobile),
    (LANDLINE, "number", _landline),
    (SERVICE, "number", _service),
)
