"""What a change of a pack would do, before it is switched on: which drafts, scheduled posts and more it newly hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace

from . import effective, judging, keeping, pictures, subjects
from .matching import findings
from .models import RulePack
from .rulebooks import Rulebook, differing
from .subjects import Standing, Subject, Wanted
from .values import Finding, JudgedContent, Opinion

MOST_LOOKED_AT = 3000
# A person waits for the answer.
MOST_SECONDS = 10
MOST_SHOWN = 100
Weighed = tuple[Subject, Opinion, Opinion]
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
    """`hits` are the first hundred of the contents counted in `counts` by standing, `places` counts what is found anew
    in all of them, `stopped` those contents that pass today and would not. `eased` counts contents in which the change
    finds less than before. `cut_short` where there were more contents than could be looked at while somebody
    waits."""

    looked_at: int = 0
    hits: list[NewHit] = field(default_factory=list)
    counts: Counter[Standing] = field(default_factory=Counter)
    places: int = 0
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
    weighed: list[Weighed] = []
    if not old.rules and not new.rules:
        return effect
    for subject in subjects.gather(by, wanted):
        if effect.looked_at == MOST_LOOKED_AT or monotonic() > last:
            effect.cut_short = True
            break
        effect.looked_at += 1
        if not few or _found(subject.judged, old) != _found(subject.judged, new):
            weighed += _count(effect, subject, before, after)
    effect.stopped = _stopped(weighed, pack.workspace)
    return effect


def _found(judged: JudgedContent, book: Rulebook) -> set[tuple[object, ...]]:
    return {_place(finding) for finding in _findings(judged, book)}


def _findings(judged: JudgedContent, book: Rulebook) -> tuple[Finding, ...]:
    return (*findings(judged, book), *pictures.findings(judged, book))


def _count(effect: Effect, subject: Subject, before: Rulebook, after: Rulebook) -> list[Weighed]:
    """Counts a content after looking at it by all rules: what another rule says there already is nothing new, and
    nothing less. Answers what is to be weighed of it."""
    stood = Opinion(_findings(subject.judged, before))
    stands = Opinion(_findings(subject.judged, after))
    known = {_place(finding) for finding in stood.findings}
    found = tuple(finding for finding in stands.findings if _place(finding) not in known)
    if not found:
        effect.eased += bool(known - {_place(finding) for finding in stands.findings})
        return []
    effect.counts[subject.standing] += 1
    effect.places += len(found)
    if len(effect.hits) < MOST_SHOWN:
        effect.hits.append(NewHit(subject, found, stood.level, stands.level))
    return [] if stands.level == "allow" else [(subject, stood, stands)]


def _stopped(weighed: Iterable[Weighed], workspace: Workspace) -> int:
    """How many of them pass by what was found in them, or since somebody has let it pass, and would do so no more."""
    weighed = list(weighed)
    lets_out = [
        judging.overrides_of(
            [(subject.row, subject.key[2], opinion) for subject, opinion in asked], workspace
        )
        for asked in (
            [(subject, stood) for subject, stood, _stands in weighed],
            [(subject, stands) for subject, _stood, stands in weighed],
        )
    ]
    return sum(
        (stood.level == "allow" or before is not None) and after is None
        for (_subject, stood, _stands), before, after in zip(weighed, *lets_out, strict=True)
    )


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.field, finding.start, finding.end, finding.media, finding.rule, str(finding.severity)
