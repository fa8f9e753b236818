"""Dates, written out and relative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from .extracts import Extract
from .grammars import Grammar, Saying
from .layers import Layers
from .numerals import AMOUNT, SIGNS, value_of

FOUR_NUMERALS = r"[一二][〇零九][〇零一二三四五六七八九]{2}"
# Two digits are a year before a month or a season: 30年老店 and 质保10年 are none.
YEAR = (
    rf"(?P<year>(?<![\d.])(?:(?:19|20)\d\d|\d\d(?=\s?年\s?(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月|[春夏秋冬]|年?[初底末]|[上下]半年|款)))"
    rf"|{FOUR_NUMERALS})\s?年"
)
MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|(?:二?十|廿|三十)?[一二三四五六七八九]|[二三]?十)"
FIRST_OF_THE_LAST_CENTURY = 50


def _absolute(sure: float) -> Callable[..., Saying]:
    """What a date so written says, in ISO's order, as far as it is said; nothing where there is no such day."""

    def said(month: str | None, day: str | None, year: str | None = None, **_sign: str) -> Saying:
        return _date(*map(_number, (year, month, day))), "", sure

    return said


def _date(year: int | None, month: int | None, day: int | None) -> str:
    if year is not None and year < 100:
        year += 1900 if year >= FIRST_OF_THE_LAST_CENTURY else 2000
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return ""
    said = [f"{year:04}"] if year else []
    said += [f"{part:02}" for part in (month, day) if part]
    return "-".join(said)


@lru_cache(maxsize=1_000)
def _number(text: str | None) -> int | None:
    if not text:
        return None
    value = value_of(text.replace("廿", "二十"))
    return int(value) if value is not None else None


# (A lookahead comes first where most characters begin no match.)
WRITTEN = Grammar(
    "date",
    rf"(?=[\d一二])(?<![农阴旧]历){YEAR}(?:\s?{MONTH}\s?月(?:份|\s?{DAY}\s?[日号])?)?",
    "年",
    _absolute(0.97),
    begins="year",
)
IN_A_YEAR = Grammar(
    "date",
    rf"(?=[\s\d一二三四五六七八九十])(?<![农阴旧]历)(?<![\d.年个第一二三四五六七八九十])\s?{MONTH}\s?月(?!初[一二三四五六七八九十]|[天饼光亮球老嫂子销均租薪票供卡费付入活])(?:份|\s?{DAY}(?:\s?[日号]|(?!\s?[\d个天月日号])))?",
    "月",
    _absolute(0.9),
    begins="month",
)
SIGNED = Grammar(
    "date",
    r"(?=[12])(?:(?<![\d.:/-])|(?<=[-/.]\d-)|(?<=[-/.]\d\d-))(?P<year>(?:19|20)\d\d)(?P<sign>[-/.])(?P<month>\d\d?)(?P=sign)"
    r"(?P<day>\d\d?)(?![\d/]|\.\d|-(?!(?:19|20)\d\d[-/.])\d)",
    "19 20",
    _absolute(0.95),
    begins="year",
)
JOINED = Grammar(
    "date",
    r"(?=20)(?:(?<![\d.a-z-])|(?<=20\d{6}-))(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?![\d.a-z]|-(?!20\d{6}(?!\d)))",
    "20",
    _absolute(0.6),
    begins="year",
)

_FESTIVALS = (
    "双十一=11-11 双11=11-11 双十二=12-12 双12=12-12 618=06-18 元旦=01-01 情人节=02-14 妇女节=03-08 "
    "三八节=03-08 愚人节=04-01 劳动节=05-01 五一=05-01 青年节=05-04 儿童节=06-01 六一=06-01 教师节=09-10 "
    "国庆=10-01 十一假期=10-01 万圣节=10-31 平安夜=12-24 圣诞=12-25 春节=春节 除夕=除夕 元宵=元宵 "
    "清明=清明 端午=端午 七夕=七夕 中秋=中秋 重阳=重阳 母亲节=母亲节 父亲节=父亲节 "
    "女神节=03-08 光棍节=11-11 黑五=黑五 感恩节=感恩节 腊八节=农历12-08 "
)
FESTIVALS = dict(pair.split("=") for pair in _FESTIVALS.split())
# 618 is a number where it is written as one, is counted, or is the number of something.
# (What stands before is asked after the digits: a search for literal beginnings takes half the time.)
ALONE = (
    r"618(?<![\d¥$a-z第共近约号码]618)(?<!\d[./-]618)(?<!\D\d,618)(?<!\D\d\d,618)(?<![号码][:\s为是#]618)"
    r"(?![\d%‰-]|\.\d|\s?(?:[元块件个位号室路米克斤台条亿千天]|人(?!气)|万(?!人团)|年(?!中)|分(?!会)|页(?!面)|套(?![餐装])|多[元块件个人位]))"
)
# 两块五一个 tells a price.
CAREFULLY = {"618": ALONE, "五一": "五一(?<![块元毛点]五一)"}


def _named(values: Mapping[str, str], sure: float) -> Callable[..., Saying]:
    def said(cue: str) -> Saying:
        return values[cue], cue, sure

    return said


FESTIVAL = Grammar(
    "date",
    f"(?P<cue>{'|'.join(CAREFULLY.get(name, name) for name in FESTIVALS)})",
    " ".join(FESTIVALS),
    _named(FESTIVALS, 0.85),
)

_WORDS = (
    "大前天=-3d 前天=-2d 昨天=-1d 昨日=-1d 昨晚=-1d 今天=0d 今日=0d 今晚=0d 今早=0d 当天=0d 明天=+1d "
    "明日=+1d 明早=+1d 明晚=+1d 大后天=+3d 后天=+2d 上上周=-2w 上周=-1w 本周=0w 这周=0w 下下周=+2w "
    "下周=+1w 上个月=-1m 上月=-1m 本月=0m 这个月=0m 下个月=+1m 下月=+1m 月初=0m 月底=0m 月末=0m 前年=-2y "
    "去年=-1y 今年=0y 明年=+1y 后年=+2y 年初=0y 年底=0y 年末=0y "
    "昨儿个=-1d 昨儿=-1d 今儿个=0d 今儿=0d 明儿个=+1d 明儿=+1d 后儿个=+2d 前儿个=-2d "
)
WORDS = dict(pair.split("=") for pair in _WORDS.split())
# 3月底 and 2025年底 are of the month and the year that are said; 本月20日 is found as a whole (dated.py).
SAID = r"[\d〇零一二三四五六七八九十正]"


# The day that a word before it names (双十一当天, 生日当天) is not that of the text.
OF_THAT_DAY = "当天(?<![日号节末二夜一五六八旦庆诞夕宵明午秋阳期1258]当天)"


def _worded(word: str) -> str:
    if word == "当天":
        return OF_THAT_DAY
    if word.endswith("儿"):
        return f"{word}(?<![聪文高开发透说证声光天简]{word})(?![子童女媳孙科歌戏时])"
    own = f"{word}(?<!{SAID}{word})" if word[-1] in "初底末" else word
    if word.endswith(("周", "月初")):
        return f"{own}(?![一二三四五六七八九十日天末])"
    return rf"{own}(?!\s?的?\s?\d\d?\s?[日号])" if word.endswith("月") else own


WORD = Grammar("date", f"(?P<cue>{'|'.join(map(_worded, WORDS))})", " ".join(WORDS), _named(WORDS, 0.9))
WEEKS = {None: "", "上上": "-2", "上": "-1", "本": "0", "这": "0", "下": "+1", "下下": "+2"}
WEEKDAYS = dict(zip("一二三四五六日天末1234567", "12345677612345678"[:16], strict=False))
UNITS = {
    "天": "d",
    "日": "d",
    "周": "w",
    "星期": "w",
    "礼拜": "w",
    "月": "m",
    "年": "y",
    "小时": "h",
    "分钟": "min",
}
SIDES = {"后": "+", "内": "+", "前": "-"}


def _weekday(cue: str, week: str | None, day: str) -> Saying:
    return f"{WEEKS[week]}w-{WEEKDAYS[day]}", cue, 0.9


def _away(amount: str | None, half: str | None, lone: str | None, unit: str, side: str) -> Saying:
    """How far that is: +0.5y of 半年后, -1.5h of 一个半小时前; nothing of what is no amount."""
    whole = value_of(amount) if amount else Decimal(0)
    if whole is None:
        return "", side, 0.0
    return f"{SIDES[side]}{whole + Decimal('0.5') if half or lone else whole}{UNITS[unit]}", side, 0.85


WEEKDAY = Grammar(
    "date",
    r"(?=[上下本这个周星礼])(?P<cue>(?P<week>上上|下下|[上下本这])?个?(?:(?<![一二三四五六七八九十两几每\d])周|星期|礼拜)"
    r"(?P<day>[一二三四五六日天末1-7])(?![\d次回遍个围样]))",
    "周 星期 礼拜",
    _weekday,
)
# (十一月三十日前 is a day and no time of thirty days.)
AWAY = Grammar(
    "date",
    rf"(?=[\d{SIGNS}半])(?!(?:(?<=月)|(?<=月\s)|(?<=月的))[\d{SIGNS}]{{1,3}}\s?日)"
    rf"(?:(?P<amount>{AMOUNT})\s?个?(?P<half>半)?|(?<!个)(?P<lone>半)\s?个?)(?P<unit>天|日|周|星期|礼拜|月|年|小时|分钟)(?:之|以)?(?P<side>后|内|前)(?![卫置端])",
    "后 内 前",
    _away,
)
GRAMMARS = (WRITTEN, SIGNED, IN_A_YEAR, JOINED, FESTIVAL, WORD, WEEKDAY, AWAY)


def find(layers: Layers) -> list[Extract]:
    """Kind date. Values: what is said of 2026-11-26 (2026, 2026-11, 11-26, 11; 11-11 for 双十一); the name of a feast
    that moves; relative ones in days, weeks, months, years, hours or min(utes) from the day of the text (+3d, -1w,
    0m); weekdays by their number, Monday is 1, with the weeks from this one if they are said (w-5, +1w-5)."""
    return [one for grammar in GRAMMARS for one in grammar.read(layers)]
