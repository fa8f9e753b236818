"""Dates that only their surroundings complete: a day of a month that is said before, and two days with a dash."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from .extracts import Extract, extract_of
from .grammars import Grammar, Saying
from .layers import Layers
from .numerals import value_of
from .sought import Sought

ANY_LEAP_YEAR = 2024
TO = r"\s?(?:[-~—–]{1,2}|至|到)\s?"
MONTHS = {"下下": "+2", "上上": "-2", "上": "-1", "下": "+1", "这": "0", "本": "0"}


@lru_cache(maxsize=1_000)
def _day(month: str, day: str) -> str:
    """Such as 11-26; "" where no year has such a day."""
    try:
        return f"{date(ANY_LEAP_YEAR, int(month), int(day)):%m-%d}"
    except ValueError:
        return ""


def _until(month: str, day: str) -> Saying:
    return _day(month, day), "", 0.85


def _year_last(one: str, other: str, year: str, **_sign: str) -> Saying:
    """The day comes first, as in Hong Kong, unless the other one cannot be a month; less sure where both can."""
    for day, month in ((one, other), (other, one)):
        try:
            said = date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
        return said, "", 0.6 if int(one) <= 12 and int(other) <= 12 and one != other else 0.9
    return "", "", 0.0


def _of_a_month(month: str, day: str) -> Saying:
    return f"{MONTHS[month.removesuffix('月').removesuffix('个')]}m-{int(day)}", month, 0.9


def _on_a_day(month: str, day: str, **_free: str) -> Saying:
    return _day(month, day), "", 0.7


def _this_month(day: str) -> Saying:
    value = value_of(day.replace("廿", "二十"))
    return f"0m-{int(value)}" if value and value <= 31 else "", "", 0.65


# 11月1日-11日, 11月26-30日, 11月1日至15号.
UNTIL = Grammar(
    "date",
    rf"(?<![\d.])(?P<month>1[0-2]|0?[1-9])\s?月\s?(?:3[01]|[12]\d|0?[1-9])\s?[日号]?{TO}(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号]",
    "月",
    _until,
    begins="day",
)
# 11.26-12.3 and 11/26—12/3; what has a unit behind it is a measure.
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
DASHED = Sought(
    rf"(?=\d)(?<![\d./¥$a-z-])(?<!\d:)(?P<first>{_MONTH}(?P<sign>[./]){_DAY})(?:{TO})(?P<last>{_MONTH}(?P=sign){_DAY})"
    r"(?![\d./:%‰×x*]|-\d|\s?(?:[元块折成倍米寸斤克升分秒折岁点级度万千亿公英毫厘平吨寸号人个件年月天kmgcwt]|小时|百分))",
    ". /",
)
# What says that two numbers with points are days.
ABOUT_DAYS = (
    "时间",
    "日期",
    "活动",
    "期间",
    "档期",
    "有效期",
    "即日",
    "促",
    "节",
    "假",
    "开团",
    "截止",
    "预售",
)
SEEN_BEFORE = 10
_BEGINS_OR_ENDS = (
    "截止|截至|结束|开[抢售卖团奖课营业播幕]|上[线新市架]|发售|首发|返场|预售|当[天晚]|大促"
    "|之?前(?:付款|下单|报名|完成|提交|发货|交)"
)
# 11.30截止报名, 截止日期：11.30: a month and a day of two digits, where a price or a measure would make no sense.
WITH_A_POINT = Grammar(
    "date",
    r"(?=\d)(?:(?<=截止到)|(?<=截至)|(?<=截止)|(?<=日期)|(?<=日期:)|(?<=日期:\s)|(?<![\d./¥$:a-z-])(?P<free>))"
    rf"(?P<month>{_MONTH})\.(?P<day>3[01]|[12]\d|0[1-9])(?:\s?[日号])?(?![\d.%:a-z]|\s?[-~—至到])"
    rf"(?(free)(?=\s?(?:{_BEGINS_OR_ENDS}))|(?!\s?[元块折倍米%万亿]))",
    ".",
    _on_a_day,
    begins="month",
)
# 二十号截止, 20号之前: a day alone, where it begins or ends something.
ALONE = Grammar(
    "date",
    r"(?=[\d一二三四五六七八九十廿])(?<![\d.第月年至到路街楼栋线门座区排库馆的\s一二三四五六七八九十百廿a-z-])"
    r"(?P<day>3[01]|[12]\d|0?[1-9]|(?:二?十|廿|三十)[一二三四五六七八九]?|[一二三四五六七八九])\s?号"
    "(?=之?前(?![面台])|截止|截至|开[抢售卖团奖课营业播](?!门)|上[线新市架]|发[货售]|到[货账]|结束|左右"
    "|(?:早上?|晚上?|上午|下午|中午)(?![班餐饭])|那[天晚]|当[天晚])",
    "号",
    _this_month,
)
# 26/11/2026, and 11/26/2026 where only that is a day.
YEAR_LAST = Grammar(
    "date",
    r"(?=\d)(?<![\d./-])(?P<one>\d\d?)(?P<sign>[/.-])(?P<other>\d\d?)(?P=sign)(?P<year>(?:19|20)\d\d)(?![\d/-]|\.\d)",
    "19 20",
    _year_last,
)
# 下个月15号, 本月20日.
OF_A_MONTH = Grammar(
    "date",
    r"(?P<month>下下个?月|上上个?月|[上下这]个?月|本月)\s?的?\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号]",
    "月",
    _of_a_month,
)


def find(layers: Layers) -> list[Extract]:
    """Kind date. Values as of `dates.find`; a day of another month is +1m-15, as a weekday of another week is +1w-5."""
    found = [
        one for grammar in (UNTIL, YEAR_LAST, OF_A_MONTH, WITH_A_POINT, ALONE) for one in grammar.read(layers)
    ]
    plain = layers.plain
    for match in DASHED.all_in(plain):
        first, last, sign = match.group("first", "last", "sign")
        before = plain[max(0, match.start() - SEEN_BEFORE) : match.start()]
        for name, value in zip(("first", "last"), _dashed(first, last, sign, before), strict=False):
            found.append(extract_of(("date", *layers.span(*match.span(name)), value, "", 0.7)))
    return found


@lru_cache(maxsize=1_000)
def _dashed(first: str, last: str, sign: str, before: str) -> tuple[str, ...]:
    """Both days; none where it may as well be two measures: nothing speaks of days and no number is a day alone."""
    begin, end = _day(*first.split(sign)), _day(*last.split(sign))
    if not begin or not end or not (begin < end or (begin[:2] > "10" and end[:2] < "04")):
        return ()
    about = any(word in before for word in ABOUT_DAYS)
    two_digits = all(len(part) > 1 for part in first.split(sign)) and end[:2] >= "10"
    return (begin, end) if about or two_digits or (sign == "/" and first[-2:].isdigit()) else ()
