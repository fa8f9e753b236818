"""What a change of a pack would do, before it is switched on: which drafts, scheduled posts and more it newly hits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace

from . import effective, judging, keeping, pictures, subjects
from .matching import findings
from .models import RulePack, Verdict
from .rulebooks import Rulebook, differing
from .subjects import Standing, Subject, Wanted
from .values import WEIGHT, Finding, JudgedContent, Opinion, Severity

MOST_LOOKED_AT = 3000
# A person waits for the answer.
MOST_SECONDS = 10
MOST_SHOWN = 100
# So many rules that differ are soon looked for; with more, all rules at once tell as quickly which contents they touch.
FEW = 40


@dataclass(frozen=True)
class NewHit:
    """A content that the change newly hits: what is found anew, and its level (`block`, `confirm`, `allow`) before
    and after."""

    subject: Subject
    findings: tuple[Finding, ...]
    before: str
    after: str


@dataclass
class Effect:
    """`hits` are the first hundred of those counted in `counts` by standing. Of these `stopped` go out as it is and
    would not any more, which is what a rejudging counts (`worse`); the others are told more, or do not go out as it is.
    `eased` counts contents in which the change finds less than before. `cut_short` where there were more contents than
    could be looked at while somebody waits."""

    looked_at: int = 0
    hits: list[NewHit] = field(default_factory=list)
    counts: Counter[Standing] = field(default_factory=Counter)
    stopped: int = 0
    eased: int = 0
    cut_short: bool = False

    @property
    def total(self) -> int:
        """How many contents are newly hit."""
        return sum(self.counts.values())

    @property
    def named_counts(self) -> list[tuple[str, int]]:
        """Counts with the name of each standing, those nearest to the audience first."""
        return [
            (str(each.label), self.counts[each]) for each in subjects.NEAREST_OUT_FIRST if self.counts[each]
        ]


def effect_of(pack: RulePack, *, by: Actor, wanted: Wanted | None = None) -> Effect:
    """What would change for the contents that the actor may see (drafts and scheduled posts unless said otherwise)
    if the pack's rules as they are being edited counted."""
    by.require("compliance.read")
    before, after = effective.of_workspace(pack.workspace), effective.with_rules(pack, keeping.rules_of(pack))
    old, new = (Rulebook(rules, {}) for rules in differing(before, after))
    last = monotonic() + MOST_SECONDS
    effect, few = Effect(), len(old.rules) + len(new.rules) <= FEW
    if not old.rules and not new.rules:
        return effect
    for subject in subjects.gather(by, wanted):
        if effect.looked_at == MOST_LOOKED_AT or monotonic() > last:
            effect.cut_short = True
            break
        effect.looked_at += 1
        if not few or _found(subject.judged, old) != _found(subject.judged, new):
            _count(effect, subject, pack.workspace, before, after)
    return effect


def _found(judged: JudgedContent, book: Rulebook) -> set[tuple[object, ...]]:
    return {_place(finding) for finding in _findings(judged, book)}


def _findings(judged: JudgedContent, book: Rulebook) -> tuple[Finding, ...]:
    return (*findings(judged, book), *pictures.findings(judged, book))


def _count(effect: Effect, subject: Subject, workspace: Workspace, before: Rulebook, after: Rulebook) -> None:
    """Counts a content after looking at it by all rules: what another rule says there already is nothing new, and
    nothing less."""
    stood = Opinion(_findings(subject.judged, before))
    stands = Opinion(_findings(subject.judged, after))
    known = {_place(finding) for finding in stood.findings}
    found = tuple(finding for finding in stands.findings if _place(finding) not in known)
    if not found:
        effect.eased += bool(known - {_place(finding) for finding in stands.findings})
        return
    effect.counts[subject.standing] += 1
    effect.stopped += _is_stopped(subject, workspace, found, stood, stands)
    if len(effect.hits) < MOST_SHOWN:
        effect.hits.append(NewHit(subject, found, stood.level, stands.level))


def _is_stopped(
    subject: Subject, workspace: Workspace, found: tuple[Finding, ...], stood: Opinion, stands: Opinion
) -> bool:
    """Whether the content goes out as it stands, by the rules or since somebody has let it pass, and what is found anew
    stops it."""
    if stands.level == Verdict.Level.ALLOW or stood.level == Verdict.Level.ALLOW:
        return stands.level != Verdict.Level.ALLOW
    heavier = any(WEIGHT[finding.severity] > WEIGHT[Severity.WARN] for finding in found)
    return heavier and judging.passes(workspace, subject.key[2])


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.field, finding.start, finding.end, finding.media, finding.rule, str(finding.severity)
