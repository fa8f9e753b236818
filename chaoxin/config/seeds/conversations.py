"""More than two thousand conversations of the last weeks, written in bulk, with the verdicts and audit lines of their
answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.accounts.models import AuditEntry
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel
from chaoxin.compliance import judging, titles
from chaoxin.compliance.models import Verdict
from chaoxin.compliance.values import JudgedContent, Opinion
from chaoxin.core import clock
from chaoxin.inbox import answering
from chaoxin.inbox.models import Conversation, Message, SlaClock
from chaoxin.publishing.models import Receipt

from .history import History
from .inbox_rows import Rows, add_thread
from .moments import Moment
from .outcomes import Stretch, outcomes_of
from .past_posts import post_id_of
from .sandbox import Sandbox
from .threads import threads_of

BATCH = 1_000


class Unfit(Exception):
    """A reply text of the story does not pass the gate; names it."""


@dataclass
class Inbox:
    """The inbox of the story before it is written."""

    rows: Rows
    verdicts: dict[str, Verdict]


def compose(
    histories: Mapping[str, History],
    channels: Mapping[str, Channel],
    cast: Mapping[str, Actor],
    *,
    now: datetime,
) -> Inbox:
    """All rows, from what the sandbox remembers. Raises Unfit."""
    rows = Rows()
    outcomes = outcomes_of(
        [thread for history in histories.values() for thread in threads_of(history)], now=now
    )
    for thread, stretches in sorted(outcomes, key=lambda found: found[0].turns[0][0].at):
        add_thread(rows, thread, stretches, channel=channels[thread.account], cast=cast, now=now)
    return Inbox(rows, _judge(rows))


def tell_sandbox(inbox: Inbox, sandbox: Sandbox, histories: Mapping[str, History]) -> None:
    """Has the answers stand in the sandbox too, and takes over the ids that they get there."""
    people = {
        (key, fan["fan_id"]): person
        for key, history in histories.items()
        for person, fan in history.fans.items()
    }
    for key in histories:
        sent, told = [], []
        for conversation, stretch, answer in inbox.rows.ended:
            thread = inbox.rows.posts[str(conversation.pk)]
            if answer is None or thread.account != key:
                continue
            person, comment = people[key, thread.fan["fan_id"]], stretch.turns[-1][-1].number
            about = {"person": person} if thread.post is None else {"comment": comment}
            sent.append(answer)
            told.append({**about, "text": answer.text, "at": answer.at.isoformat()})
        for answer, row in zip(sent, sandbox.answer(key, told), strict=True):
            answer.platform_id = _platform_id(answer, row.get("external_id", ""), histories[key])


def audit_moments(inbox: Inbox, cast: Mapping[str, Actor]) -> list[Moment]:
    """The audit lines of answers and closings, day by day."""
    lines: dict[date, list[AuditEntry]] = defaultdict(list)
    last: dict[date, datetime] = {}
    for conversation, stretch, answer in sorted(inbox.rows.ended, key=_ended_at):
        at = _ended_at((conversation, stretch, answer))
        lines[at.date()] += _lines(conversation, stretch, answer, cast)
        last[at.date()] = at
    return [Moment(last[day], _writing(lines[day])) for day in sorted(lines)]


def write(inbox: Inbox) -> None:
    """Writes all rows; conversations under posts are tied to their deliveries."""
    rows = inbox.rows
    receipts = {
        (receipt.channel_id, receipt.post_id): receipt.delivery_id for receipt in Receipt.objects.all()
    }
    for conversation in rows.conversations:
        post = rows.posts[str(conversation.pk)].post
        if post is not None:
            conversation.post_id = post_id_of(post.row)
            conversation.delivery_id = receipts.get((conversation.channel_id, conversation.post_id))
    Person.objects.bulk_create([identity.person for identity in rows.people.values()], BATCH)
    Identity.objects.bulk_create(rows.people.values(), BATCH)
    Conversation.objects.bulk_create(rows.conversations, BATCH)
    Verdict.objects.bulk_create(inbox.verdicts.values(), BATCH)
    Message.objects.bulk_create(rows.messages, BATCH)
    SlaClock.objects.bulk_create(rows.clocks, BATCH)


def _judge(rows: Rows) -> dict[str, Verdict]:
    """A verdict for every answer, by the answer's id."""
    opinions: dict[tuple[str, str], tuple[JudgedContent, Opinion]] = {}
    made = {}
    for conversation, _stretch, answer in rows.ended:
        if answer is None:
            continue
        key = (conversation.channel.platform, answer.text)
        if key not in opinions:
            judged = answering.judged(conversation, answer.text)
            opinions[key] = judged, judging.look(judged)
        judged, opinion = opinions[key]
        if opinion.level != Verdict.Level.ALLOW:
            raise Unfit(answer.text)
        verdict = _verdict(conversation, answer, judged, opinion)
        made[str(answer.pk)], answer.verdict_id = verdict, verdict.pk
    return made


def _verdict(conversation: Conversation, answer: Message, judged: JudgedContent, opinion: Opinion) -> Verdict:
    return Verdict(
        workspace=conversation.workspace,
        subject_type=conversation._meta.label_lower,
        subject_id=str(conversation.pk),
        content_hash=judged.hash,
        platform=judged.platform,
        title=titles.of_reply(answer.text),
        author=answer.author,
        level=opinion.level,
        findings=[finding.as_json() for finding in opinion.findings],
        rule_versions=dict(opinion.rule_versions),
        judged_at=answer.created_at,
        created_at=answer.created_at,
    )


def _platform_id(answer: Message, external_id: str, history: History) -> str | None:
    """The id by which the platform names an answer to a comment; private messages get none."""
    if not external_id or answer.reply_to is None:
        return None
    return f"{answer.reply_to.platform_id}:reply" if history.account.takes_articles else external_id


def _ended_at(ended: tuple[Conversation, Stretch, Message | None]) -> datetime:
    answer = ended[1].answer
    return answer.at if answer else ended[1].started_at


def _lines(
    conversation: Conversation,
    stretch: Stretch,
    answer: Message | None,
    cast: Mapping[str, Actor],
) -> Iterator[AuditEntry]:
    if stretch.answer is None:
        return
    by = cast[stretch.answer.by]
    if answer is None:
        with clock.frozen(stretch.answer.at):
            yield auditing.line("conversation.close", by=by, subject=conversation)
        return
    with clock.frozen(answer.created_at):
        detail = {"text": answer.text, "message": str(answer.pk), "verdict": str(answer.verdict_id)}
        yield auditing.line("reply.write", by=by, subject=conversation, detail=detail)
    with clock.frozen(answer.at):
        house = the_house(conversation.workspace)
        detail = {"message": str(answer.pk), "platform_id": answer.platform_id or ""}
        yield auditing.line("reply.sent", by=house, subject=conversation, detail=detail)


def _writing(lines: Sequence[AuditEntry]) -> Callable[[], object]:
    return lambda: AuditEntry.objects.bulk_create(lines, BATCH)
