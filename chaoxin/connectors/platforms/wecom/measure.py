"""Figures: what became of each message, and customers, groups and chats of the corp.

Daily statistics end with yesterday and reach back `statistics_days` of the settings (sources differ: 60 or 180).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import CONTACT, Caller, Json, setting
from .customers import Customers, chunks
from .limits import MEMBERS_PER_CALL, STATISTICS_DAYS, STATISTICS_SPAN_DAYS
from .metrics import BEHAVIOUR_COUNTS, BEHAVIOUR_RATES, GROUP_DAYS, GROUP_TOTALS
from .remedies import BAD_TASK, STOPPED
from .tasks import Tasks, msgid_of

PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)

Sums = dict[tuple[str, str], float]


class WecomMeasure:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._customers = Customers(caller.wire)
        self._tasks = Tasks(caller)

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Per message: members asked and confirmed, and what was sent, is unsent, and was not delivered and why. A
        task that the platform does not show any more has no readings."""
        readings: list[Reading] = []
        for post in posts:
            for metric, value in self._counts(account, post).items():
                readings.append(Reading(metric, value, ReadingKind.CUMULATIVE, post_id=post.post_id))
        return readings

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Customers and members now; of each day customers gained and lost, private chats, groups and their members.
        Days that the platform does not know (yet) are missing."""
        members = self._customers.members(account)
        readings = [
            Reading("contact_members", len(members), ReadingKind.CUMULATIVE),
            Reading("followers", self._customer_count(account, members), ReadingKind.CUMULATIVE),
        ]
        first, last = self._days(account, since_day, until_day)
        if not members:
            return readings
        for start, end in _spans(first, last, STATISTICS_SPAN_DAYS.value):
            readings += self._group_days(account, members, start, end)
            readings += self._behaviour_days(account, members, start, end)
        return readings

    def _counts(self, account: Account, post: PostReference) -> Mapping[str, int]:
        msgid = msgid_of(post.reference)
        try:
            return self._tasks.counts(account, msgid, self._tasks.members(account, msgid))
        except FixContent as error:
            if error.code not in {STOPPED, *BAD_TASK}:
                raise
            return {}

    def _customer_count(self, account: Account, members: Sequence[str]) -> int:
        """Each customer once, with however many members he is."""
        return len({customer for userid in members for customer in self._customers.ids_of(account, userid)})

    def _days(self, account: Account, since_day: str, until_day: str) -> tuple[date, date]:
        yesterday = self._caller.wire.now().astimezone(PLATFORM_ZONE).date() - DAY
        reach = int(setting(account, "statistics_days", STATISTICS_DAYS.value))
        first = max(date.fromisoformat(since_day), yesterday - (reach - 1) * DAY)
        return first, min(date.fromisoformat(until_day), yesterday)

    def _group_days(
        self, account: Account, members: Sequence[str], first: date, last: date
    ) -> Iterator[Reading]:
        totals: Sums = {}
        daily: Sums = {}
        for chunk in chunks(members, MEMBERS_PER_CALL.value):
            body = {
                "day_begin_time": _second(first),
                "day_end_time": _second(last),
                "owner_filter": {"userid_list": list(chunk)},
            }
            path = f"{CONTACT}/groupchat/statistic_group_by_day"
            for row in self._caller.read(account, path, body, meter="statistics").get("items") or []:
                data, day = row.get("data") or {}, _day(row)
                _add(totals, data, GROUP_TOTALS, day)
                _add(daily, data, GROUP_DAYS, day)
        yield from _readings(totals, ReadingKind.CUMULATIVE)
        yield from _readings(daily, ReadingKind.PER_DAY)

    def _behaviour_days(
        self, account: Account, members: Sequence[str], first: date, last: date
    ) -> Iterator[Reading]:
        """The platform adds up the members of one call. Rates cannot be added up over calls: with more members than
        one call takes they are missing."""
        sums: Sums = {}
        parts = list(chunks(members, MEMBERS_PER_CALL.value))
        for chunk in parts:
            for row in self._behaviour(account, chunk, first, last):
                _add(sums, row, BEHAVIOUR_COUNTS, _day(row))
                if len(parts) == 1:
                    _add(sums, row, BEHAVIOUR_RATES, _day(row))
        yield from _readings(sums, ReadingKind.PER_DAY)

    def _behaviour(self, account: Account, members: Sequence[str], first: date, last: date) -> list[Json]:
        body = {"userid": list(members), "start_time": _second(first), "end_time": _second(last)}
        path = f"{CONTACT}/get_user_behavior_data"
        rows: list[Json] = (
            self._caller.read(account, path, body, meter="statistics").get("behavior_data") or []
        )
        return rows


def _add(sums: Sums, data: Mapping[str, Any], fields: Mapping[str, str], day: str) -> None:
    for field, metric in fields.items():
        value = data.get(field)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and day:
            sums[metric, day] = sums.get((metric, day), 0) + value


def _readings(sums: Sums, kind: ReadingKind) -> Iterator[Reading]:
    for (metric, day), value in sums.items():
        yield Reading(metric, value, kind, day=day)


def _spans(first: date, last: date, days: int) -> Iterator[tuple[date, date]]:
    while first <= last:
        yield first, min(first + (days - 1) * DAY, last)
        first += days * DAY


def _second(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=PLATFORM_ZONE).timestamp())


def _day(row: Mapping[str, Any]) -> str:
    second = row.get("stat_time")
    if not isinstance(second, int) or second <= 0:
        return ""
    return datetime.fromtimestamp(second, UTC).astimezone(PLATFORM_ZONE).date().isoformat()
