"""Comments of the platform for tests: a list that pages as Weibo does, and a conversing part over a stub."""

from __future__ import annotations

from typing import Any

import httpx

from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.converse import WeiboConverse
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import POST_ID
from .healthy import ANSWERS


def conversing(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, WeiboConverse]:
    """A stub and the conversing part over it."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    converse = build(stub.wire(now=SAMPLE_TIME)).converse
    assert isinstance(converse, WeiboConverse)
    return stub, converse


class CommentList:
    """A list of comments as the platform pages it: newest first, `since_id` and `max_id`, a cursor downward."""

    def __init__(self, *, length: int, page: int = 50) -> None:
        self.numbers: list[int] = []
        self.page = page
        self.add(length)

    def add(self, count: int) -> None:
        """That many new comments, a minute and a half apart."""
        made = range(len(self.numbers) + 1, len(self.numbers) + count + 1)
        self.numbers += [number_at(90 * position) for position in made]

    def named(self, first: int, last: int) -> list[str]:
        """The numbers of the comments at these positions, counted from 1, as text."""
        return [str(number) for number in self.numbers[first - 1 : last]]

    def __call__(self, request: httpx.Request) -> Reply:
        since = int(request.url.params.get("since_id", 0))
        highest = int(request.url.params.get("max_id", 0)) or 10**18
        wanted = [number for number in reversed(self.numbers) if since < number <= highest]
        shown, rest = wanted[: self.page], wanted[self.page :]
        comments = [comment(number) for number in shown]
        return Reply(
            {"comments": comments, "next_cursor": rest[0] if rest else 0, "total_number": len(wanted)}
        )


def number_at(seconds: int) -> int:
    """The number of a comment written that many seconds after the beginning of time for these tests."""
    return (1_279_000_000 + seconds) << 22


def comment(number: int, **more: Any) -> dict[str, Any]:
    """A comment below our post."""
    return {
        "created_at": "Fri Nov 20 12:06:40 +0800 2026",
        "id": number,
        "idstr": str(number),
        "mid": f"2026{number}",
        "text": f"评论 {number}",
        "user": {"idstr": "1404376560", "screen_name": "路过的顾客"},
        "status": {"idstr": POST_ID},
        **more,
    }
