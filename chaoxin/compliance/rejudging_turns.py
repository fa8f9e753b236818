"""What a worker does to judge again: content by content, each noted when it is done, so that another can go on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from chaoxin.accounts.actor import the_house
from chaoxin.core import announcing, clock, looping, worker_identity

from . import facts, judging, subjects
from .models import RejudgedContent, Rejudging, Verdict
from .queueing import Standpoint
from .subjects import Standing, Subject, Wanted

log = logging.getLogger("chaoxin.compliance")

LEASE = timedelta(seconds=60)
RETRY_AFTER = timedelta(seconds=20)
MOST_TRIES = 5
NOTED_EVERY_SECONDS = 1.0
State = Rejudging.State


class _LetGo(Exception):
    """It was cancelled, or another worker has it."""


def take_turn() -> int:
    """Carries out one rejudging that waits; 1 where there was one. A failure keeps it for another try."""
    rejudging = _claim()
    if rejudging is None:
        return 0
    try:
        if rejudging.tries > MOST_TRIES:
            _ours(rejudging).update(state=State.FAILED, ended_at=clock.now())
        else:
            _go_through(rejudging)
    except _LetGo:
        log.info("rejudging %s was let go", rejudging.pk)
    except Exception:
        log.exception("rejudging %s failed", rejudging.pk)
        _ours(rejudging).update(leased_until=clock.now() + RETRY_AFTER)
    return 1


def release_dead_worker(worker: str) -> None:
    """Frees at once what a worker that is known to be dead was judging."""
    held = Rejudging.objects.filter(worker=worker, state=State.UNDER_WAY, leased_until__gt=clock.now())
    held.update(leased_until=clock.now())


def _claim() -> Rejudging | None:
    now = clock.now()
    with transaction.atomic():
        found = (
            Rejudging.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("workspace", "asked_by")
            .filter(state=State.UNDER_WAY, leased_until__lte=now)
            .order_by("created_at")
            .first()
        )
        if found is None:
            return None
        found.tries, found.worker, found.leased_until = (
            found.tries + 1,
            worker_identity.current(),
            now + LEASE,
        )
        found.save(update_fields=["tries", "worker", "leased_until"])
    return found


def _go_through(rejudging: Rejudging) -> None:
    keeping = _Keeping(rejudging)
    if rejudging.total is None:
        _count(rejudging, keeping)
    done = set(rejudging.contents.values_list("subject_type", "subject_id", "content_hash"))
    for subject in _subjects(rejudging):
        looping.give_way()
        keeping.again()
        if subject.key not in done:
            _judge_again(rejudging, subject)
    with transaction.atomic():
        if not _ours(rejudging).update(state=State.DONE, ended_at=clock.now(), total=F("done")):
            raise _LetGo
        announcing.announce(facts.REJUDGED, workspace_id=rejudging.workspace_id, subject=rejudging)


def _count(rejudging: Rejudging, keeping: _Keeping) -> None:
    total = 0
    for _subject in _subjects(rejudging):
        looping.give_way()
        total += 1
        keeping.again()
    if not _ours(rejudging).update(total=total):
        raise _LetGo


def _subjects(rejudging: Rejudging) -> Iterator[Subject]:
    standings = frozenset(Standing(entry) for entry in rejudging.standings)
    return subjects.gather(the_house(rejudging.workspace), Wanted(standings, rejudging.since))


def _judge_again(rejudging: Rejudging, subject: Subject) -> None:
    """The verdict, how it changed, and what others are told of it, at once or not at all."""
    with transaction.atomic():
        if not _ours(rejudging).select_for_update().exists():
            raise _LetGo
        before = judging.latest_verdict(rejudging.workspace, subject.key[2])
        verdict = judging.judge(
            subject.judged,
            workspace=rejudging.workspace,
            subject=subject.row,
            by=the_house(rejudging.workspace),
            title=subject.title,
            author=subject.author,
            under=subject.under,
            channel=subject.channel,
            at=Standpoint(subject.standing, subject.url),
        )
        passed = None if before is None else judging.lets_out(before)
        passes = judging.lets_out(verdict)
        _note(rejudging, subject, verdict, passed=passed, passes=passes)
        if subject.standing == Standing.SCHEDULED and not passes:
            _tell(subject, verdict)


def _note(
    rejudging: Rejudging, subject: Subject, verdict: Verdict, *, passed: bool | None, passes: bool
) -> None:
    kind, key, content_hash = subject.key
    RejudgedContent.objects.create(
        rejudging=rejudging,
        subject_type=kind,
        subject_id=key,
        content_hash=content_hash,
        standing=subject.standing,
        title=subject.title[:200],
        url=subject.url[:300],
        verdict=verdict,
        passed=passed,
        passes=passes,
    )
    worse, better = int(passed is not False and not passes), int(passed is False and passes)
    _ours(rejudging).update(done=F("done") + 1, worse=F("worse") + worse, better=F("better") + better)


def _tell(subject: Subject, verdict: Verdict) -> None:
    kind, key, content_hash = subject.key
    payload = {"subject_type": kind, "subject_id": key, "content_hash": content_hash}
    announcing.announce(
        facts.FAILED_AGAIN, workspace_id=verdict.workspace_id, subject=verdict, payload=payload
    )


class _Keeping:
    """Keeps the lease, now and then. Raises _LetGo where it is ours no more."""

    def __init__(self, rejudging: Rejudging) -> None:
        self._rejudging, self._kept_at = rejudging, time.monotonic()

    def again(self) -> None:
        if time.monotonic() - self._kept_at < NOTED_EVERY_SECONDS:
            return
        self._kept_at = time.monotonic()
        if not _ours(self._rejudging).update(leased_until=clock.now() + LEASE):
            raise _LetGo


def _ours(rejudging: Rejudging) -> QuerySet[Rejudging]:
    return Rejudging.objects.filter(
        pk=rejudging.pk, worker=rejudging.worker, tries=rejudging.tries, state=State.UNDER_WAY
    )
