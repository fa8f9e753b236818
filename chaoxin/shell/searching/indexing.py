"""Keeping the search index in step with the rooms. Nothing here is the truth; `rebuild` makes it all anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from chaoxin.core import clock
from chaoxin.shell.models import SearchEntry

from . import grams
from .sources import BY_KIND, SOURCES, Source, changed_at_of

BATCH = 200
TITLE_LENGTH = 200


def index(kind: str, subject_ids: Iterable[UUID | str]) -> int:
    """Takes objects of a kind into the index as they are now, or out of it when they are gone; answers how many
    are in."""
    source, wanted = BY_KIND[kind], [str(subject_id) for subject_id in subject_ids]
    rows = list(source.rows().filter(pk__in=wanted))
    _store(source, rows)
    gone = set(wanted) - {str(row.pk) for row in rows}
    SearchEntry.objects.filter(kind=kind, subject_id__in=gone).delete()
    return len(rows)


def index_changed() -> int:
    """Takes in a batch of what changed since it was last indexed; answers how many rows that were."""
    return sum(_index_changed(source) for source in SOURCES)


@transaction.atomic
def rebuild() -> int:
    """Empties the index and fills it from all rows; answers how many."""
    SearchEntry.objects.all().delete()
    total = 0
    for source in SOURCES:
        ids = list(source.model._default_manager.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            total += index(source.kind, ids[start : start + BATCH])
    return total


def _index_changed(source: Source) -> int:
    stale = list(_stale(source)[:BATCH])
    _store(source, stale)
    return len(stale)


def _stale(source: Source) -> QuerySet[Any]:
    known = SearchEntry.objects.filter(kind=source.kind, subject_id=OuterRef("pk"))
    return source.rows().filter(~Exists(known.filter(changed_at__gte=OuterRef("search_changed_at"))))


def _store(source: Source, rows: list[Any]) -> None:
    SearchEntry.objects.bulk_create(
        [_entry(source, row) for row in rows],
        update_conflicts=True,
        unique_fields=["kind", "subject_id"],
        update_fields=["title", "note", "words", "grams", "changed_at", "indexed_at"],
    )


def _entry(source: Source, row: Any) -> SearchEntry:
    described = source.describe(row)
    words = grams.normalize(described.text)
    return SearchEntry(
        workspace_id=row.workspace_id,
        kind=source.kind,
        subject_id=row.pk,
        title=described.title[:TITLE_LENGTH],
        note=described.note[:TITLE_LENGTH],
        words=words,
        grams=grams.pairs(words),
        changed_at=changed_at_of(row),
        indexed_at=clock.now(),
    )
