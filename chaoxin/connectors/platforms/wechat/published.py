"""The list of published articles, searched for a post's content.

The list holds what was published without notifying followers; what an account mass-sent is not in it (answers
of the platform's staff on the developers' forum). Its order is not promised, so pages are read until one is
older than the time asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chaoxin.connectors.values import Account, Post, Submission

from .article import plain_line, sent_text, text_fingerprint
from .call import Caller, Json
from .limits import LIST_PER_CALL
from .outcomes import live

MOST_PAGES = 25
CLOCK_TOLERANCE_SECONDS = 120


@dataclass(frozen=True)
class Search:
    """`found` are live articles with the content, newest first; `taken_down` says that one with it was
    deleted; `complete` that the list was read back to the time asked for."""

    found: tuple[Submission, ...]
    taken_down: bool
    complete: bool


class Published:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def matching(self, account: Account, wanted: Mapping[str, Any], *, since: datetime) -> Search:
        """Articles published since then whose title, digest and words are those of `wanted`."""
        earliest = since.timestamp() - CLOCK_TOLERANCE_SECONDS
        entries, complete = self._entries(account, earliest)
        found, taken_down = [], False
        for entry in sorted(entries, key=_time, reverse=True):
            for item in entry.get("content", {}).get("news_item", []):
                if not _matches(item, wanted):
                    continue
                if item.get("is_deleted"):
                    taken_down = True
                else:
                    found.append(_submission(entry, item))
        return Search(tuple(found), taken_down, complete)

    def _entries(self, account: Account, earliest: float) -> tuple[list[Json], bool]:
        entries: list[Json] = []
        offset = 0
        for _ in range(MOST_PAGES):
            body = {"offset": offset, "count": LIST_PER_CALL.value, "no_content": 0}
            page = self._caller.read(account, "/cgi-bin/freepublish/batchget", body, meter="publish_list")
            items = page.get("item") or []
            entries += [entry for entry in items if _time(entry) >= earliest]
            offset += len(items)
            if not items or offset >= int(page.get("total_count", 0)) or max(map(_time, items)) < earliest:
                return entries, True
        return entries, False


def wanted(post: Post) -> dict[str, str]:
    """What to look for among published articles to find the post."""
    return {
        "title": plain_line(post.title),
        "digest": plain_line(post.summary),
        "words": text_fingerprint(sent_text(post)),
    }


def _matches(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    digest = plain_line(str(item.get("digest") or ""))
    return (
        plain_line(str(item.get("title") or "")) == wanted.get("title")
        and (not wanted.get("digest") or not digest or digest == wanted["digest"])
        and text_fingerprint(str(item.get("content") or "")) == wanted.get("words")
    )


def _submission(entry: Mapping[str, Any], item: Mapping[str, Any]) -> Submission:
    article_id = str(entry.get("article_id") or "").strip()
    return live(item, article_id=article_id, facts={}, at=entry.get("update_time"))


def _time(entry: Mapping[str, Any]) -> float:
    return float(entry.get("update_time") or 0)
