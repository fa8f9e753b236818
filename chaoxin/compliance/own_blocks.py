"""Changing rules is no way to let one's own blocked content out alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock
from chaoxin.core.refusals import NotAllowed

from . import effective, four_eyes, unjudged
from .matching import findings
from .media_facts import today
from .models import QueuedFinding
from .rulebooks import Rulebook
from .values import JudgedContent, Severity

RIGHT = "compliance.change"
# A block that its writer has made go away counts for so long; else he would take the words out and put them back.
REMEMBERED = timedelta(days=14)
MOST_LOOKED_AT = 500
NAMED = 3


@contextmanager
def stay_blocked(*, by: Actor) -> Iterator[None]:
    """For a change of the rules that count, in a transaction: raises NotAllowed where it lets pass what was blocked in
    a content that the actor wrote or had judged, or what would be in a draft that he has a hand in, while a colleague
    could make the change. Where there is nobody else with the right the rules are still the company's to make."""
    member = by.membership
    if member is None or not four_eyes.others_with(by.workspace, RIGHT, besides=[str(member.pk)]):
        yield
        return
    before = effective.of_workspace(by.workspace)
    yield
    recent = four_eyes.blocks_of(member).filter(seen_at__gte=clock.now() - REMEMBERED)
    rows = (
        recent.exclude(state=QueuedFinding.State.OVERRIDDEN).select_related("workspace").order_by("-seen_at")
    )
    after = effective.of_workspace(by.workspace)
    let_out = [
        said_of(row) for row in rows[:MOST_LOOKED_AT] if _stops(row, before) and not _stops(row, after)
    ]
    let_out += unjudged.let_out(member, before, after, remembered=REMEMBERED)
    if let_out:
        raise NotAllowed(
            _(
                "这样改会放过你自己写过、改过或提交过的被拦截内容：%s。现行规则没有变。"
                "请另一位能修改规则的同事来启用或停用。"
            )
            % named(let_out)
        )


def said_of(row: QueuedFinding) -> tuple[str, str]:
    """The title of the content in which something was found and its words, for `named`."""
    return row.title, row.quoted or row.name


def named(places: Iterable[tuple[str, str]]) -> str:
    """Titles and words in a sentence: what is blocked where, the first few by name."""
    known = list(dict.fromkeys(places))
    told = _("、").join(f"《{title}》“{words}”" for title, words in known[:NAMED])
    return told + (_("等 %d 处") % len(known) if len(known) > NAMED else "")


def _stops(row: QueuedFinding, book: Rulebook) -> bool:
    """Whether these rules block what was found, as far as its surroundings tell."""
    rule = next((found for found in book.rules if found.id == row.rule), None)
    industry = row.workspace.industry
    if rule is None or not rule.applies(row.platform, industry, on=today()):
        return False
    if not row.quoted or rule.facts:
        return rule.severity == Severity.BLOCK
    around = JudgedContent(
        row.platform, "", {"text": f"{row.before}{row.quoted}{row.after}"}, industry=industry
    )
    return any(
        found.rule == row.rule and found.severity == Severity.BLOCK for found in findings(around, book)
    )
