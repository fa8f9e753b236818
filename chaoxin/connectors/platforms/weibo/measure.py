"""Counters of posts and of the account. Weibo gives running totals only, no values per day and no reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import API, Caller
from .limits import COUNT_IDS
from .statuses import id_of

POST_COUNTERS = {"reposts": "shares", "comments": "comments", "attitudes": "likes"}
ACCOUNT_COUNTERS = {"followers_count": "followers", "friends_count": "following", "statuses_count": "posts"}


class WeiboMeasure:
    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Shares, comments and likes of each post so far, a hundred posts a call. Posts that Weibo does not
        answer for are left out."""
        numbers = list(dict.fromkeys(post.post_id for post in posts if post.post_id))
        readings: list[Reading] = []
        for start in range(0, len(numbers), COUNT_IDS):
            batch = numbers[start : start + COUNT_IDS]
            answer = self.caller.read(account, f"{API}/statuses/count.json", params={"ids": ",".join(batch)})
            for item in self._items(account, answer):
                if id_of(item) in batch:
                    readings.extend(_readings(item, POST_COUNTERS, post_id=id_of(item)))
        return readings

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Followers, following and posts now. Weibo has no past values, so the days make no difference."""
        answer = self.caller.read(account, f"{API}/users/counts.json", params={"uids": account.external_id})
        return [
            reading
            for item in self._items(account, answer)
            if id_of(item) == account.external_id
            for reading in _readings(item, ACCOUNT_COUNTERS)
        ]

    def _items(self, account: Account, answer: Any) -> list[dict[str, Any]]:
        if not isinstance(answer, list):
            raise self.caller.unreadable(account, answer, changing=False)
        return [item for item in answer if isinstance(item, dict)]


def _readings(item: Mapping[str, Any], counters: Mapping[str, str], *, post_id: str = "") -> list[Reading]:
    return [
        Reading(metric=metric, value=int(item[counter]), kind=ReadingKind.CUMULATIVE, post_id=post_id)
        for counter, metric in counters.items()
        if str(item.get(counter, "")).isdecimal()
    ]
