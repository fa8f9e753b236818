"""What a remembered change would let out if a second person stood for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chaoxin.accounts.actor import Actor

from . import effective, four_eyes, holding, judging, pictures, subjects
from .easing import Easing, covers
from .holding import Change
from .matching import findings
from .models import RulesChange
from .searched import Searched
from .subjects import Standing, Subject, Wanted
from .values import Finding, Severity

# A person waits for the answer, some seconds for so many.
MOST_LOOKED_AT = 2000
MOST_SHOWN = 100
# So many texts are kept as they were searched, for the accounts that send the same.
MOST_KEPT = 200


@dataclass(frozen=True)
class Held:
    """A content that the change keeps blocked, and what it is blocked for. `stays` where it will be all the same after
    the actor's word, since he has a hand in it as well or another change keeps it."""

    subject: Subject
    findings: tuple[Finding, ...]
    stays: bool


@dataclass
class Release:
    """`held` are the first hundred of the contents. `cut_short` where there were more than could be looked at while
    somebody waits."""

    looked_at: int = 0
    held: list[Held] = field(default_factory=list)
    total: int = 0
    cut_short: bool = False


def release_of(change: RulesChange, *, by: Actor) -> Release:
    """Drafts and scheduled posts that the actor may see and that the change keeps blocked, those nearest to the
    audience first."""
    by.require("compliance.read")
    easing, release = Easing(*holding.standards_of(change)), Release()
    if not easing.rules or not change.makers:
        return release
    searched: dict[str, Searched] = {}
    wanted = Wanted(frozenset({Standing.DRAFT, Standing.SCHEDULED}), hand=change.makers[0])
    for subject in subjects.gather(by, wanted):
        if release.looked_at == MOST_LOOKED_AT:
            release.cut_short = True
            break
        release.looked_at += 1
        if len(searched) > MOST_KEPT:
            searched.clear()
        held = _held(subject, change, by) if easing.freed(subject.judged, searched=searched) else None
        if held:
            release.total += 1
            release.held += [held] if len(release.held) < MOST_SHOWN else []
    return release


def _held(subject: Subject, change: RulesChange, by: Actor) -> Held | None:
    """What the change itself keeps blocked in the content; None where nothing is, or somebody has let it pass."""
    latest = judging.latest_verdict(change.workspace, subject.key[2])
    if latest and hasattr(latest, "override"):
        return None
    every = holding.recent(change.workspace)
    without = [one for one in every if one.key != change.pk]
    now, left = (_blocked(subject, change, known) for known in (every, without))
    own = tuple(one for one in now if not any(covers(other, one) for other in left))
    if not own:
        return None
    confirmed = [_stood_for(one, by) if one.key == change.pk else one for one in every]
    after = _blocked(subject, change, confirmed)
    return Held(subject, own, stays=any(covers(other, one) for one in own for other in after))


def _blocked(subject: Subject, change: RulesChange, changes: Sequence[Change]) -> list[Finding]:
    company = change.workspace
    book = effective.of_workspace(company)
    found = (*findings(subject.judged, book), *pictures.findings(subject.judged, book))
    hands = four_eyes.writers_of(subject.judged, found, told=subject.writers, author=subject.author)
    held = holding.with_held(
        subject.judged, found, changes, workspace=company, hands=hands, under=subject.under
    )
    return [one for one in held if one.severity == Severity.BLOCK]


def _stood_for(change: Change, by: Actor) -> Change:
    member = by.membership
    return replace(change, makers=change.makers | {str(member.pk)}) if member else change
