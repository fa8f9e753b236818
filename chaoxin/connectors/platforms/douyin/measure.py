"""Figures of items and of the account. Statistics of items are running totals; reports are values per day, ready at
about ten the next morning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import Caller
from .comments import item_of
from .items import own_items, public_items
from .refusals import PLATFORM_ZONE
from .standing import FANS_DATA, ITEM_DATA, LIST, SHOW, USER_DATA, may

STATISTICS = {
    "play_count": "reads",
    "digg_count": "likes",
    "comment_count": "comments",
    "share_count": "shares",
}
ITEM_DAYS = {"play": "day_reads"}
USER = "/data/external/user"
ITEM = "/data/external/item"
FANS = "/api/douyin/v1/user/fans_data/"
# Report → its fields per day, and those that are running totals.
USER_REPORTS: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...] = (
    ("fans", {"new_fans": "new_followers"}, {"total_fans": "followers"}),
    ("item", {"new_play": "account_reads", "new_issue": "account_posts"}, {"total_issue": "posts"}),
    ("like", {"new_like": "account_likes"}, {}),
    ("comment", {"new_comment": "account_comments"}, {}),
    ("share", {"new_share": "account_shares"}, {}),
    ("profile", {"profile_uv": "profile_visits"}, {}),
)
SPANS = (7, 15, 30)
PAGES = 3
NO_REPORTS = "2100007"


class DouyinMeasure:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Plays, likes, comments and shares of each item so far; where reports are granted also the mean time watched
        (over thirty days) and the plays per day. Items that Douyin does not answer for are left out."""
        by_item = {item_of(post): post.post_id for post in posts if item_of(post)}
        readings: list[Reading] = []
        for item_id, item in self._items(account, list(by_item)).items():
            statistics = item.get("statistics")
            if isinstance(statistics, dict):
                readings += _totals(statistics, STATISTICS, post_id=by_item[item_id])
        if account.token and account.token.scopes & ITEM_DATA:
            for item_id, post_id in by_item.items():
                readings += self._reports_of_item(account, item_id, post_id)
        return readings

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Values of the days as far as reports are granted, and the followers and items there are. Without reports only
        the number of fans, where their portrait is granted."""
        if not may(account, USER_DATA):
            return self._fans(account)
        readings: list[Reading] = []
        span = _span(since_day, today=self.caller.wire.now().astimezone(PLATFORM_ZONE).date())
        for name, of_days, of_totals in USER_REPORTS:
            rows = self._rows(account, f"{USER}/{name}/", {"date_type": span})
            within = [row for row in rows if since_day <= str(row.get("date")) <= until_day]
            for row in within:
                readings += _of_day(row, of_days)
            if rows:
                readings += _totals(max(rows, key=lambda row: str(row.get("date"))), of_totals)
        return readings

    def _items(self, account: Account, item_ids: list[str]) -> dict[str, Mapping[str, Any]]:
        if not item_ids:
            return {}
        if may(account, SHOW):
            return public_items(self.caller, account, item_ids)
        if not may(account, LIST):
            return {}
        listed = {
            str(item.get("item_id")): item
            for items, _is_last in own_items(self.caller, account, pages=PAGES)
            for item in items
        }
        return {item_id: listed[item_id] for item_id in item_ids if item_id in listed}

    def _reports_of_item(self, account: Account, item_id: str, post_id: str) -> Iterator[Reading]:
        try:
            base = self.caller.read(account, f"{ITEM}/base/", params={"item_id": item_id}).get("result")
            if isinstance(base, dict) and _is_number(base.get("avg_play_duration")):
                yield Reading(
                    "average_watch_seconds",
                    base["avg_play_duration"],
                    ReadingKind.CUMULATIVE,
                    post_id=post_id,
                )
            for name, metric in ITEM_DAYS.items():
                rows = self._rows(account, f"{ITEM}/{name}/", {"item_id": item_id, "date_type": SPANS[0]})
                for row in rows:
                    yield from _of_day(row, {name: metric}, post_id=post_id)
        except AskPlatform as error:
            # Small accounts get no reports; their totals are known without.
            if error.code != NO_REPORTS:
                raise

    def _fans(self, account: Account) -> list[Reading]:
        if not may(account, FANS_DATA):
            return []
        found = self.caller.read(account, FANS).get("fans_data")
        if not isinstance(found, dict):
            return []
        return _totals(found, {"all_fans_num": "followers"})

    def _rows(self, account: Account, path: str, params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        answer = self.caller.read(account, path, params=params)
        rows = answer.get("result_list")
        if rows is None:
            return []
        if not isinstance(rows, list):
            raise self.caller.unreadable(account, answer, changing=False)
        return [row for row in rows if isinstance(row, dict)]


def _span(since_day: str, *, today: date) -> int:
    """The shortest report that reaches back to the day."""
    days = (today - date.fromisoformat(since_day)).days + 1
    return next((span for span in SPANS if days <= span), SPANS[-1])


def _totals(found: Mapping[str, Any], fields: Mapping[str, str], *, post_id: str = "") -> list[Reading]:
    return [
        Reading(metric, found[name], ReadingKind.CUMULATIVE, post_id=post_id)
        for name, metric in fields.items()
        if _is_number(found.get(name))
    ]


def _of_day(row: Mapping[str, Any], fields: Mapping[str, str], *, post_id: str = "") -> list[Reading]:
    return [
        Reading(metric, row[name], ReadingKind.PER_DAY, day=str(row["date"]), post_id=post_id)
        for name, metric in fields.items()
        if _is_number(row.get(name)) and row.get("date")
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
