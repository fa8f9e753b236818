"""Figures of articles and of the account.

The statistics interfaces know yesterday at the latest, from about eight in the morning; what they do not know
is left out, never filled with zero. Follower and comment totals are asked for live. Only verified accounts
have statistics.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeGuard

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, ConnectorError
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .call import Caller
from .comments import Comments, place_of
from .limits import FOLLOWER_DAYS
from .metrics import ACCOUNT_FIELDS, ARTICLE_FIELDS
from .remedies import NOT_READY, OUT_OF_RANGE, PLATFORM_ZONE, UNAUTHORIZED

DAY = timedelta(days=1)
ARTICLE_DAYS = 30
MOST_DAYS = 366

Row = Mapping[str, Any]


class WechatMeasure:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._comments = Comments(caller)

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        """Totals per post: the number of comments now, everything else up to the end of yesterday (`day` says
        of which day). Raises AskPlatform where the account may read none of it."""
        readings = list(self._comment_totals(account, posts))
        counted = {reading.post_id for reading in readings}
        try:
            rows = self._article_rows(account, posts)
        except AskPlatform as error:
            if error.code != UNAUTHORIZED or not readings:
                raise
            return readings
        for post in posts:
            for reading in _article_readings(post, rows):
                if reading.metric != "comments" or post.post_id not in counted:
                    readings.append(reading)
        return readings

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        """Followers gained and lost and reading of each day, the follower total of each day, and the follower
        total now. Days that the platform does not know (yet) are missing."""
        readings = [self._followers_now(account)]
        last = min(date.fromisoformat(until_day), self._today() - DAY)
        first = max(date.fromisoformat(since_day), last - MOST_DAYS * DAY)
        try:
            for start, end in _spans(first, last, FOLLOWER_DAYS.value):
                readings += self._follower_days(account, start, end)
                readings += self._reading_days(account, start, end)
        except AskPlatform as error:
            if error.code != UNAUTHORIZED:
                raise
        return readings

    def _comment_totals(self, account: Account, posts: Sequence[PostReference]) -> Iterator[Reading]:
        for post in posts:
            total = self._comments.total(account, post) if post.facts.get("comments_open", True) else None
            if total is not None:
                yield Reading("comments", total, ReadingKind.CUMULATIVE, post_id=post.post_id)

    def _article_rows(self, account: Account, posts: Sequence[PostReference]) -> list[Row]:
        yesterday = self._today() - DAY
        days = {day for post in posts for day in _publishing_days(post) if day <= yesterday}
        recent = sorted(day for day in days if day >= yesterday - ARTICLE_DAYS * DAY)
        return [row for day in recent for row in self._rows(account, "getarticletotaldetail", day, day)]

    def _followers_now(self, account: Account) -> Reading:
        data = self._caller.read(account, "/cgi-bin/user/get", meter="followers")
        return Reading("followers", int(data.get("total") or 0), ReadingKind.CUMULATIVE)

    def _follower_days(self, account: Account, first: date, last: date) -> Iterator[Reading]:
        sums: dict[tuple[str, str], int] = {}
        for row in self._rows(account, "getusersummary", first, last):
            for field, metric in (("new_user", "new_followers"), ("cancel_user", "lost_followers")):
                key = (metric, str(row.get("ref_date")))
                sums[key] = sums.get(key, 0) + int(row.get(field) or 0)
        for (metric, day), value in sums.items():
            yield Reading(metric, value, ReadingKind.PER_DAY, day=day)
        for row in self._rows(account, "getusercumulate", first, last):
            total, day = int(row.get("cumulate_user") or 0), str(row.get("ref_date"))
            yield Reading("followers", total, ReadingKind.CUMULATIVE, day=day)

    def _reading_days(self, account: Account, first: date, last: date) -> Iterator[Reading]:
        for row in self._rows(account, "getbizsummary", first, last):
            for field, metric in ACCOUNT_FIELDS.items():
                value = (row.get("detail") or {}).get(field)
                if _is_number(value):
                    yield Reading(metric, value, ReadingKind.PER_DAY, day=str(row.get("ref_date")))

    def _rows(self, account: Account, name: str, first: date, last: date) -> list[Row]:
        """The rows of a statistics call; a last day that is not ready yet is left out."""
        if last < first:
            return []
        body = {"begin_date": first.isoformat(), "end_date": last.isoformat()}
        try:
            data = self._caller.read(account, f"/datacube/{name}", body, meter="statistics")
        except ConnectorError as error:
            if error.code not in (NOT_READY, OUT_OF_RANGE):
                raise
            return self._rows(account, name, first, last - DAY) if error.code == NOT_READY else []
        rows: list[Row] = data.get("list") or []
        if not data.get("is_delay"):
            return rows
        return [row for row in rows if row.get("detail_list") or row.get("ref_date") != last.isoformat()]

    def _today(self) -> date:
        return self._caller.wire.now().astimezone(PLATFORM_ZONE).date()


def _article_readings(post: PostReference, rows: Sequence[Row]) -> Iterator[Reading]:
    row = next((row for row in rows if _is_row_of(row, post)), None)
    details = sorted((row or {}).get("detail_list") or [], key=lambda detail: str(detail.get("stat_date")))
    if not details:
        return
    newest = details[-1]
    for field, metric in ARTICLE_FIELDS.items():
        if _is_number(newest.get(field)):
            day = str(newest.get("stat_date"))
            yield Reading(metric, newest[field], ReadingKind.CUMULATIVE, day=day, post_id=post.post_id)


def _is_row_of(row: Row, post: PostReference) -> bool:
    """Rows are named MESSAGE_POSITION, the position counted from 1."""
    place = place_of(post)
    if place is not None:
        return str(row.get("msgid")) == f"{place.message}_{place.index + 1}"
    url = str(post.facts.get("url") or "")
    return bool(url) and row.get("content_url") == url


def _publishing_days(post: PostReference) -> list[date]:
    """The days on which the article may have gone live: a job handed in before midnight can end after it,
    an article first seen after midnight can have gone live before."""
    if day := post.facts.get("published_on"):
        return [date.fromisoformat(str(day))]
    if day := post.facts.get("submitted_on"):
        submitted = date.fromisoformat(str(day))
        return [submitted, submitted + DAY]
    if day := post.facts.get("seen_on"):
        seen = date.fromisoformat(str(day))
        return [seen - DAY, seen]
    return []


def _spans(first: date, last: date, days: int) -> Iterator[tuple[date, date]]:
    while first <= last:
        yield first, min(first + (days - 1) * DAY, last)
        first += days * DAY


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
