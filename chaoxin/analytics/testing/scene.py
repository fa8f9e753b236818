"""Published posts, readings and a measuring platform, for tests of this room and of the rooms above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import recording
from chaoxin.analytics.models.measurement import Kind, Source
from chaoxin.analytics.recording import Measured
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Reading, ReadingKind
from chaoxin.content.models import Draft, Variant
from chaoxin.inbox.models import Conversation, Message, SlaClock
from chaoxin.publishing.models import Delivery, Receipt
from chaoxin.publishing.states import State

# Monday noon in Shanghai.
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@dataclass
class MeasuredPlatform:
    """What a platform says when it is asked for figures: values by post id and metric, account readings, or an
    exception that is raised. `calls` are the posts asked about, call by call."""

    posts: dict[str, dict[str, float]] = field(default_factory=dict)
    account: list[Reading] = field(default_factory=list)
    post_error: Exception | None = None
    account_error: Exception | None = None
    broken_posts: set[str] = field(default_factory=set)
    calls: list[list[str]] = field(default_factory=list)
    days_asked: list[tuple[str, str]] = field(default_factory=list)
    urgencies: list[bool] = field(default_factory=list)

    def post_readings(self, account: Account, posts: Sequence[PostReference]) -> list[Reading]:
        asked = [post.post_id for post in posts]
        self.calls.append(asked)
        if self.post_error:
            raise self.post_error
        if self.broken_posts & set(asked):
            raise RuntimeError("one of the posts cannot be read")
        return [
            Reading(metric, value, ReadingKind.CUMULATIVE, post_id=post_id)
            for post_id in asked
            for metric, value in self.posts.get(post_id, {}).items()
        ]

    def account_readings(self, account: Account, *, since_day: str, until_day: str) -> list[Reading]:
        self.days_asked.append((since_day, until_day))
        if self.account_error:
            raise self.account_error
        return self.account


@dataclass
class MeasuredSession:
    channel: Channel
    measure: MeasuredPlatform

    @property
    def connector(self) -> MeasuredSession:
        return self

    def call(self, function: Callable[[Any, Account], Any]) -> Any:
        return function(self, Account(external_id=self.channel.external_id, credentials={}))


def channel_in(cast: Cast, name: str, *, platform: str = "weibo") -> Channel:
    """A sound channel of the cast's first workspace."""
    return connected_channel(cast.workspace, platform=platform, external_id=name, name=name)


def live_post(
    channel: Channel,
    *,
    author: Actor,
    published_at: datetime = NOON,
    title: str = "冬日新品",
    post_id: str = "",
) -> Delivery:
    """A delivery that went live at `published_at`, with its receipt."""
    assert author.membership
    draft = Draft.objects.create(workspace=channel.workspace, title=title, author=author.membership)
    variant = Variant.objects.create(draft=draft, channel=channel, format="post")
    delivery = Delivery.objects.create(
        workspace=channel.workspace,
        variant=variant,
        channel=channel,
        state=State.PUBLISHED,
        due_at=published_at,
        published_at=published_at,
        content={"title": title, "text": title, "format": "post", "pictures": []},
        content_hash="0" * 64,
        title=title,
    )
    Receipt.objects.create(
        delivery=delivery,
        channel=channel,
        post_id=post_id or f"post-{delivery.pk}",
        reference=str(delivery.pk),
        confirmation=Receipt.Confirmation.READ_BACK,
        confirmed_at=published_at,
    )
    return delivery


def measured(
    owner: Delivery | Channel, metric: str, value: float, *, at: datetime, source: str = Source.API
) -> Measured:
    """A running total at a moment, on the day that it has in Shanghai."""
    day = (at + timedelta(hours=8)).date()
    return Measured(owner.pk, metric, Kind.CUMULATIVE, at, day, False, Decimal(str(value)), at, source)


def measured_day(
    owner: Delivery | Channel, metric: str, value: float, *, day: date, kind: str = Kind.PER_DAY
) -> Measured:
    """A value of a whole day, read the next morning."""
    at = recording.end_of_day(day)
    return Measured(
        owner.pk, metric, kind, at, day, True, Decimal(str(value)), at + timedelta(hours=9), Source.API
    )


def conversation_in(
    channel: Channel, *, at: datetime, answered_after: timedelta | None = None, kind: str = "comment"
) -> Conversation:
    """A conversation whose first message came at `at`, answered after so long, else still waiting."""
    made = _conversation(channel, at=at, kind=kind)
    _message(made, at=at, direction="in", state="received", text="发货了吗？")
    wait = SlaClock.objects.create(conversation=made, started_at=at, due_at=at + DAY)
    if answered_after is not None:
        wait.stopped_at, wait.answered = at + answered_after, True
        wait.save()
        _message(made, at=at + answered_after, direction="out", state="sent", text="今天就发。")
    return made


def _conversation(channel: Channel, *, at: datetime, kind: str) -> Conversation:
    number = Identity.objects.count()
    person = Person.objects.create(workspace=channel.workspace, name=f"顾客{number}")
    identity = Identity.objects.create(
        person=person,
        channel=channel,
        external_id=f"fan-{number}",
        name=person.name,
        first_seen_at=at,
        last_seen_at=at,
    )
    return Conversation.objects.create(
        workspace=channel.workspace,
        channel=channel,
        kind=kind,
        thread_key=f"thread-{number}",
        identity=identity,
        last_message_at=at,
        excerpt="发货了吗？",
    )


def _message(conversation: Conversation, *, at: datetime, direction: str, state: str, text: str) -> Message:
    return Message.objects.create(
        conversation=conversation,
        channel=conversation.channel,
        direction=direction,
        state=state,
        at=at,
        text=text,
        identity=conversation.identity if direction == "in" else None,
    )
