"""The queue of findings, kept in line with every verdict and with how far each content has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock

from .models import QueuedFinding, Verdict
from .subjects import Standing
from .values import WEIGHT, JudgedContent, Severity

AROUND_CHARACTERS = 30
LONGEST_QUOTE = 300
State = QueuedFinding.State
# What people decided on words stays with them in the next text of the same draft.
LASTING = (State.ASKED, State.DISMISSED)
# Of what standing another content of the same subject is written anew by one of this.
OUTDATES = {
    Standing.DRAFT: Standing.DRAFT,
    Standing.UNSENT: Standing.UNSENT,
}
WAITING = (State.OPEN, State.ASKED)
Place = tuple[str, str, str, int, int]


@dataclass(frozen=True)
class Standpoint:
    """How far a content is on its way out, and the page on which a person sees it."""

    standing: Standing = Standing.DRAFT
    url: str = ""


def note(verdict: Verdict, judged: JudgedContent, at: Standpoint) -> None:
    """Brings the queue in line with a verdict: what it found has a row, what is no longer found is gone, and with a
    draft's new text, or another attempt at a reply, whatever the old one had. What people decided on a place
    stays, and what they decided on words of a draft holds in its next text."""
    own = _of_subject(verdict)
    with transaction.atomic():
        here = {_place(row): row for row in own.filter(content_hash=verdict.content_hash)}
        decided = _decided(own) if verdict.findings else {}
        fresh = []
        for index, found in enumerate(verdict.findings):
            standing = here.pop(_place_of(found), None)
            if standing is None:
                fresh.append(_row(verdict, index, judged, at, decided))
            else:
                _renew(standing, verdict, index, at)
        QueuedFinding.objects.bulk_create(fresh, ignore_conflicts=True)
        _note_gone(own.filter(pk__in=[row.pk for row in here.values()]))
        if outdated := OUTDATES.get(at.standing):
            _outdate(own.filter(standing=outdated).exclude(content_hash=verdict.content_hash))
        Verdict.objects.filter(pk=verdict.pk, outdated=True).update(outdated=False)


def note_clean(subject_type: str, subject_id: str) -> None:
    """Nothing is found any more in a draft as it stands now."""
    own = QueuedFinding.objects.filter(subject_type=subject_type, subject_id=subject_id)
    with transaction.atomic():
        _outdate(own.filter(standing=Standing.DRAFT))


def note_held(workspace: Workspace, url: str, held: Iterable[tuple[str, str]]) -> None:
    """Of the drafts on a page only the rows `held` (type and id) are there now: whatever was found in others, as in
    one for an account that was taken out, is gone."""
    rows = QueuedFinding.objects.filter(workspace=workspace, url=url, standing=Standing.DRAFT)
    for kind, key in held:
        rows = rows.exclude(subject_type=kind, subject_id=key)
    with transaction.atomic():
        _outdate(rows)


def note_standing(subject_type: str, subject_id: str, content_hash: str, at: Standpoint) -> None:
    """A content has come further on its way out."""
    found = QueuedFinding.objects.filter(
        subject_type=subject_type, subject_id=subject_id, content_hash=content_hash
    )
    found.update(standing=at.standing, url=at.url)


def note_end(subject_type: str, subject_id: str, content_hash: str) -> None:
    """A content goes out no more, or is no longer out: nobody needs to deal with its findings."""
    _note_gone(
        QueuedFinding.objects.filter(
            subject_type=subject_type, subject_id=subject_id, content_hash=content_hash
        ).exclude(standing=Standing.DRAFT)
    )


def note_override(verdict: Verdict, *, by: Membership) -> None:
    """Somebody has let the verdict pass: what weighed is settled."""
    weighty = QueuedFinding.objects.filter(
        verdict=verdict, state__in=WAITING, weight__gte=WEIGHT[Severity.CONFIRM]
    )
    weighty.update(state=State.OVERRIDDEN, handled_by=by, handled_at=clock.now())


def _of_subject(verdict: Verdict) -> QuerySet[QueuedFinding]:
    return QueuedFinding.objects.filter(subject_type=verdict.subject_type, subject_id=verdict.subject_id)


def _place(row: QueuedFinding) -> Place:
    return row.rule, row.field, row.media, row.start, row.end


def _place_of(found: Mapping[str, Any]) -> Place:
    return found["rule"], found["field"][:80], found.get("media", ""), found["start"], found["end"]


def _decided(own: QuerySet[QueuedFinding]) -> dict[tuple[str, str], QueuedFinding]:
    """What the author of a draft was asked to change, and what need not be, by rule and words; the latest counts."""
    rows = own.filter(state__in=LASTING, standing=Standing.DRAFT).order_by("handled_at", "id")
    return {(row.rule, row.quoted): row for row in rows}


def _row(
    verdict: Verdict,
    index: int,
    judged: JudgedContent,
    at: Standpoint,
    decided: Mapping[tuple[str, str], QueuedFinding],
) -> QueuedFinding:
    found = verdict.findings[index]
    before, after = _around(judged, found)
    weight = WEIGHT[Severity(found["severity"])]
    row = QueuedFinding(
        workspace_id=verdict.workspace_id,
        verdict=verdict,
        index=index,
        subject_type=verdict.subject_type,
        subject_id=verdict.subject_id,
        content_hash=verdict.content_hash,
        standing=at.standing,
        title=verdict.title,
        url=at.url,
        platform=verdict.platform,
        channel_id=verdict.channel_id,
        author_id=verdict.author_id,
        rule=found["rule"],
        name=found["name"][:120],
        severity=found["severity"],
        weight=weight,
        field=found["field"][:80],
        media=found.get("media", ""),
        start=found["start"],
        end=found["end"],
        quoted=found["quoted"][:LONGEST_QUOTE],
        before=before,
        after=after,
        seen_at=verdict.judged_at,
    )
    override = getattr(verdict, "override", None)
    before_it = decided.get((row.rule, row.quoted)) if at.standing == Standing.DRAFT else None
    if override is not None and weight >= WEIGHT[Severity.CONFIRM]:
        row.state, row.handled_by_id, row.handled_at = State.OVERRIDDEN, override.by_id, override.created_at
    elif before_it is not None and weight <= before_it.weight:
        row.state, row.note = before_it.state, before_it.note
        row.handled_by_id, row.handled_at = before_it.handled_by_id, before_it.handled_at
    return row


def _renew(row: QueuedFinding, verdict: Verdict, index: int, at: Standpoint) -> None:
    severity = verdict.findings[index]["severity"]
    row.verdict, row.index, row.seen_at = verdict, index, clock.now()
    row.standing, row.url, row.channel_id = at.standing, at.url or row.url, verdict.channel_id
    weightier = WEIGHT[Severity(severity)] > row.weight
    row.severity, row.weight = severity, WEIGHT[Severity(severity)]
    if row.state == State.GONE or (weightier and row.state in (State.OVERRIDDEN, State.DISMISSED)):
        row.state, row.handled_by, row.handled_at, row.note = State.OPEN, None, None, ""
    row.save()


def _around(judged: JudgedContent, found: Mapping[str, Any]) -> tuple[str, str]:
    """What stands before and after the place, on one line each."""
    text = "" if found.get("media") else judged.fields.get(found["field"], "")
    start, end = found["start"], found["end"]
    if end <= start:
        return "", ""
    before, after = text[max(0, start - AROUND_CHARACTERS) : start], text[end : end + AROUND_CHARACTERS]
    return " ".join(before.split()), " ".join(after.split())


def _outdate(rows: QuerySet[QueuedFinding]) -> None:
    """What was found in a text that is written anew is gone; its verdict counts no more where nobody asked for it."""
    verdicts = Verdict.objects.filter(pk__in=rows.values("verdict"), asked_by=None, override=None)
    verdicts.filter(outdated=False).update(outdated=True)
    _note_gone(rows)


def _note_gone(rows: QuerySet[QueuedFinding]) -> None:
    rows.filter(state__in=WAITING).update(state=State.GONE, handled_by=None, handled_at=clock.now())
