"""What is no longer blocked where the rules change, or the industry by which they are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from . import pictures
from .categories import Category
from .effective import Standard
from .matching import findings
from .rulebooks import Rulebook
from .rules import Rule
from .searched import Searched
from .values import Finding, JudgedContent, Severity


class Easing:
    """A change of what contents are held against. `before` and `after` say what blocks in whatever content."""

    def __init__(self, before: Standard, after: Standard) -> None:
        self.before, self.after = before, after

    def freed(self, judged: JudgedContent, *, searched: dict[str, Searched] | None = None) -> list[Finding]:
        """What blocks the content before the change and, in its place, nothing does after it. `searched` keeps what was
        found in each text before the change, for the next content with the same texts."""
        # The touched rules are asked first, which is most of the work saved.
        if not self.rules or not blocks(judged, self._touched, searched=searched):
            return []
        left = blocks(judged, self.after)
        return [
            found for found in blocks(judged, self.before) if not any(covers(other, found) for other in left)
        ]

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of the rules that may block less after the change: those that are others then, and those of the same
        matter, which a rule that lets something pass makes lighter."""
        return frozenset(rule.id for rule in self._touched.book.rules)

    @cached_property
    def _touched(self) -> Standard:
        categories = set(self._categories())
        rules = tuple(
            rule for rule in self.before.book.rules if rule.category in categories and _may_block(rule)
        )
        return Standard(Rulebook(rules, {}, base=self.before.book), self.before.industry)

    def _categories(self) -> Iterator[Category]:
        old, new = ({rule.id: rule for rule in standard.book.rules} for standard in (self.before, self.after))
        industries = {self.before.industry, self.after.industry}
        for key in {*old, *new}:
            for rule in filter(None, (old.get(key), new.get(key))):
                if old.get(key) != new.get(key) or (len(industries) > 1 and industries & _minded_by(rule)):
                    yield rule.category


def blocks(
    judged: JudgedContent, standard: Standard, *, searched: dict[str, Searched] | None = None
) -> list[Finding]:
    """What blocks the content by that standard; `searched` as `matching.findings` takes it."""
    content = replace(judged, industry=standard.industry)
    found: Iterable[Finding] = (
        *findings(content, standard.book, searched=searched),
        *pictures.findings(content, standard.book),
    )
    return [finding for finding in found if finding.severity == Severity.BLOCK]


def covers(other: Finding, found: Finding) -> bool:
    """Whether the place is still blocked, by whatever rule; what has no place in a text, by the same rule."""
    if (other.field, other.media) != (found.field, found.media):
        return False
    if found.start == found.end:
        return other.rule == found.rule and (other.quoted, other.at) == (found.quoted, found.at)
    return other.start < found.end and found.start < other.end


def _minded_by(rule: Rule) -> frozenset[str]:
    return rule.industries | rule.except_industries | rule.about.industries


def _may_block(rule: Rule) -> bool:
    return Severity.BLOCK in (rule.severity, *(context.severity for context in rule.contexts))
