"""Whether values make a company's rule, with a sentence for each way in which they do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.connectors import registry
from chaoxin.core.characters import require_keepable
from chaoxin.core.refusals import Invalid
from chaoxin.zhtext.matching import folded_word

from .categories import Category
from .models import CompanyRule
from .own_rules import OWN
from .reading import rule_by_id

SENTENCES = ("must_hit", "must_miss")
LISTS = ("words", "innocent", "substitutes", "platforms", "industries", *SENTENCES)
TEXTS = ("overrides", "name", "category", "severity", "why", "basis", "basis_article")
DAYS = ("valid_from", "valid_to", "basis_effective")
FLAGS = ("off", "exact")
FIELDS = (*TEXTS, *LISTS, *DAYS, *FLAGS)
SHORTEST_WORD, LONGEST_WORD, MOST_WORDS = 2, 40, 2000
LONGEST_SENTENCE, MOST_SENTENCES = 500, 100


# Signs that only a pattern needs: /…/, .*, \\d, (?:…), a repeated group. A word may have others (C++, [品牌]).
_PATTERN = re.compile(
    r"^/.+/[a-z]*$|^/.*[)\]][*+]|\\[bdsw]|\.[*+?{]|\[\^|\(\?[:=!<]|[)\]][*+?{]|\{\d{0,3},\d{0,3}\}"
)


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of a `CompanyRule`, blanks and repeats taken out. Raises Invalid with the field."""
    told, wrong = looked_over(values)
    if wrong:
        raise wrong[0]
    return told


def looked_over(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Invalid]]:
    """As `cleaned`, with everything that is wrong in place of the first."""
    told: dict[str, Any] = {name: str(values.get(name) or "").strip() for name in TEXTS}
    told |= {name: _listed(values.get(name) or ()) for name in LISTS}
    told |= {name: bool(values.get(name)) for name in FLAGS}
    wrong = [*_days(values, told), *_damaged(told)]
    told["category"] = told["category"] or str(Category.COMPANY)
    for check in (_choices, _words, _sentences, _basis):
        wrong.extend(check(told))
    wrong.extend(_change(told, others=bool(wrong)))
    if told["valid_from"] and told["valid_to"] and told["valid_from"] > told["valid_to"]:
        wrong.append(Invalid(_("失效日期早于生效日期，这条规则永远不会起作用。"), field="valid_to"))
    return told, wrong


def _listed(told: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(entry.strip() for entry in told if entry.strip()))


def _days(values: Mapping[str, Any], told: dict[str, Any]) -> Iterator[Invalid]:
    """Puts the days in."""
    for name in DAYS:
        told[name], given = None, values.get(name)
        try:
            told[name] = _day(given)
        except ValueError:
            yield Invalid(_("“%s”不是日期，请写成 2026-01-31 这样。") % given, field=name)


def _day(told: Any) -> date | None:
    if told in (None, ""):
        return None
    return told if isinstance(told, date) else date.fromisoformat(str(told).strip().replace("/", "-"))


def _damaged(told: Mapping[str, Any]) -> Iterator[Invalid]:
    for field in (*TEXTS, *LISTS):
        for entry in [told[field]] if field in TEXTS else told[field]:
            try:
                require_keepable(entry, field=field)
            except Invalid as wrong:
                yield wrong


def _choices(told: Mapping[str, Any]) -> Iterator[Invalid]:
    if told["severity"] and told["severity"] not in CompanyRule.Severity.values:
        yield Invalid(
            _("轻重只能是拦截、需确认、提醒或提示，没有“%s”。") % told["severity"], field="severity"
        )
    if told["category"] not in Category.values:
        yield Invalid(_("没有“%s”这个类别。") % told["category"], field="category")
    for key in told["platforms"]:
        if key not in registry.manifests():
            yield Invalid(_("没有“%s”这个平台。") % key, field="platforms")
    industries = {key for key, _name in INDUSTRIES if key}
    for key in told["industries"]:
        if key not in industries:
            yield Invalid(_("没有“%s”这个行业。") % key, field="industries")
    # A company's own rule is changed where it stands, but for false alarms, which name it.
    known = told["overrides"].startswith(OWN) or rule_by_id(told["overrides"]) is not None
    if told["overrides"] and not known:
        yield Invalid(_("没有编号为“%s”的内置规则。") % told["overrides"], field="overrides")


def _words(told: Mapping[str, Any]) -> Iterator[Invalid]:
    for field in ("words", "innocent"):
        if len(told[field]) > MOST_WORDS:
            yield Invalid(_("一条规则最多 %d 个词，请分成几条。") % MOST_WORDS, field=field)
            continue
        for word in told[field]:
            if sentence := _wrong_with(word):
                yield Invalid(sentence, field=field)
    innocent = {folded_word(phrase) for phrase in told["innocent"]}
    for word in told["words"]:
        if (folded := folded_word(word)) and folded in innocent:
            sentence = _("“%s”既在词里又在放过的说法里。放过的说法要比词长，把前后文写进去。")
            yield Invalid(sentence % word, field="innocent")


def _wrong_with(word: str) -> str:
    if len(word) > LONGEST_WORD:
        named = {"word": word[:12], "most": LONGEST_WORD}
        return _("“%(word)s…”超过 %(most)d 个字，太长了。") % named
    if _PATTERN.search(word):
        return (
            _("“%s”像是正则表达式，这里不能用。请写要找的词本身，一个一个列出来；变体写法会自动一起认。")
            % word
        )
    if len(folded_word(word)) >= SHORTEST_WORD:
        return ""
    if len(word) < SHORTEST_WORD:
        return _("“%s”太短。一个字到处都是，会误伤，请写两个字以上的词。") % word
    return _("“%s”里的符号不算，剩下的不到两个字，太短，会误伤。请写有两个以上汉字、字母或数字的词。") % word


def _sentences(told: Mapping[str, Any]) -> Iterator[Invalid]:
    for field in SENTENCES:
        if len(told[field]) > MOST_SENTENCES:
            yield Invalid(_("一条规则最多 %d 句例句。") % MOST_SENTENCES, field=field)
        for long in told[field]:
            if len(long) > LONGEST_SENTENCE:
                named = {"sentence": long[:12], "most": LONGEST_SENTENCE}
                yield Invalid(_("例句“%(sentence)s…”超过 %(most)d 个字，太长了。") % named, field=field)
    for sentence in told["must_hit"]:
        if sentence in told["must_miss"]:
            yield Invalid(_("“%s”既写成必须命中，又写成不能命中，只能留一处。") % sentence, field="must_miss")


def _basis(told: Mapping[str, Any]) -> Iterator[Invalid]:
    if told["basis"] or told["overrides"]:
        return
    if told["basis_article"] or told["basis_effective"]:
        yield Invalid(_("写了条款或施行日期，还要写出处，比如“中华人民共和国广告法”。"), field="basis")


def _change(told: Mapping[str, Any], *, others: bool) -> Iterator[Invalid]:
    """Nothing that a rule lacks because of what is wrong in it already (`others`)."""
    if not told["overrides"]:
        if not told["words"]:
            yield Invalid(_("请至少写一个词，一行一个。"), field="words")
        if told["off"]:
            yield Invalid(_("自己的规则不需要停用，直接删掉即可。"), field="off")
        return
    says = told["off"] or told["severity"] or any(told[name] for name in (*LISTS, *DAYS, "why"))
    if not says and not others:
        yield Invalid(
            _("还没有写要怎么调整这条内置规则：改轻重、停用、加词或放过某些说法。"), field="severity"
        )
