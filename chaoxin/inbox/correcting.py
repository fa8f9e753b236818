"""People say what a message is where the model was wrong, or right; what they say stands, and is there to train by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, NotFound

from . import access, classifying, facts
from .models import Conversation, Correction, Message, Purpose, Sentiment

Task = Correction.Task
LABELS = {Task.KINDS: Purpose, Task.SENTIMENT: Sentiment}
FIELDS = {Task.KINDS: "purpose", Task.SENTIMENT: "sentiment"}
HEAD = ("text", "label", "judged", "at")
AT_ONCE = 500


@dataclass(frozen=True)
class Tally:
    """How often people said each label, most often first; `right` is how often the model had said the same."""

    task: str
    name: str
    labels: list[tuple[str, int]]
    count: int
    right: int


def message_for(conversation: Conversation, pk: UUID) -> Message:
    """A message of the conversation. Raises NotFound."""
    found = conversation.messages.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这个会话里没有这条消息。请刷新页面再试。"))
    return found


def correct(message: Message, *, purpose: str = "", sentiment: str = "", by: Actor) -> Message:
    """Says what a message that came in is; blank leaves as it is. Saying the same twice changes nothing.
    Raises Invalid for unknown labels, for nothing said and for messages of our own."""
    by.require("inbox.answer")
    said = {task: label for task, label in ((Task.KINDS, purpose), (Task.SENTIMENT, sentiment)) if label}
    _check(message, said)
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
        message.refresh_from_db()
        if message.judged_at is None:
            classifying.judge_now(message)
        changed = [_say(message, task, label, by=by) for task, label in said.items()]
        if any(changed):
            classifying.sum_up(conversation)
            conversation.save(update_fields=["purpose", "sentiment"])
            announcing.announce(
                facts.CORRECTED,
                workspace_id=conversation.workspace_id,
                subject=message,
                payload={"purpose": message.purpose, "sentiment": message.sentiment},
            )
    return message


def corrections_of(actor: Actor, task: str = "") -> QuerySet[Correction]:
    """What people said of messages on channels that the actor may use, newest first; all tasks where none is named."""
    shown = access.conversations_of(actor).order_by()
    found = Correction.objects.filter(message__conversation__in=shown.values("pk"))
    return (found.filter(task=task) if task else found).select_related(
        "message__conversation", "author__user"
    )


def tallies(actor: Actor) -> list[Tally]:
    """One for each task."""
    counted = corrections_of(actor).order_by().values_list("task", "label", "judged").annotate(n=Count("pk"))
    rows = list(counted)
    return [_tally(task, [row[1:] for row in rows if row[0] == task]) for task in Task]


def export(actor: Actor, task: str) -> Iterator[tuple[str, str, str, datetime]]:
    """Rows under HEAD: text, label, what the model had said, and when somebody said so; `chaoxin train` takes them.
    That they were taken is in the audit trail. Raises NotFound for an unknown task."""
    actor.require("inbox.export")
    if task not in Task.values:
        raise NotFound(_("没有这种标注。可以导出的是来意（kinds）和情绪（sentiment）。"))
    found = corrections_of(actor, task)
    auditing.record(
        "message.export", by=actor, subject=actor.workspace, detail={"task": task, "rows": found.count()}
    )
    return ((one.message.text, one.label, one.judged, one.at) for one in found.iterator(AT_ONCE))


def _check(message: Message, said: dict[Task, str]) -> None:
    if message.direction != Message.Direction.IN:
        raise Invalid(_("这是我们发出的消息，不用标注。请标注用户发来的消息。"))
    if not said:
        raise Invalid(_("请选来意或情绪。"), field="purpose")
    for task, label in said.items():
        if label not in LABELS[task].values:
            raise Invalid(_("没有“%s”这个选项。请从列表里选。") % label[:20], field=FIELDS[task])


def _say(message: Message, task: Task, label: str, *, by: Actor) -> bool:
    """Whether this is something new. What the model had said stays with the first correction."""
    field = FIELDS[task]
    before = message.corrections.filter(task=task).first()
    if before is not None and before.label == label:
        return False
    stood = getattr(message, field)
    judged = before.judged if before else stood
    Correction.objects.update_or_create(
        message=message,
        task=task,
        defaults={"label": label, "judged": judged, "author": by.membership, "at": clock.now()},
    )
    setattr(message, field, label)
    setattr(message, f"{field}_confidence", 1.0)
    message.save(update_fields=[field, f"{field}_confidence"])
    detail = {"task": str(task), "from": stood, "to": label, "conversation": str(message.conversation_id)}
    auditing.record("message.correct", by=by, subject=message, detail=detail)
    return True


def _tally(task: Task, rows: list[tuple[str, str, int]]) -> Tally:
    names = dict(LABELS[task].choices)
    by_label: dict[str, int] = {}
    for label, _judged, count in rows:
        by_label[label] = by_label.get(label, 0) + count
    often = sorted(by_label.items(), key=lambda item: -item[1])
    return Tally(
        task=task.value,
        name=str(task.label),
        labels=[(str(names[label]), count) for label, count in often],
        count=sum(by_label.values()),
        right=sum(count for label, judged, count in rows if label == judged),
    )
