"""The audit trail: who wrote, approved, published, replied; a chain that shows any later change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from chaoxin.core import clock

from .actor import Actor
from .models import AuditEntry


def record(
    verb: str, *, by: Actor, subject: models.Model, detail: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Writes a line in the caller's transaction; the database chains it at commit."""
    entry = line(verb, by=by, subject=subject, detail=detail)
    entry.save(force_insert=True)
    return entry


def line(
    verb: str, *, by: Actor, subject: models.Model, detail: Mapping[str, Any] | None = None
) -> AuditEntry:
    """A line of this moment, not yet written: for who writes many at once, in order of time."""
    at = clock.now()
    entry = AuditEntry(
        workspace_id=by.workspace.pk,
        at=at,
        actor_id=by.user_id,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
    )
    entry.body = json.dumps(
        {
            "at": at.isoformat(),
            "actor": str(by.user_id or ""),
            "name": by.name,
            "verb": verb,
            "subject": f"{entry.subject_type}:{entry.subject_id}",
            "detail": dict(detail or {}),
        },
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    return entry


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    sentence: str


def verify(workspace_id: UUID) -> Iterator[Break]:
    """Walks a workspace's chain from its first line and yields every break; nothing where it is sound."""
    previous, expected = "", 1
    entries = AuditEntry.objects.filter(workspace_id=workspace_id).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        if entry.number != expected:
            yield Break(
                expected,
                _("缺少第 %(number)s 条，后面直接是第 %(next)s 条。")
                % {"number": expected, "next": entry.number},
            )
        if entry.previous_hash != previous:
            yield Break(entry.number or 0, _("第 %s 条记的上一条摘要与实际不符。") % entry.number)
        if entry.hash != digest(previous=entry.previous_hash, number=entry.number or 0, body=entry.body):
            yield Break(entry.number or 0, _("第 %s 条的内容与摘要不符，可能被改动过。") % entry.number)
        if not _columns_match(entry):
            yield Break(entry.number or 0, _("第 %s 条的检索字段与正文不符，可能被改动过。") % entry.number)
        previous, expected = entry.hash, (entry.number or expected) + 1


def digest(*, previous: str, number: int, body: str) -> str:
    """The hash of a line, as the database computes it: SHA-256 over previous, number and body, each on a line."""
    return hashlib.sha256(f"{previous}\n{number}\n{body}".encode()).hexdigest()


def _columns_match(entry: AuditEntry) -> bool:
    said = json.loads(entry.body)
    return bool(
        said["verb"] == entry.verb
        and said["subject"] == f"{entry.subject_type}:{entry.subject_id}"
        and said["actor"] == str(entry.actor_id or "")
        and said["at"] == entry.at.isoformat()
    )
