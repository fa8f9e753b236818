"""How the company answers: what it says, who says it, and how long it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from .editorial_plan import ZONE
from .threads import Said
from .topics import replies

SPAM = re.compile(r"加v|兼职|刷单|贷款|股票|代理|主页|头像|涨粉|互赞|返利|低价|_0000|投票|粉丝互|教程|群发")
GREETING = re.compile(
    r"^(?:在吗|在不在|你好|您好|有人吗|hi|哈喽|是真人吗|人工)[?？!！。~～呀 ]*$", re.IGNORECASE
)
PRAISE = re.compile(r"谢谢|感谢|好喝|喜欢|满意|支持|夸|点赞|辛苦|好看|真好")
COMPLAINT = re.compile(r"投诉|退|差评|难喝|坏|漏|没收到|没动|骗|失望|太差|催|漏发|少了|抱怨|垃圾")
# Who answers, with which share; lateness; how long an answer takes (median hours, spread).
WRITERS = (("answer_giver", 0.76), ("lead", 0.18), ("owner", 0.06))
LATE_SHARE = 0.035
MEDIAN_HOURS, SPREAD = 1.6, 1.0
LONGEST_HOURS = 21.0
OPENS, CLOSES = 9, 22
# How often a turn of that tone gets an answer at all; the rest is read and closed.
ANSWERED = {"consultation": 0.97, "price": 0.95, "complaint": 0.99, "praise": 0.66, "chat": 0.3, "spam": 0.0}


@dataclass(frozen=True)
class Answer:
    """What became of a turn: an answer at `at` by a role, or closed without one where `text` is empty."""

    at: datetime
    by: str
    text: str


def tone_of(turn: tuple[Said, ...]) -> str:
    """The tone of what was said: the platform's people mostly show it, else it is read from the words."""
    said = [one for one in turn if not GREETING.match(one.text)] or list(turn)
    one = said[-1]
    if one.tone:
        return one.tone
    for tone, pattern in (("spam", SPAM), ("complaint", COMPLAINT)):
        if pattern.search(one.text):
            return tone
    subject = _subject(one.text)
    if subject is not None:
        return str(subject["tone"])
    return (
        "praise"
        if PRAISE.search(one.text)
        else "consultation"
        if "?" in one.text or "？" in one.text
        else "chat"
    )


def answer_to(turn: tuple[Said, ...], *, random: Random) -> Answer:
    """When and how the company answers a turn, not looking at what comes after it."""
    tone = tone_of(turn)
    by = random.choices([role for role, _ in WRITERS], [share for _, share in WRITERS])[0]
    text = _text(turn, tone, random=random) if random.random() < ANSWERED[tone] else ""
    hours = random.lognormvariate(0.0, SPREAD) * MEDIAN_HOURS
    if text and random.random() < LATE_SHARE:
        return Answer(_at_work(turn[-1].at + timedelta(hours=random.uniform(24.6, 34.0)), random), by, text)
    at = turn[-1].at + timedelta(hours=min(hours, LONGEST_HOURS - 12), seconds=random.randint(40, 400))
    return Answer(_at_work(at, random), by, text)


def _text(turn: tuple[Said, ...], tone: str, *, random: Random) -> str:
    told = replies()
    subject = next((found for one in reversed(turn) if (found := _subject(one.text))), None)
    fits = (
        subject is not None
        and tone not in ("praise", "chat")
        and not (tone == "complaint" and subject["tone"] == "price")
    )
    texts: list[str] = subject["texts"] if fits and subject is not None else told["tones"][tone]
    return random.choice(texts)


def _subject(text: str) -> dict[str, Any] | None:
    return next((subject for pattern, subject in _subjects() if pattern.search(text)), None)


@cache
def _subjects() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple((re.compile(entry["pattern"]), entry) for entry in replies()["subjects"])


def _at_work(at: datetime, random: Random) -> datetime:
    """The same time, or the next morning where nobody is there at night."""
    local = at.astimezone(ZoneInfo(ZONE))
    if local.hour >= CLOSES:
        local += timedelta(days=1)
    elif local.hour >= OPENS:
        return at.replace(microsecond=0)
    return local.replace(
        hour=OPENS, minute=random.randint(2, 58), second=random.randint(0, 59), microsecond=0
    ).astimezone(at.tzinfo)
