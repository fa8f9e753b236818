"""Telephone numbers, bank cards and identity numbers, in whatever digits they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from operator import mul
from typing import NamedTuple

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

CONTEXT = 14
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
SERVICE = re.compile(r"(?<!\d)(?P<number>[48]00 ?\d{3,4} ?\d{3,4})(?!\d)")
LONG = re.compile(r"(?<!\d)\d(?: ?\d){12,18}(?!\d)")
IDENTITY_TAIL = re.compile(r"[^\w\n]{0,3}x(?![a-z0-9])")
SERVICE_DIGITS = 10

SINGLE_DIGITS = (1,) * 11
USUAL_GROUPS = {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 4, 2, 2), SINGLE_DIGITS}
# Signs as people group a number by, or the same picture in each gap.
USUAL_GAPS = re.compile(
    r"[\d\s\-—–_.·•~/*()\[\]]+|\d+(?P<picture>[\u2600-\u27bf\U0001f000-\U0001faff]{1,2})\d+(?:(?P=picture)\d+)*"
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# A digit to the sum of the digits of its double.
DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
ZERO = ord("0")
PROVINCES = frozenset(range(11, 16)) | set(range(21, 24)) | set(range(31, 38)) | set(range(41, 47))
PROVINCES |= set(range(50, 55)) | set(range(61, 66)) | {71, 81, 82, 83}
LENGTHS_OF_AN_IDENTITY = (len(WEIGHTS), len(WEIGHTS) + 1)
# Of a card that nothing before it calls one.
FIRST_OF_A_CARD = frozenset("3456")
CARD_LENGTHS = range(13, 20)
UNIONPAY, UNIONPAY_LENGTHS = "62", range(16, 20)
FOURS = re.compile(r"\d{4}(?: \d{4}){3}(?: \d{1,3})?")


class _Number(NamedTuple):
    """`plain[start:end]` is a number, `written` with a blank where signs stand; `before` is the context in its
    line."""

    layers: Layers
    written: str
    start: int
    end: int
    before: str

    @property
    def digits(self) -> str:
        return self.written.replace(" ", "")

    def cue(self, sought: Sought) -> str:
        """The last such word before the number; "" where there is none."""
        found = sought.pattern.findall(self.before) if self.layers.may_say(sought) else None
        return found[-1] if found else ""

    def touches_letters(self) -> bool:
        """Whether a Latin letter stands right before it."""
        return self.before[-1:].isascii() and self.before[-1:].isalpha()

    def extract(self, kind: str, value: str, cue: str, confidence: float) -> Extract:
        doubtful = self.layers.numbers.doubtful
        doubts = sum(place in doubtful for place in range(self.start, self.end)) if doubtful else 0
        sure = round(confidence - COST_OF_A_DOUBTFUL_DIGIT * doubts, 2) if doubts else confidence
        return extract_of((kind, *self.layers.span(self.start, self.end), value, cue, sure))


def find(layers: Layers) -> Iterator[Extract]:
    """Kinds identity (value: 18 characters with the right check digit), bank_card (13–19
    digits, right by Luhn) and phone (the 11 digits of a mobile number without country code, a landline's with its
    area code, the 10 of a service number)."""
    for number in _numbers(layers, LONG, _may_be_checked):
        yield from _identity_or_card(number)
    phones: tuple[tuple[re.Pattern[str], Callable[[_Number, str], float]], ...]
    phones = ((MOBILE, _mobile), (LANDLINE, _landline), (SERVICE, _service))
    for pattern, judge in phones:
        for number in _numbers(layers, pattern):
            cue = number.cue(CALL)
            found = number.extract("phone", number.digits, cue, judge(number, cue))
            if found.confidence >= LEAST_CONFIDENCE and not _counts_or_numbers(number, cue):
                yield found


def _numbers(
    layers: Layers, pattern: re.Pattern[str], worth: Callable[[Layers, str], bool] | None = None
) -> Iterator[_Number]:
    numbers, plain = layers.numbers, layers.plain
    group = "number" if "number" in pattern.groupindex else 0
    for match in pattern.finditer(numbers.written):
        written = match[group]
        if worth is None or worth(layers, written):
            start, end = numbers.place(*match.span(group))
            before = plain[max(0, start - CONTEXT) : start].rpartition("\n")[2]
            yield _Number(layers, written, start, end, before)


def _may_be_checked(layers: Layers, written: str) -> bool:
    """Whether so long a number can be a card's or, but for the X at its end, an identity number."""
    digits = written.replace(" ", "")
    if len(digits) in LENGTHS_OF_AN_IDENTITY and int(digits[:2]) in PROVINCES:
        return True
    return (digits[0] in FIRST_OF_A_CARD or layers.may_say(CARD)) and passes_luhn(digits)


def _mobile(number: _Number, cue: str) -> float:
    if number.touches_letters() and not cue:
        return 0.0
    if " " not in number.written:
        return 0.97 if cue else 0.9
    groups = tuple(len(group) for group in number.written.split(" "))
    gaps = _gaps(number)
    if ":" in gaps:
        return 0.0
    usual = groups in USUAL_GROUPS and (groups == SINGLE_DIGITS or USUAL_GAPS.fullmatch(gaps))
    if cue:
        return 0.97 if usual else 0.8
    return 0.75 if usual else 0.0


def _gaps(number: _Number) -> str:
    """What stands in the place of the number, with every digit of whatever writing as 0."""
    plain, digits = number.layers.plain, iter(number.written)
    inside = plain[number.start : number.end]
    if inside.isascii():
        return inside
    return "".join("0" if sign.isalnum() else sign for sign in inside if next(digits, "") or sign)


def _landline(number: _Number, cue: str) -> float:
    return 0.9 if cue else 0.7 if re.match(r"0\d{2,3} ", number.written) else 0.0


def _service(number: _Number, cue: str) -> float:
    if len(number.digits) != SERVICE_DIGITS:
        return 0.0
    return 0.95 if cue else 0.75 if " " in number.written and not number.touches_letters() else 0.0


def _counts_or_numbers(number: _Number, cue: str) -> bool:
    """Whether it is an amount or the number of an order, a licence, a parcel …"""
    if COUNTED.match(number.layers.plain, number.end) or number.before.endswith(("¥", "$", "第", "第 ")):
        return True
    numbered = number.cue(NUMBERED)
    return bool(numbered) and number.before.rfind(numbered) > (number.before.rfind(cue) if cue else -1)


def _identity_or_card(number: _Number) -> Iterator[Extract]:
    digits = number.digits
    tail = IDENTITY_TAIL.match(number.layers.plain, number.end) if len(digits) == len(WEIGHTS) else None
    if tail:
        number = number._replace(written=number.written + "X", end=tail.end())
        digits += "X"
    if is_identity(digits):
        yield number.extract("identity", digits, number.cue(IDENTITY), 0.98)
        return
    cue = number.cue(CARD)
    sure = _card(number, digits, cue)
    if sure and not (number.cue(NUMBERED) and not cue):
        yield number.extract("bank_card", digits, cue, sure)


def _card(number: _Number, digits: str, cue: str) -> float:
    if not digits.isdigit() or len(digits) not in CARD_LENGTHS or not passes_luhn(digits):
        return 0.0
    if cue:
        return 0.97
    if number.touches_letters():
        return 0.0
    if digits.startswith(UNIONPAY) and len(digits) in UNIONPAY_LENGTHS:
        return 0.85
    return 0.7 if digits[0] in "345" and FOURS.fullmatch(number.written) else 0.0


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the right one by Luhn's rule, as on every bank card."""
    values = digits.encode()
    total = sum(values[::-2]) + sum(values[-2::-2].translate(DOUBLED))
    return (total - len(values) * ZERO) % 10 == 0


def is_identity(text: str) -> bool:
    """Whether 18 characters are an identity number of a resident: province, birthday and check digit (GB 11643)."""
    if len(text) != len(WEIGHTS) + 1 or not text[:-1].isdigit() or int(text[:2]) not in PROVINCES:
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(map(mul, WEIGHTS, text.encode())) - ZERO * sum(WEIGHTS)
    return born.year >= 1900 and CHECK_DIGITS[total % 11] == text[-1]
