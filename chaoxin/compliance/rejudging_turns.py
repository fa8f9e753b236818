"""What a worker does to judge again: content by content, each noted when it is done, so that another can go on."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from chaoxin.accounts.actor import the_house
from chaoxin.core import announcing, clock, looping
from chaoxin.core.announcing import FactName
from chaoxin.core.leasing import Keeper, LetGo, Work

from . import facts, judging, subjects
from .models import RejudgedContent, Rejudging, Verdict
from .subjects import Standing, Subject, Wanted

State = Rejudging.State
WORK = Work(Rejudging, most_tries=5, related=("workspace", "asked_by"))


def take_turn() -> int:
    """Carries out one rejudging that waits; 1 where there was one. A failure keeps it for another try."""
    return WORK.take_turn(_go_through, _give_up)


def _give_up(rejudging: Rejudging) -> None:
    WORK.end(rejudging, State.FAILED, ended_at=clock.now())


def _go_through(rejudging: Rejudging) -> None:
    keeper = Keeper(WORK, rejudging)
    if rejudging.total is None:
        _count(rejudging, keeper)
    if rejudging.media and rejudging.total == 0:
        # Nobody has to read that a picture changed which no judged content shows any more.
        WORK.mine(rejudging).delete()
        return
    done, passed = _so_far(rejudging)
    for subject in _subjects(rejudging):
        looping.give_way()
        keeper.again()
        if subject.key not in done:
            _judge_again(rejudging, subject, passed)
    with transaction.atomic():
        WORK.end(rejudging, State.DONE, ended_at=clock.now(), total=F("done"))
        announcing.announce(facts.REJUDGED, workspace_id=rejudging.workspace_id, subject=rejudging)


def _so_far(rejudging: Rejudging) -> tuple[set[tuple[str, str, str]], dict[str, bool | None]]:
    """What was judged again, and by hash whether it passed before all this: several rows may hold the same content."""
    done, passed = set(), {}
    fields = ("subject_type", "subject_id", "content_hash", "passed")
    for kind, key, content_hash, each in rejudging.contents.values_list(*fields):
        done.add((kind, key, content_hash))
        passed[content_hash] = each
    return done, passed


def _count(rejudging: Rejudging, keeper: Keeper[Rejudging]) -> None:
    total = 0
    for _subject in _subjects(rejudging):
        looping.give_way()
        total += 1
        keeper.again()
    WORK.keep(rejudging, total=total)
    rejudging.total = total


def _subjects(rejudging: Rejudging) -> Iterator[Subject]:
    standings = frozenset(Standing(entry) for entry in rejudging.standings)
    wanted = Wanted(standings, rejudging.since, frozenset(rejudging.media))
    for subject in subjects.gather(the_house(rejudging.workspace), wanted):
        # A text gets no first verdict because a picture in it was looked into, nor while somebody is writing on it.
        first_looked_at_later = rejudging.media or subject.fresh
        if not first_looked_at_later or judging.latest_verdict(rejudging.workspace, subject.key[2]):
            yield subject


def _judge_again(rejudging: Rejudging, subject: Subject, passed_before: dict[str, bool | None]) -> None:
    """The verdict, how it changed, and what others are told of it, at once or not at all. Whether the content passed
    is taken from `passed_before`, or noted there."""
    with transaction.atomic():
        if not WORK.mine(rejudging).select_for_update().exists():
            raise LetGo
        content_hash = subject.key[2]
        if content_hash not in passed_before:
            before = judging.latest_verdict(rejudging.workspace, content_hash)
            passed_before[content_hash] = None if before is None else judging.lets_out(before)
        passed = passed_before[content_hash]
        verdict = judging.judge_subject(subject, workspace=rejudging.workspace)
        passes = judging.lets_out(verdict)
        _note(rejudging, subject, verdict, passed=passed, passes=passes)
        if subject.standing == Standing.SCHEDULED and not (passed and passes):
            _tell(subject, verdict, facts.PASSES_AGAIN if passes else facts.FAILED_AGAIN)


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
    WORK.mine(rejudging).update(done=F("done") + 1, worse=F("worse") + worse, better=F("better") + better)


def _tell(subject: Subject, verdict: Verdict, fact: FactName) -> None:
    kind, key, content_hash = subject.key
    payload = {"subject_type": kind, "subject_id": key, "content_hash": content_hash}
    announcing.announce(fact, workspace_id=verdict.workspace_id, subject=verdict, payload=payload)
