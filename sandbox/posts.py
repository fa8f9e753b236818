"""Posts of the accounts: their life from accepted to live to gone, and the log of publish effects."""

import hashlib
import html
import json
import re
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import day_of
from sandbox.store import Store

LIVE = "live"
REVIEWING = "reviewing"
REJECTED = "rejected"
VANISHED = "vanished"  # the platform said yes and nothing ever appeared
WITHDRAWN = "withdrawn"  # deleted by the account
TAKEN_DOWN = "taken_down"  # deleted by the platform

COUNTERS = ("reads", "likes", "shares", "collects", "comments")


@dataclass(slots=True)
class NewPost:
    """What it takes to make a post; `text` is what people read, `html` what is shown."""

    account: str
    platform: str
    external_id: str
    slug: str
    kind: str
    title: str
    text: str
    html: str
    url: str
    request_id: int
    created_at: float
    pictures: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    comments_open: bool = True
    state: str = REVIEWING


class Posts:
    def __init__(self, store: Store) -> None:
        self.store = store

    def create(self, new: NewPost) -> int:
        """Insert the post and answer its id. It counts as published once `publish` was called."""
        return self.store.insert(
            "post",
            {
                "account": new.account,
                "platform": new.platform,
                "external_id": new.external_id,
                "slug": new.slug,
                "kind": new.kind,
                "state": new.state,
                "title": new.title,
                "text": new.text,
                "html": new.html,
                "pictures": json.dumps(new.pictures),
                "url": new.url,
                "content_hash": content_hash(new.title, new.text),
                "comments_open": int(new.comments_open),
                "details": json.dumps(new.details, ensure_ascii=False),
                "request_id": new.request_id,
                "created_at": new.created_at,
                "advanced_to": new.created_at,
                "advance_after": new.created_at,
            },
        )

    def record_effect(self, new: NewPost, *, path: str, wall_at: float, post_id: int | None) -> None:
        """Log that a call took effect: one row for each time, whatever becomes of the post."""
        self.store.insert(
            "effect",
            {
                "account": new.account,
                "kind": new.kind,
                "path": path,
                "content_hash": content_hash(new.title, new.text),
                "text": f"{new.title}\n{new.text}".strip()[:2000],
                "at": new.created_at,
                "wall_at": wall_at,
                "request_id": new.request_id,
                "post_id": post_id,
            },
        )

    def publish(self, post_id: int, *, at: float) -> None:
        """Make it public; `followers` remembers how many the account had then."""
        self.store.run(
            "UPDATE post SET state = ?, published_at = ?, advanced_to = ?, advance_after = ?, "
            "followers = (SELECT followers FROM account WHERE key = post.account) WHERE id = ?",
            LIVE,
            at,
            at,
            at,
            post_id,
        )

    def end(self, post_id: int, *, state: str, at: float, reason: str = "") -> None:
        """Reject, lose, withdraw or take down a post."""
        self.store.run(
            "UPDATE post SET state = ?, ended_at = ?, reason = ? WHERE id = ?", state, at, reason, post_id
        )

    def restrict(self, post_id: int, on: bool) -> None:
        """Show a live post to its author only, or to everybody again."""
        self.store.run(
            "UPDATE post SET details = json_set(details, '$.restricted', json(?)) WHERE id = ?",
            "true" if on else "false",
            post_id,
        )

    def get(self, post_id: int) -> sqlite3.Row | None:
        return self.store.one("SELECT * FROM post WHERE id = ?", post_id)

    def find(self, platform: str, external_id: str) -> sqlite3.Row | None:
        return self.store.one(
            "SELECT * FROM post WHERE platform = ? AND external_id = ?", platform, external_id
        )

    def by_slug(self, platform: str, slug: str) -> sqlite3.Row | None:
        return self.store.one("SELECT * FROM post WHERE platform = ? AND slug = ?", platform, slug)

    def count_up(self, post_id: int, counts: dict[tuple[str, str], int]) -> None:
        """Add to the post's counters; keys are (day, counter), where `follows` is kept per day only."""
        totals: dict[str, int] = {}
        for (day, counter), count in counts.items():
            self.store.run(
                f"INSERT INTO post_day (post_id, day, {counter}) VALUES (?, ?, ?) "
                f"ON CONFLICT DO UPDATE SET {counter} = {counter} + excluded.{counter}",
                post_id,
                day,
                count,
            )
            if counter in COUNTERS:
                totals[counter] = totals.get(counter, 0) + count
        for counter, count in totals.items():
            self.store.run(f"UPDATE post SET {counter} = {counter} + ? WHERE id = ?", count, post_id)

    def count_one(self, post_id: int, counter: str, *, at: float) -> None:
        self.count_up(post_id, {(day_of(at), counter): 1})


def is_restricted(post: sqlite3.Row) -> bool:
    """Whether the platform shows the post to its author only."""
    return bool(json.loads(post["details"]).get("restricted"))


def content_hash(title: str, text: str) -> str:
    """The same for the same words, whatever the white space."""
    words = re.sub(r"\s+", " ", f"{title}\n{text}").strip()
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def plain_text(markup: str) -> str:
    """The words of an HTML text."""
    broken = re.sub(r"(?i)<(br|/p|/div|/li|/h\d)[^>]*>", "\n", markup)
    words = html.unescape(re.sub(r"<[^>]+>", "", broken))
    return re.sub(r"\n\s*\n+", "\n", words).strip()
