"""Dates of the farmers' calendar."""

from __future__ import annotations

from .extracts import Extract
from .grammars import Grammar, Saying
from .layers import Layers

LUNAR = "农历"
MONTHS = {name: month for month, name in enumerate("正二三四五六七八九十", 1)}
MONTHS |= {"一": 1, "十一": 11, "冬": 11, "十二": 12, "腊": 12}
ONES = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]|[二三]?十)"


def _lunar(cue: str, day: str | None, month: str | None = None) -> Saying:
    said = f"{LUNAR}{MONTHS[month or cue]:02}"
    return f"{said}-{_day(day):02}" if day else said, cue, 0.9


def _day(day: str) -> int:
    """Of 初八, 十五, 廿三, 二十三, 三十."""
    if day[0] == "初":
        return ONES.get(day[1], 10)
    tens, ten, one = day.replace("廿", "二十").partition("十")
    return (ONES[tens] if tens else 1) * 10 * bool(ten) + ONES.get(one, 0)


# A month by its number is of that calendar where it is said so or where its day is one of the first ten (八月初八).
SAID = Grammar(
    "date",
    rf"(?P<cue>农历|阴历|旧历)(?:[一二]?[〇零一二三四五六七八九]{{3,4}}年|[今明去]年)?(?P<month>十[一二]?|[正冬腊一二三四五六七八九])月(?P<day>{_DAY})?",
    "农历 阴历 旧历",
    _lunar,
)
NAMED = Grammar("date", rf"(?<![农阴旧]历)(?P<cue>[正冬腊])月(?P<day>{_DAY})?", "正月 冬月 腊月", _lunar)
EARLY = Grammar(
    "date",
    r"(?<![一二三四五六七八九十年])(?<![农阴旧]历)(?P<month>十[一二]?|[一二三四五六七八九])月(?P<day>(?P<cue>初)[一二三四五六七八九十])(?![中高])",
    "月初",
    _lunar,
)


def find(layers: Layers) -> list[Extract]:
    """Kind date, value 农历12-23 of 腊月二十三, 农历08 of 农历八月."""
    return [one for grammar in (SAID, NAMED, EARLY) for one in grammar.read(layers)]
