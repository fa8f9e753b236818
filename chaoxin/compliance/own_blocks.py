"""Changing rules is no way to let one's own blocked content out alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed
from chaoxin.core.sentences import joined

from . import effective, four_eyes, own_changes, unjudged
from .easing import Easing
from .effective import Standard
from .matching import findings
from .media_facts import today
from .models import QueuedFinding
from .own_changes import REMEMBERED
from .values import JudgedContent, Severity

RIGHT = "compliance.change"
AT_ONCE = 500
NAMED = 3
_watched: ContextVar[bool] = ContextVar("watched", default=False)


@contextmanager
def stay_blocked(*, by: Actor, instead: str = "") -> Iterator[None]:
    """For a change of the rules that count or of the industry, in a transaction: raises NotAllowed where it lets pass
    what was blocked in a content that the actor wrote or had judged, or what would be in a draft that he has a hand in,
    while a colleague answers for the rules as well. `instead` tells what to do, another than to have that colleague
    switch the pack. Where there is nobody else with the right the rules are still the company's to make. What was
    changed is remembered. Changes within one another are looked at once, by the outermost."""
    member = by.membership
    if member is None or _watched.get() or not _others_answer(by.workspace, member):
        yield
        return
    before, stood = effective.standard_of(by.workspace), own_changes.state_of(by.workspace)
    token = _watched.set(True)
    try:
        yield
    finally:
        _watched.reset(token)
    easing = Easing(before, effective.standard_of(by.workspace))
    let_out = [*_let_out(member, easing), *unjudged.let_out(member, easing, remembered=REMEMBERED)]
    if let_out:
        sentence = _("这样改会放过你自己写过、改过或提交过的被拦截内容：%s。") % named(let_out)
        raise NotAllowed(
            joined(sentence, instead or _("现行规则没有变。请另一位能修改规则的同事来启用或停用。"))
        )
    if easing.rules:
        own_changes.remember(member, stood, own_changes.state_of(by.workspace))


def _others_answer(workspace: Workspace, member: Membership) -> bool:
    return four_eyes.others_with(workspace, RIGHT, besides=[str(member.pk)])


def _let_out(member: Membership, easing: Easing) -> Iterator[tuple[str, str]]:
    """Title and words of what was blocked not long ago and would not be any more."""
    recent = four_eyes.blocks_of(member).filter(
        seen_at__gte=clock.now() - REMEMBERED, rule__in=list(easing.rules)
    )
    rows = recent.exclude(state=QueuedFinding.State.OVERRIDDEN).order_by("-seen_at")
    for row in rows.iterator(chunk_size=AT_ONCE):
        if _stops(row, easing.before) and not _stops(row, easing.after):
            yield said_of(row)


def said_of(row: QueuedFinding) -> tuple[str, str]:
    """The title of the content in which something was found and its words, for `named`."""
    return row.title, row.quoted or row.name


def named(places: Iterable[tuple[str, str]]) -> str:
    """Titles and words in a sentence: what is blocked where, the first few by name."""
    known = list(dict.fromkeys(places))
    told = _("、").join(f"《{title}》“{words}”" for title, words in known[:NAMED])
    return told + (_("等 %d 处") % len(known) if len(known) > NAMED else "")


def _stops(row: QueuedFinding, standard: Standard) -> bool:
    """Whether that standard blocks what was found, as far as its surroundings tell."""
    rule = next((found for found in standard.book.rules if found.id == row.rule), None)
    if rule is None or not rule.applies(row.platform, standard.industry, on=today()):
        return False
    if not row.quoted or rule.facts:
        topic = rule.about
        concerned = topic.pattern or not topic.industries or standard.industry in topic.industries
        return rule.severity == Severity.BLOCK and bool(concerned)
    around = JudgedContent(
        row.platform, "", {"text": f"{row.before}{row.quoted}{row.after}"}, industry=standard.industry
    )
    return any(
        found.rule == row.rule and found.severity == Severity.BLOCK
        for found in findings(around, standard.book)
    )
