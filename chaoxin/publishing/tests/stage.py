"""A stage for publishing tests: a channel, deliveries on it, and a platform that does what a test tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels import identities, sessions
from chaoxin.channels.models import Channel, Grant
from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.contract import Keep, forget
from chaoxin.connectors.values import Account, Outcome, Post, Sighting, Submission
from chaoxin.content import packing
from chaoxin.content.models import Draft, Variant
from chaoxin.core import clock
from chaoxin.publishing import clearing
from chaoxin.publishing.models import Delivery, Lane

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Platform:
    """Answers of a platform, to be set by a test; an exception as an answer is raised. `posts` are what is live."""

    submit_answer: Any = None
    look_answer: Any = None
    stop_answer: Any = None
    posted_answer: Any = None
    identity: str = ""
    posts: list[Submission] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    before_submit: Callable[[], None] = lambda: None

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        self.calls.append("prepare")
        return {**prepared, "draft": f"draft of {post.key}"}

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        self.calls.append("submit")
        self.before_submit()
        return _answer(self.submit_answer or published(post.key))

    def look_up(self, account: Account, reference: str) -> Submission:
        self.calls.append("look_up")
        return _answer(self.look_answer or published(reference))

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        self.calls.append("find_published")
        return Sighting(candidates=tuple(self.posts), absence_is_certain=False)

    def withdraw(self, account: Account, reference: str) -> None:
        self.calls.append("withdraw")

    def stop(self, account: Account, reference: str) -> Submission:
        self.calls.append("stop")
        return _answer(self.stop_answer)

    def find(self, account: Account, link: PostedLink, post: Post, *, since: datetime) -> Submission | None:
        self.calls.append(f"find {link.post_id}")
        return _answer(self.posted_answer)

    @property
    def submits(self) -> int:
        return self.calls.count("submit")


def published(key: str) -> Submission:
    """A live post whose id and link follow from `key`."""
    return Submission(
        outcome=Outcome.PUBLISHED, reference=key, post_id=f"post-{key}", url=f"https://example.com/{key}"
    )


def pending(reference: str) -> Submission:
    return Submission(outcome=Outcome.PENDING, reference=reference)


def _answer(answer: Any) -> Submission:
    if isinstance(answer, Exception):
        raise answer
    said: Submission = answer
    return said


class StageSession:
    """A session whose connector is the platform of the test."""

    def __init__(self, channel: Channel, platform: Platform) -> None:
        self.channel = channel
        self.connector = self
        self.publish = self.stop_pending = self.find_posted = platform
        self.account = Account(external_id=channel.external_id, credentials={"secret": "confidential-value"})

    def call(self, function: Callable[[Any, Account], Any]) -> Any:
        return function(self.connector, self.account)


class Stage:
    """Builds rows straight in the database, since what leads to a schedule is the business of other rooms' tests."""

    def __init__(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast = cast
        self.platform = Platform()
        self.passes = True
        self.platforms: dict[str, Platform] = {}
        self.channel = self.make_channel("主账号")
        monkeypatch.setattr(sessions, "open_session", self._open_session)
        monkeypatch.setattr(identities, "check_identity", self._check_identity)
        monkeypatch.setattr(packing, "post_of", _post_of)
        monkeypatch.setattr(clearing, "still_passes", lambda delivery: self.passes)

    def make_channel(self, name: str) -> Channel:
        channel = Channel.objects.create(
            workspace=self.cast.workspace,
            platform="weibo",
            mode="api",
            external_id=name,
            name=name,
            spacing_seconds=0,
        )
        Grant.objects.create(channel=channel, credentials={"secret": "confidential-value"})
        Lane.objects.create(
            channel=channel, leased_until=NOON - timedelta(days=1), free_at=NOON - timedelta(days=1)
        )
        return channel

    def variant(self, channel: Channel | None = None, *, title: str = "冬日新品") -> Variant:
        assert self.cast.editor.membership
        draft = Draft.objects.create(
            workspace=self.cast.workspace, title=title, author=self.cast.editor.membership
        )
        return Variant.objects.create(draft=draft, channel=channel or self.channel, format="post")

    def delivery(
        self, *, due_at: datetime = NOON, channel: Channel | None = None, title: str = "冬日新品"
    ) -> Delivery:
        variant = self.variant(channel, title=title)
        return Delivery.objects.create(
            workspace=self.cast.workspace,
            variant=variant,
            channel=variant.channel,
            due_at=due_at,
            content={"title": title, "text": title, "format": "post", "pictures": []},
            content_hash="0" * 64,
            title=title,
        )

    def _open_session(self, channel: Channel, *, urgent: bool) -> Any:
        return StageSession(channel, self.platforms.get(channel.name, self.platform))

    def _check_identity(self, session: Any) -> None:
        if self.platform.identity and self.platform.identity != session.channel.external_id:
            raise identities.IdentityMismatch("授权背后是另一个账号。")


def _post_of(content: Mapping[str, Any], *, key: str) -> Post:
    return Post(key=key, format="post", title=content["title"], text=content["text"])


def at(seconds: float = 0, *, start: datetime = NOON) -> Any:
    """The clock stopped so many seconds after noon."""
    return clock.frozen(start + timedelta(seconds=seconds))
