"""When what went out: the texts of the past, spread over the days behind us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .accounts import BY_KEY, SITE
from .topics import Topic, past

ZONE = "Asia/Shanghai"
SEED = "潮汐茶"
DAY = timedelta(days=1)
HOURS = (time(10, 0), time(12, 10), time(17, 40), time(19, 30), time(20, 30))
# The latest post is at least this old, so that its readings have begun.
YOUNGEST = timedelta(minutes=50)
# Some texts speak of others, so their place in the order is fixed, from 0 (long ago) to 1 (now).
PLACES = {
    "riverside-opening": 0.06,
    "lid-notice": 0.3,
    "sixth-birthday": 0.48,
    "delivery-package": 0.62,
    "flavor-vote": 0.74,
    "vote-result": 0.87,
    "half-sugar": 0.985,
    "members-day": 0.97,
    "sea-salt-oolong": 0.995,
}


@dataclass(frozen=True)
class Planned:
    """One text with the time (aware) at which it goes out on each account, by key."""

    topic: Topic
    at: datetime
    due: dict[str, datetime]

    def text_on(self, key: str) -> str:
        """The words of the post on that account: the short text with its link, or the article."""
        if BY_KEY[key].takes_articles:
            return self.topic.body
        return f"{self.topic.short} {SITE}{self.topic.path}"


def plan(*, now: datetime, days: int, topics: int | None = None) -> list[Planned]:
    """The company's posts of the last `days`, oldest first; the same for the same day. `topics` takes only so many."""
    chosen = _ordered(list(past()))[-topics:] if topics else _ordered(list(past()))
    random = Random(f"{SEED}|hours")  # noqa: S311 - a story, no secret
    planned = []
    for number, topic in enumerate(chosen):
        day = now - days * DAY + (number + 0.7) * days * DAY / len(chosen)
        planned.append(_planned(topic, _moment(day, random.choice(HOURS), now=now)))
    return sorted(planned, key=lambda one: one.at)


def office_hour(at: datetime, *, hour: int, minute: int) -> datetime:
    """That hour of the day in which `at` lies for the company."""
    local = at.astimezone(ZoneInfo(ZONE))
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _ordered(topics: list[Topic]) -> list[Topic]:
    random = Random(f"{SEED}|order")  # noqa: S311
    places = {topic.key: random.uniform(0.0, 0.95) for topic in topics}
    return sorted(topics, key=lambda topic: PLACES.get(topic.key, places[topic.key]))


def _moment(day: datetime, hour: time, *, now: datetime) -> datetime:
    local = day.astimezone(ZoneInfo(ZONE))
    at = datetime.combine(local.date(), hour, tzinfo=local.tzinfo)
    latest = now - YOUNGEST - timedelta(minutes=max(account.minutes for account in BY_KEY.values()))
    while at > latest:
        at = _earlier(at)
    return at


def _earlier(at: datetime) -> datetime:
    """The usual hour before that one."""
    before = [hour for hour in HOURS if hour < at.time()]
    if before:
        return datetime.combine(at.date(), before[-1], tzinfo=at.tzinfo)
    return datetime.combine(at.date() - DAY, HOURS[-1], tzinfo=at.tzinfo)


def _planned(topic: Topic, at: datetime) -> Planned:
    due = {key: at + timedelta(minutes=BY_KEY[key].minutes) for key in topic.channels}
    return Planned(topic, at, due)
