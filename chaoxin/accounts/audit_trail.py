"""Reading the audit trail: lines by person, verb, subject and time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.core import clock

from . import detail_words
from .actor import Actor
from .models import AuditEntry
from .verb_names import name_of


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not limit. Days are days of the workspace's time zone, both included."""

    person: UUID | None = None
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One line of the trail as it reads on screen."""

    number: int | None
    at: datetime
    person: str
    actor_id: str
    verb: str
    verb_name: str
    subject_type: str
    subject_name: str
    subject_id: str
    detail: dict[str, Any]
    told: list[tuple[str, str]]
    hash: str

    @property
    def detail_text(self) -> str:
        """The details in words."""
        return _("；").join(f"{word}：{value}" for word, value in self.told)


def entries_of(actor: Actor, wanted: Wanted) -> QuerySet[AuditEntry]:
    """Entries of the actor's workspace, newest first."""
    actor.require("audit.read")
    zone = actor.workspace.timezone
    found = AuditEntry.objects.filter(workspace_id=actor.workspace.pk)
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.subject:
        found = found.filter(subject_id=wanted.subject)
    if wanted.since:
        found = found.filter(at__gte=clock.day_bounds(wanted.since, zone)[0])
    if wanted.until:
        found = found.filter(at__lt=clock.day_bounds(wanted.until, zone)[1])
    return found.order_by("-at", "-id")


def verbs_of(actor: Actor) -> list[tuple[str, str]]:
    """The verbs that occur in the workspace, with their names, by name."""
    verbs = (
        AuditEntry.objects.filter(workspace_id=actor.workspace.pk).values_list("verb", flat=True).distinct()
    )
    return sorted(((verb, name_of(verb)) for verb in verbs.order_by()), key=lambda pair: pair[1])


def lines(entries: Iterable[AuditEntry], *, zone: str) -> list[Line]:
    """Entries in words; moments are told in the time zone."""
    said = [(entry, json.loads(entry.body)) for entry in entries]
    reader = detail_words.Reader(((entry.verb, told["detail"]) for entry, told in said), zone=zone)
    return [_line(entry, told, reader) for entry, told in said]


def _line(entry: AuditEntry, said: dict[str, Any], reader: detail_words.Reader) -> Line:
    return Line(
        number=entry.number,
        at=entry.at,
        person=said["name"],
        actor_id=said["actor"],
        verb=entry.verb,
        verb_name=name_of(entry.verb),
        subject_type=entry.subject_type,
        subject_name=_model_name(entry.subject_type),
        subject_id=entry.subject_id,
        detail=said["detail"],
        told=reader.read(entry.verb, said["detail"]),
        hash=entry.hash,
    )


CSV_HEADER = ["number", "at", "person", "actor_id", "verb", "subject_type", "subject_id", "detail", "hash"]


def rows_for_csv(entries: QuerySet[AuditEntry]) -> Iterator[list[str]]:
    """One row an entry, under CSV_HEADER; times are UTC."""
    for entry in entries.iterator(chunk_size=1000):
        said = json.loads(entry.body)
        detail = json.dumps(said["detail"], ensure_ascii=False)
        number = str(entry.number or "")
        subject = [entry.subject_type, entry.subject_id]
        yield [
            number,
            entry.at.isoformat(),
            said["name"],
            said["actor"],
            entry.verb,
            *subject,
            detail,
            entry.hash,
        ]


def _model_name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
