"""Lines that only fit some moments: a greeting by its hour, a festival by its month."""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass

from sandbox.audience.rhythm import SHANGHAI_OFFSET

ANY_MONTH = range(1, 13)
ANY_DAY = range(1, 32)
ANY_WEEKDAY = range(7)  # Monday is 0
ANY_HOUR = range(24)


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a line that contains the words sounds right, by the clock of Asia/Shanghai."""

    words: re.Pattern[str]
    months: Collection[int] = ANY_MONTH
    days: Collection[int] = ANY_DAY
    weekdays: Collection[int] = ANY_WEEKDAY
    hours: Collection[int] = ANY_HOUR

    def holds(self, moment: time.struct_time) -> bool:
        return (
            moment.tm_mon in self.months
            and moment.tm_mday in self.days
            and moment.tm_wday in self.weekdays
            and moment.tm_hour in self.hours
        )


OCCASIONS = (
    Occasion(re.compile("中秋|节后才到"), months=(8, 9, 10)),
    Occasion(re.compile("双十一"), months=(10, 11)),
    Occasion(re.compile("新年|过年|拜年"), months=(1, 2)),
    Occasion(re.compile("立冬"), months=(11,)),
    Occasion(re.compile("秋天|秋膘"), months=(8, 9, 10, 11)),
    Occasion(re.compile("夏天|热死|暑假"), months=(5, 6, 7, 8, 9)),
    Occasion(re.compile("降温"), months=(10, 11, 12)),
    Occasion(re.compile("月底了"), days=range(24, 32)),
    Occasion(re.compile("周一快乐"), weekdays=(0,)),
    Occasion(re.compile("终于周五"), weekdays=(4,)),
    Occasion(re.compile("下班！|摸鱼中|打工人路过"), weekdays=range(5), hours=range(8, 20)),
    Occasion(re.compile("^早啊?$|早安|早上好"), hours=range(5, 11)),
    Occasion(re.compile("晚安"), hours=(21, 22, 23, 0, 1)),
    Occasion(re.compile("深夜|大半夜"), hours=(22, 23, 0, 1, 2, 3, 4)),
    Occasion(re.compile("太晚还在上班|加班到十点"), hours=(21, 22, 23, 0)),
    Occasion(re.compile("下午三点"), hours=range(14, 19)),
    Occasion(re.compile("上课偷看"), weekdays=range(5), hours=range(8, 22)),
    Occasion(re.compile("等外卖"), hours=(10, 11, 12, 13, 17, 18, 19, 20, 21)),
    Occasion(re.compile("为什么没有发文章|今天没有发文章"), hours=range(18, 24)),
)


def occasions_of(line: str) -> tuple[Occasion, ...]:
    """The occasions that bind the line; most lines have none and fit always."""
    return tuple(occasion for occasion in OCCASIONS if occasion.words.search(line))


def shanghai_moment(at: float) -> time.struct_time:
    """The calendar and clock in Shanghai at a Unix time."""
    return time.gmtime(at + SHANGHAI_OFFSET)
