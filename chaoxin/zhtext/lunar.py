"""Dates of the farmers' calendar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .extracts import Extract, extract_of
from .layers import Layers
from .sought import Sought

LUNAR = "农历"
MONTHS = {name: month for month, name in enumerate("正二三四五六七八九十", 1)}
MONTHS |= {"一": 1, "十一": 11, "冬": 11, "十二": 12, "腊": 12}
ONES = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]|[二三]?十)"
# A month by its number is of that calendar where it is said so or where its day is one of the first ten (八月初八).
SAID = Sought(
    rf"(?P<cue>农历|阴历|旧历)(?:[一二]?[〇零一二三四五六七八九]{{3,4}}年|[今明去]年)?(?P<month>十[一二]?|[正冬腊一二三四五六七八九])月(?P<day>{_DAY})?",
    "农历 阴历 旧历",
)
NAMED = Sought(rf"(?<![农阴旧]历)(?P<cue>[正冬腊])(?P<month>)月(?P<day>{_DAY})?", "正月 冬月 腊月")
EARLY = Sought(
    r"(?<![一二三四五六七八九十年])(?<![农阴旧]历)(?P<month>十[一二]?|[一二三四五六七八九])月(?P<day>(?P<cue>初)[一二三四五六七八九十])(?![中高])",
    "月初",
)


def find(layers: Layers) -> Iterator[Extract]:
    """Kind date, value 农历12-23 of 腊月二十三, 农历08 of 农历八月."""
    places = layers.places
    for sought in (SAID, NAMED, EARLY):
        for match in sought.all_in(layers.plain):
            cue, month, day = match.group("cue", "month", "day")
            start, end = match.span()
            value = _value(month or cue, day)
            yield extract_of(("date", places[start], places[end - 1] + 1, value, cue, 0.9))


@lru_cache(maxsize=1_000)
def _value(month: str, day: str | None) -> str:
    said = f"{LUNAR}{MONTHS[month]:02}"
    return f"{said}-{_day(day):02}" if day else said


def _day(day: str) -> int:
    """Of 初八, 十五, 廿三, 二十三, 三十."""
    if day[0] == "初":
        return ONES.get(day[1], 10)
    tens, ten, one = day.replace("廿", "二十").partition("十")
    return (ONES[tens] if tens else 1) * 10 * bool(ten) + ONES.get(one, 0)
