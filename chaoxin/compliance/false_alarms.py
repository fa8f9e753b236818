"""Calling findings false alarms: the rule lets that way of saying pass from then on, until somebody takes it back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, NotAllowed

from . import forgiving, four_eyes
from .models import QueuedFinding
from .own_blocks import named, said_of, stay_blocked

RIGHT = "compliance.change"
SHORTEST_REASON = 4
LONGEST_PHRASE = 60
MOST_AT_ONCE = 50
# How much of what stands around a word belongs to the way of saying, up to the next sign.
AROUND_CHARACTERS = 6
LETTERS_BEFORE = re.compile(rf"\w{{0,{AROUND_CHARACTERS}}}$")
LETTERS_AFTER = re.compile(rf"^\w{{0,{AROUND_CHARACTERS}}}")
State = QueuedFinding.State


def phrase_of(row: QueuedFinding) -> str:
    """The way of saying that a false alarm would let pass unless said otherwise: the word with what belongs to it."""
    before, after = LETTERS_BEFORE.search(row.before), LETTERS_AFTER.search(row.after)
    return f"{before[0] if before else ''}{row.quoted}{after[0] if after else ''}"


def mark(
    findings: Iterable[QueuedFinding], *, by: Actor, reason: str, phrase: str = ""
) -> list[QueuedFinding]:
    """Lets the rules pass these ways of saying in the workspace, and settles every waiting finding that is one of them;
    answers those. `phrase` is for findings of one word: what is to pass in place of `phrase_of`. Raises Invalid without
    a reason, for a phrase without the word, and for what is missing and not said; NotAllowed, with nothing done, where
    that lets out what is blocked in a content that the actor wrote or had judged."""
    by.require(RIGHT)
    if by.membership is None:
        raise NotAllowed(_("误报要由一个具体的人来确认。"))
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Invalid(_("请写明为什么是误报（至少 4 个字），同事会看到。"), field="note")
    rows = list(findings)[: MOST_AT_ONCE + 1]
    _check(rows, phrase)
    settled: list[QueuedFinding] = []
    with transaction.atomic(), stay_blocked(by=by):
        wordings = sorted({(row.rule, phrase.strip() or phrase_of(row)) for row in rows})
        _check_others(rows, wordings, by=by)
        for rule, wording in wordings:
            forgiving.forgive(rule, wording, by=by)
            settled += _settle(rule, wording, by=by, reason=said)
    return settled


def take_back(findings: Iterable[QueuedFinding], *, by: Actor) -> list[QueuedFinding]:
    """The rules object again to what these findings were let pass for; every finding that was settled by the same way
    of saying waits again. Answers those."""
    by.require(RIGHT)
    opened: list[QueuedFinding] = []
    with transaction.atomic(), stay_blocked(by=by):
        chosen = {(row.rule, row.forgiven) for row in findings if row.state == State.FALSE_ALARM}
        for rule, wording in sorted(chosen):
            forgiving.unforgive(rule, wording, by=by)
            opened += _open(rule, wording, by=by)
    return opened


def _check(rows: Sequence[QueuedFinding], phrase: str) -> None:
    if len(rows) > MOST_AT_ONCE:
        raise Invalid(_("误报一次最多标 %d 条。") % MOST_AT_ONCE, field="finding")
    if any(not row.quoted for row in rows):
        raise Invalid(
            _("缺少声明这一类不是用词问题，不能标为误报。请补上声明，或由有权限的人放行。"), field="finding"
        )
    if len(phrase) > LONGEST_PHRASE:
        raise Invalid(_("放过的说法不超过 %d 个字。") % LONGEST_PHRASE, field="phrase")
    if phrase.strip() and any(row.quoted not in phrase for row in rows):
        raise Invalid(_("放过的说法要包含命中的词，否则下次还会提示。"), field="phrase")


def _check_others(rows: Sequence[QueuedFinding], wordings: Sequence[tuple[str, str]], *, by: Actor) -> None:
    """Raises NotAllowed where any finding that is chosen, or said in the same way, blocks a content of the actor's."""
    same = [row for rule, wording in wordings for row in _said_so(rule, wording, by=by)]
    own, all_hands = four_eyes.own_among((*rows, *same), by=by)
    if not own:
        return
    raise NotAllowed(
        _(
            "这些拦截在你写过、改过或提交过的内容里：%s。自己的拦截要由另一位同事来判断是不是误报，这次一条也没有标。"
        )
        % named(said_of(row) for row in own)
        + four_eyes.who_else(by.workspace, RIGHT, besides=all_hands)
    )


def _said_so(rule: str, wording: str, *, by: Actor) -> list[QueuedFinding]:
    """The waiting findings of the rule that are said in that way, locked."""
    waiting = QueuedFinding.objects.select_for_update().filter(
        workspace=by.workspace, rule=rule, state__in=(State.OPEN, State.ASKED, State.DISMISSED)
    )
    return [row for row in waiting if row.quoted and _is_said_so(row, wording)]


def _settle(rule: str, wording: str, *, by: Actor, reason: str) -> list[QueuedFinding]:
    rows = _said_so(rule, wording, by=by)
    for row in rows:
        row.state, row.note, row.forgiven = State.FALSE_ALARM, reason, wording
        row.handled_by, row.handled_at = by.membership, clock.now()
    _save("finding.false_alarm", rows, by=by, wording=wording, reason=reason)
    return rows


def _open(rule: str, wording: str, *, by: Actor) -> list[QueuedFinding]:
    rows = list(
        QueuedFinding.objects.select_for_update().filter(
            workspace=by.workspace, rule=rule, forgiven=wording, state=State.FALSE_ALARM
        )
    )
    for row in rows:
        row.state, row.note, row.forgiven, row.handled_by, row.handled_at = State.OPEN, "", "", None, None
    _save("finding.take_back", rows, by=by, wording=wording, reason="")
    return rows


def _save(verb: str, rows: Sequence[QueuedFinding], *, by: Actor, wording: str, reason: str) -> None:
    QueuedFinding.objects.bulk_update(rows, ["state", "note", "forgiven", "handled_by", "handled_at"])
    for row in rows:
        detail = {"title": row.title, "rule": row.rule, "phrase": wording, "reason": reason}
        auditing.record(verb, by=by, subject=row, detail=detail)


def _is_said_so(row: QueuedFinding, wording: str) -> bool:
    """Whether the finding's word stands in that way of saying."""
    around = f"{row.before}{row.quoted}{row.after}"
    place = len(row.before)
    at = around.find(wording)
    while at >= 0:
        if at <= place and at + len(wording) >= place + len(row.quoted):
            return True
        at = around.find(wording, at + 1)
    return False
