"""What a remembered change has changed, rule by rule, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.channels.platform_words import platform_name
from chaoxin.connectors import registry

from . import holding
from .house_words import each_told, replacements_told, told
from .models import RulesChange
from .rules import Rule
from .values import WEIGHT


@dataclass(frozen=True)
class Part:
    """One side of a rule: what is gone of it and what has come."""

    name: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A rule as it was and as it is; None where it does not count. `lighter` where it weighs less than it did."""

    rule: str
    before: Rule | None
    after: Rule | None
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """What people call the rule."""
        known = self.after or self.before
        return told(known.name, known.id) if known else self.rule

    @property
    def lighter(self) -> bool:
        """Whether it does not count any more, or objects less sternly."""
        if self.before is None or self.after is None:
            return self.after is None
        return WEIGHT[self.after.severity] < WEIGHT[self.before.severity]


def differences(change: RulesChange) -> list[Difference]:
    """Rule by rule, those that weigh less first."""
    old, new = ({rule.id: rule for rule in standard.book.rules} for standard in holding.standards_of(change))
    found = [_difference(key, old.get(key), new.get(key)) for key in change.rules]
    return sorted(found, key=lambda one: (not one.lighter, one.name))


def industries(change: RulesChange) -> tuple[str, str] | None:
    """The names of the workspace's industry before and after, None where it was not changed."""
    if not change.industries:
        return None
    before, after = (_industry(key) for key in change.industries)
    return before, after


def _difference(key: str, before: Rule | None, after: Rule | None) -> Difference:
    parts = _parts(before, after) if before and after else _whole(before or after, gone=after is None)
    return Difference(key, before, after, tuple(part for part in parts if part.gone or part.come))


def _parts(before: Rule, after: Rule) -> Iterator[Part]:
    for (name, old), (_name, new) in zip(_told(before), _told(after), strict=True):
        yield Part(name, _without(old, new), _without(new, old))


def _whole(rule: Rule | None, *, gone: bool) -> Iterator[Part]:
    for name, said in _told(rule) if rule else ():
        yield Part(name, gone=tuple(said)) if gone else Part(name, come=tuple(said))


def _told(rule: Rule) -> list[tuple[str, Sequence[str]]]:
    """The sides of a rule that a company can change, those by which it hits more or less first."""
    words = [word.text for word in rule.words]
    plain = [word.text for word in rule.words if word.phonetic is False and not word.split]
    return [
        (_("词"), words),
        (_("放过的说法"), rule.innocent),
        (_("只按原样找"), plain),
        (_("只用于行业"), sorted(map(_industry, rule.industries))),
        (_("只用于平台"), sorted(map(_platform, rule.platforms))),
        (_("生效日期"), _day(rule.valid_from)),
        (_("失效日期"), _day(rule.valid_to)),
        (_("替换建议"), (*replacements_told(rule.replacements), *each_told(rule.advice, rule.id))),
        (_("原因"), (told(rule.why, rule.id),)),
    ]


def _without(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(one for one in some if one not in known)


def _industry(key: str) -> str:
    return str(dict(INDUSTRIES).get(key, key))


def _platform(key: str) -> str:
    known = registry.manifests().get(key)
    return platform_name(known) if known else key


def _day(told: date | None) -> tuple[str, ...]:
    return (told.isoformat(),) if told else ()
