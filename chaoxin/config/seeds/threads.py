"""What customers said, thread by thread: comments under posts, private messages by person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .history import History, PastPost
from .sandbox import Row

# What one person writes within this time is one turn: the greeting, then the matter.
ONE_TURN = timedelta(minutes=10)
FIRST_MESSAGE_ID = 24_000_000_000_000_000
REPLY_WINDOW = {"message_type": "text", "reply_window_seconds": 172_800, "reply_quota": 5}


@dataclass(frozen=True)
class Said:
    """One thing that a customer wrote. `number` is the sandbox's, `platform_id` what the platform tells us."""

    at: datetime
    text: str
    tone: str
    number: int
    platform_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Thread:
    """Everything one person wrote in one place, in turns, oldest first. `post` is None for private messages."""

    account: str
    kind: str
    key: str
    fan: Row
    name: str
    post: PastPost | None
    turns: tuple[tuple[Said, ...], ...] = field(default_factory=tuple)

    @property
    def last_said(self) -> datetime:
        return self.turns[-1][-1].at


def threads_of(history: History) -> list[Thread]:
    """All threads of an account, by the time of their beginning."""
    found = [*_comments(history), *_messages(history)]
    return sorted(found, key=lambda thread: (thread.turns[0][0].at, thread.key))


def _comments(history: History) -> Iterator[Thread]:
    names_are_told = not history.account.takes_articles
    for post in history.posts:
        for row in post.row["discussion"]:
            if row["by_account"] or row["parent_id"] is not None or row["deleted_at"]:
                continue
            said = _comment(post, row, takes_articles=history.account.takes_articles)
            yield Thread(
                account=history.account.key,
                kind="comment",
                key=said.platform_id,
                fan=history.fans[row["person"]],
                name=row["author"] if names_are_told else "",
                post=post,
                turns=((said,),),
            )


def _comment(post: PastPost, row: Row, *, takes_articles: bool) -> Said:
    details, number = post.row["details"], row["external_id"]
    name = f"{details['msg_data_id']}_{details['index'] - 1}_{number}" if takes_articles else str(number)
    facts = {"elected": bool(row["elected"])} if takes_articles else {"list": "to_me"}
    return Said(_time(row["at"]), row["text"], row["tone"] or "chat", row["id"], name, facts)


def _messages(history: History) -> Iterator[Thread]:
    by_person: dict[str, list[Row]] = {}
    for row in history.messages:
        if row["direction"] == "in":
            by_person.setdefault(row["person"], []).append(row)
    for person, rows in by_person.items():
        fan = history.fans[person]
        said = [_message(row, fan, takes_articles=history.account.takes_articles) for row in rows]
        yield Thread(history.account.key, "message", fan["fan_id"], fan, "", None, tuple(_turns(said)))


def _message(row: Row, fan: Row, *, takes_articles: bool) -> Said:
    at = _time(row["at"])
    if takes_articles:
        return Said(at, row["text"], "", row["id"], str(FIRST_MESSAGE_ID + row["id"]), REPLY_WINDOW)
    content = json.dumps([row["kind"], row["text"], {}], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    name = f"{fan['fan_id']}-{int(at.timestamp())}-{digest}"
    return Said(at, row["text"], "", row["id"], name, {"type": row["kind"]})


def _turns(said: list[Said]) -> Iterator[tuple[Said, ...]]:
    turn: list[Said] = []
    for one in said:
        if turn and one.at - turn[-1].at > ONE_TURN:
            yield tuple(turn)
            turn = []
        turn.append(one)
    yield tuple(turn)


def _time(text: str) -> datetime:
    """Platforms tell whole seconds."""
    return datetime.fromisoformat(text).replace(microsecond=0)
