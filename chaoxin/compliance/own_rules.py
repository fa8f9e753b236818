"""A company's rules as plain values, and what becomes of the house's rules through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from .categories import Category
from .rules import Basis, Rule, RuleWord
from .values import Severity

OWN = "own-"
USUAL_SEVERITY = Severity.CONFIRM
# Ground and reason of a rule of which the company names none.
FROM_PACK = gettext_noop("公司规则包“{pack}”")
WANTED_BY_PACK = gettext_noop("“{pack}”要求留意这个说法。")


@dataclass(frozen=True)
class OwnRule:
    """One row of a company's pack; see `models.CompanyRule`. `key` tells it apart, days are ISO dates or "". Fields
    that a stored version does not know yet have a default."""

    key: str
    overrides: str = ""
    name: str = ""
    category: str = "company"
    severity: str = ""
    off: bool = False
    words: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    why: str = ""
    basis: str = ""
    platforms: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    exact: bool = False
    industries: tuple[str, ...] = ()
    basis_article: str = ""
    basis_effective: str = ""
    must_hit: tuple[str, ...] = ()
    must_miss: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The rule as a JSON object."""
        return {name: list(told) if isinstance(told, tuple) else told for name, told in asdict(self).items()}


def own_rule_of(stored: Mapping[str, Any]) -> OwnRule:
    """The rule that `as_json` made the object of."""
    values: dict[str, Any] = {
        name: tuple(told) if isinstance(told, list) else told for name, told in stored.items()
    }
    return OwnRule(**values)


def applied(house: Iterable[Rule], own: Iterable[tuple[str, OwnRule]]) -> tuple[Rule, ...]:
    """The rules that count: those of the house as the company's rows (each with the name of its pack, the weakest
    first) change them, and the company's own. Rows about rules that no longer exist say nothing."""
    rules = {rule.id: rule for rule in house}
    for pack, row in own:
        if not row.overrides:
            rules[f"{OWN}{row.key}"] = _own(row, pack)
        elif row.off:
            rules.pop(row.overrides, None)
        elif row.overrides in rules:
            rules[row.overrides] = _changed(rules[row.overrides], row)
    return tuple(rules.values())


def _own(row: OwnRule, pack: str) -> Rule:
    return Rule(
        id=f"{OWN}{row.key}",
        name=row.name or row.words[0],
        category=Category(row.category or Category.COMPANY),
        severity=Severity(row.severity or USUAL_SEVERITY),
        basis=Basis(
            row.basis or FROM_PACK.format(pack=pack),
            row.basis_article,
            row.basis_effective,
            "",
            "",
            "company",
        ),
        why=row.why or WANTED_BY_PACK.format(pack=pack),
        words=_words(row),
        innocent=row.innocent,
        substitutes=row.substitutes,
        platforms=frozenset(row.platforms),
        industries=frozenset(row.industries),
        valid_from=_day(row.valid_from),
        valid_to=_day(row.valid_to),
    )


def _changed(rule: Rule, row: OwnRule) -> Rule:
    known = {word.folded for word in rule.words}
    added = tuple(word for word in _words(row) if word.folded not in known)
    return replace(
        rule,
        severity=Severity(row.severity) if row.severity else rule.severity,
        words=(*rule.words, *added),
        innocent=tuple(dict.fromkeys((*rule.innocent, *row.innocent))),
        substitutes=row.substitutes or rule.substitutes,
        substitutes_by_word={} if row.substitutes else rule.substitutes_by_word,
        why=row.why or rule.why,
        platforms=frozenset(row.platforms) or rule.platforms,
        industries=frozenset(row.industries) or rule.industries,
        valid_from=_day(row.valid_from) or rule.valid_from,
        valid_to=_day(row.valid_to) or rule.valid_to,
    )


def _words(row: OwnRule) -> tuple[RuleWord, ...]:
    if row.exact:
        return tuple(RuleWord(word, phonetic=False, split=False) for word in row.words)
    return tuple(RuleWord(word) for word in row.words)


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None
