"""The audit trail: who wrote, approved, published, replied. `audit_chain` says whether it was changed later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from chaoxin.core import clock, rows

from .actor import Actor
from .models import AuditEntry


def record(
    verb: str, *, by: Actor, subject: models.Model, detail: Mapping[str, Any] | None = None
) -> AuditEntry:
    """Writes a line in the caller's transaction; the database chains it at commit."""
    entry = line(verb, by=by, subject=subject, detail=detail)
    rows.insert([entry])
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
