"""The rows of a thread in the inbox, as receiving, answering and timing would have left them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from chaoxin.accounts.actor import Actor
from chaoxin.audience import naming
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel
from chaoxin.inbox.folding import EXCERPT_LENGTH
from chaoxin.inbox.models import Conversation, Message, SlaClock
from chaoxin.inbox.timing import FIRST_RESPONSE_HOURS

from .editorial_plan import SEED
from .outcomes import Stretch
from .threads import Said, Thread

State = Conversation.State
LIMIT = timedelta(hours=FIRST_RESPONSE_HOURS)
BREACH_NOTICED_AFTER = timedelta(seconds=12)
# Of the threads that wait: how many somebody has taken, put aside, or looked at.
TAKEN, SNOOZED, SEEN = 0.45, 0.07, 0.35
SNOOZED_FOR = timedelta(hours=2)


@dataclass
class Rows:
    """Rows that are not yet written. `people` are by channel and platform id. `ended` are answers and closings in
    the form (conversation, stretch, answering message or None), for the audit trail."""

    people: dict[tuple[str, str], Identity] = field(default_factory=dict)
    conversations: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    clocks: list[SlaClock] = field(default_factory=list)
    ended: list[tuple[Conversation, Stretch, Message | None]] = field(default_factory=list)
    posts: dict[str, Thread] = field(default_factory=dict)


def add_thread(
    rows: Rows,
    thread: Thread,
    stretches: list[Stretch],
    *,
    channel: Channel,
    cast: Mapping[str, Actor],
    now: datetime,
) -> None:
    """Adds the rows of one thread."""
    identity = _identity(rows, thread, channel)
    conversation = _conversation(thread, stretches, channel=channel, identity=identity, cast=cast, now=now)
    rows.conversations.append(conversation)
    rows.posts[str(conversation.pk)] = thread
    for stretch in stretches:
        said = [_received(one, conversation, identity) for turn in stretch.turns for one in turn]
        rows.messages += said
        rows.clocks.append(_clock(conversation, stretch, now=now))
        if stretch.answer is not None:
            answer = _answer(conversation, stretch, said[-1], cast) if stretch.answer.text else None
            rows.messages += [answer] if answer else []
            rows.ended.append((conversation, stretch, answer))


def _identity(rows: Rows, thread: Thread, channel: Channel) -> Identity:
    key = (str(channel.pk), thread.fan["fan_id"])
    first, last = thread.turns[0][0].at, thread.last_said
    known = rows.people.get(key)
    if known is None:
        name = thread.name or naming.stand_in(thread.fan["fan_id"])
        person = Person(workspace=channel.workspace, name=name, last_seen_at=last, created_at=first)
        known = rows.people[key] = Identity(
            person=person,
            channel=channel,
            external_id=thread.fan["fan_id"],
            name=thread.name,
            follows=True if thread.kind == "message" and thread.fan["followed_at"] else None,
            first_seen_at=first,
            last_seen_at=last,
            created_at=first,
        )
    known.first_seen_at = min(known.first_seen_at, first)
    known.last_seen_at = known.person.last_seen_at = max(known.last_seen_at, last)
    if thread.name and not known.name:
        known.name = known.person.name = thread.name
    return known


def _conversation(
    thread: Thread,
    stretches: list[Stretch],
    *,
    channel: Channel,
    identity: Identity,
    cast: Mapping[str, Actor],
    now: datetime,
) -> Conversation:
    last, said = stretches[-1], thread.turns[-1][-1]
    answer = last.answer
    made = Conversation(
        workspace=channel.workspace,
        channel=channel,
        kind=thread.kind,
        thread_key=thread.key,
        identity=identity,
        created_at=thread.turns[0][0].at,
        last_message_at=said.at,
        excerpt=said.text[:EXCERPT_LENGTH],
        state=State.CLOSED,
    )
    if answer is None:
        _let_wait(made, last, thread, cast=cast, now=now)
    elif answer.text:
        made.state, made.assignee = State.ANSWERED, cast[answer.by].membership
        made.last_message_at, made.excerpt = answer.at, answer.text[:EXCERPT_LENGTH]
    return made


def _let_wait(
    made: Conversation, last: Stretch, thread: Thread, *, cast: Mapping[str, Actor], now: datetime
) -> None:
    random = Random(f"{SEED}|{thread.key}|waiting")  # noqa: S311
    made.state, made.answer_due_at = State.OPEN, last.started_at + LIMIT
    if random.random() < TAKEN:
        made.assignee = cast[random.choice(("answer_giver", "answer_giver", "lead"))].membership
    if random.random() < SNOOZED and made.answer_due_at > now + 2 * SNOOZED_FOR:
        made.state, made.snoozed_until = State.SNOOZED, now + SNOOZED_FOR
    seen = random.random() < SEEN or made.state == State.SNOOZED
    made.unread = 0 if seen else sum(len(turn) for turn in last.turns)


def _received(said: Said, conversation: Conversation, identity: Identity) -> Message:
    return Message(
        conversation=conversation,
        channel=conversation.channel,
        direction=Message.Direction.IN,
        state=Message.State.RECEIVED,
        platform_id=said.platform_id,
        at=said.at,
        text=said.text,
        kind=str(said.facts.get("message_type", "text")),
        identity=identity,
        facts=dict(said.facts),
        created_at=said.at,
    )


def _answer(
    conversation: Conversation, stretch: Stretch, last: Message, cast: Mapping[str, Actor]
) -> Message | None:
    if stretch.answer is None:
        return None
    at = stretch.answer.at
    return Message(
        conversation=conversation,
        channel=conversation.channel,
        direction=Message.Direction.OUT,
        state=Message.State.SENT,
        at=at,
        text=stretch.answer.text,
        author=cast[stretch.answer.by].membership,
        reply_to=last,
        request_key=None,
        intent_at=at,
        created_at=at - timedelta(seconds=3),
    )


def _clock(conversation: Conversation, stretch: Stretch, *, now: datetime) -> SlaClock:
    due, answer = stretch.started_at + LIMIT, stretch.answer
    stopped = answer.at if answer else None
    return SlaClock(
        conversation=conversation,
        created_at=stretch.started_at,
        started_at=stretch.started_at,
        due_at=due,
        stopped_at=stopped,
        answered=bool(answer and answer.text),
        breached_at=due + BREACH_NOTICED_AFTER if (stopped or now) > due + BREACH_NOTICED_AFTER else None,
    )
