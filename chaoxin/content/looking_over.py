"""What is being written gets into 合规中心: a draft is looked over once nobody has written on it for a while."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import F

from chaoxin.accounts.actor import the_house
from chaoxin.compliance import judging, queueing
from chaoxin.compliance import subjects as contents
from chaoxin.compliance.subjects import Standing, Subject, Wanted
from chaoxin.core import clock, looping

from . import access, subjects
from .models import Draft, Variant

log = logging.getLogger(__name__)

AT_ONCE = 20
ON_THE_WAY = frozenset({Standing.DRAFT, Standing.SCHEDULED, Standing.PUBLISHED})


def take_turn() -> int:
    """Looks over some of the drafts that were changed and then left alone; answers how many."""
    settled = subjects.not_looked_over().filter(updated_at__lte=clock.now() - subjects.QUIET)
    waiting = settled.order_by(F("looked_over_at").asc(nulls_first=True), "-id")
    return sum(_look_over(key) for key in list(waiting.values_list("pk", flat=True)[:AT_ONCE]))


def _look_over(key: UUID) -> int:
    looping.give_way()
    try:
        return _bring_in_line(key)
    except Exception:
        # One draft that cannot be read keeps no other waiting; it is judged when it is handed in, whatever happens.
        log.exception("draft %s could not be looked over", key)
        Draft.objects.filter(pk=key).update(looked_over_at=clock.now())
        return 1


@transaction.atomic
def _bring_in_line(key: UUID) -> int:
    """The findings, and that they are those of now, at once or not at all; 0 where another worker is at it."""
    locked = Draft.objects.select_for_update(of=("self",), skip_locked=True).select_related("workspace")
    draft = locked.filter(pk=key, pk__in=subjects.not_looked_over()).first()
    if draft is None:
        return 0
    written = list(_written(draft))
    for subject in written:
        judging.judge_written(subject, workspace=draft.workspace)
    held = [subject.key[:2] for subject in written]
    queueing.note_held(draft.workspace, access.address_of(draft), held)
    Draft.objects.filter(pk=key).update(looked_over_at=clock.now())
    return 1


def _written(draft: Draft) -> Iterator[Subject]:
    """What the draft would send out, without what is planned or out already exactly as it stands."""
    rows: list[Draft | Variant] = [*draft.variants.all()]
    for row in rows or [draft]:
        about = row._meta.label_lower, str(row.pk)
        for subject in contents.gather(the_house(draft.workspace), Wanted(ON_THE_WAY, about=about)):
            if subject.standing == Standing.DRAFT:
                yield subject
