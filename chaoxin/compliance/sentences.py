"""The test sentences of a company's rules: which of them do not come out as they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from chaoxin.core.refusals import Invalid
from chaoxin.core.sentences import joined
from chaoxin.zhtext.matching import folded_word

from . import effective, house_words
from .matching import findings
from .models import CompanyRule, RulePack
from .own_rules import OWN, OwnRule
from .rulebooks import Rulebook, of_the_house
from .rules import Rule
from .searched import Searched, search_all
from .values import WEIGHT, Finding, JudgedContent, Severity

MUST_HIT, MUST_MISS = "must_hit", "must_miss"
MOST_NAMED = 5
MOST_TOLD = 100


@dataclass(frozen=True)
class Failing:
    """A sentence that does not come out as it says. `key` and `rule` are those of its row and what people call that,
    `kind` is `must_hit` or `must_miss`, `why` a sentence."""

    key: str
    rule: str
    kind: str
    sentence: str
    why: str

    @property
    def kind_name(self) -> str:
        """What the kind is called."""
        return _("必须命中") if self.kind == MUST_HIT else _("不能命中")

    def as_json(self) -> dict[str, str]:
        """The sentence as a JSON object, without the key of its row."""
        return {"rule": self.rule, "kind": self.kind, "sentence": self.sentence, "why": self.why}

    def __str__(self) -> str:
        named = {"rule": self.rule, "kind": self.kind_name, "sentence": self.sentence, "why": self.why}
        return _("规则“%(rule)s”的例句“%(sentence)s”（%(kind)s）：%(why)s") % named


class SentencesFail(Invalid):
    """A pack is not switched on because rules of it do not do what their sentences say. `failing` has all of them,
    `errors` the first hundred for callers of the API, `summary` how many there are."""

    code = "sentences_fail"

    def __init__(self, pack: str, failing: list[Failing]) -> None:
        self.failing = failing
        told = {"pack": pack, "count": len(failing)}
        self.summary = (
            _("“%(pack)s”没有启用：%(count)d 句例句和规则对不上。请改规则或改例句，再启用。") % told
        )
        named = [str(entry) for entry in failing[:MOST_NAMED]]
        super().__init__(joined(self.summary, *named), field="rules")
        self.errors = [{"field": entry.rule, "message": str(entry)} for entry in failing[:MOST_TOLD]]


def failing(pack: RulePack, rows: Iterable[OwnRule]) -> list[Failing]:
    """The sentences of these rules of the pack that fail. Each is judged by its rule alone, where and when that counts:
    what must hit does with the weight of the rule; what must not is not found, or where a rule of the house was changed
    at most advised on, as the house has it."""
    tested = [row for row in rows if row.must_hit or row.must_miss]
    if not tested:
        return []
    rules = {rule.id: _unlimited(rule) for rule in effective.by_itself(pack, tested)}
    named = {row.key: rules.get(row.overrides or f"{OWN}{row.key}") for row in tested}
    searched = _searched([rule for rule in named.values() if rule], tested)
    return [wrong for row in tested for wrong in _wrong(row, named[row.key], searched)]


def _unlimited(rule: Rule) -> Rule:
    """Sentences are true of a rule on any day."""
    return replace(rule, valid_from=None, valid_to=None)


def _searched(rules: list[Rule], rows: list[OwnRule]) -> dict[str, Searched]:
    book = Rulebook(tuple(rules), {}, base=of_the_house())
    return search_all((text for row in rows for text in (*row.must_hit, *row.must_miss)), book)


def _wrong(row: OwnRule, rule: Rule | None, searched: dict[str, Searched]) -> Iterator[Failing]:
    name = row.name or (house_words.told(rule.name, rule.id) if rule else row.overrides)
    for text in row.must_hit:
        if why := _not_hit(text, rule, searched, off=row.off):
            yield Failing(row.key, name, MUST_HIT, text, why)
    for text in row.must_miss:
        if why := _hit(text, rule, searched, changed=bool(row.overrides)):
            yield Failing(row.key, name, MUST_MISS, text, why)


def _not_hit(text: str, rule: Rule | None, searched: dict[str, Searched], *, off: bool) -> str:
    if rule is None:
        return _("规则停用了，什么都不会命中。") if off else _("已经没有这条内置规则。")
    heaviest = _heaviest(text, rule, searched)
    if heaviest is None:
        spared = [phrase for phrase in rule.innocent if folded_word(phrase) in folded_word(text)]
        return _("没有命中，放过的说法里有“%s”。") % spared[0] if spared else _("没有命中。")
    if WEIGHT[heaviest.severity] >= WEIGHT[rule.severity]:
        return ""
    told = {
        "quoted": heaviest.quoted or house_words.told(heaviest.name, heaviest.rule),
        "found": _named(heaviest.severity),
        "rule": _named(rule.severity),
    }
    return _("“%(quoted)s”只按“%(found)s”命中，没有到规则的“%(rule)s”。") % told


def _hit(text: str, rule: Rule | None, searched: dict[str, Searched], *, changed: bool) -> str:
    heaviest = _heaviest(text, rule, searched) if rule else None
    if heaviest is None or rule is None:
        return ""
    tolerated = min(WEIGHT[rule.severity], WEIGHT[Severity.CONFIRM]) if changed else 0
    if WEIGHT[heaviest.severity] < tolerated:
        return ""
    told = {
        "quoted": heaviest.quoted or house_words.told(heaviest.name, heaviest.rule),
        "found": _named(heaviest.severity),
    }
    return _("命中了“%(quoted)s”（%(found)s）。") % told


def _heaviest(text: str, rule: Rule, searched: dict[str, Searched]) -> Finding | None:
    """The weightiest that the rule alone says of the sentence where the rule applies."""
    industries = (
        rule.industries & rule.about.industries or rule.industries or rule.about.industries
    ) - rule.except_industries
    platforms = rule.platforms - rule.except_platforms
    content = JudgedContent(
        platform=min(platforms, default=""),
        format="post",
        fields={"text": text},
        industry=min(industries, default=""),
    )
    found = findings(content, Rulebook((rule,), {}), searched=searched)
    return max(found, key=lambda finding: WEIGHT[finding.severity], default=None)


def _named(severity: Severity) -> str:
    return str(CompanyRule.Severity(severity).label)
