"""Whether values make a company's rule, with a sentence for each way in which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of a `CompanyRule`, blanks and repeats taken out. Raises Invalid with the field."""
    told: dict[str, Any] = {name: str(values.get(name) or "").strip() for name in TEXTS}
    told |= {name: _listed(values.get(name) or ()) for name in LISTS}
    told |= {name: _day(values.get(name), name) for name in DAYS}
    told |= {name: bool(values.get(name)) for name in FLAGS}
    for field in (*TEXTS, *LISTS):
        for entry in [told[field]] if field in TEXTS else told[field]:
            require_keepable(entry, field=field)
    told["category"] = told["category"] or str(Category.COMPANY)
    _check_choices(told)
    _check_words(told)
    _check_sentences(told)
    _check_basis(told)
    _check_change(told)
    if told["valid_from"] and told["valid_to"] and told["valid_from"] > told["valid_to"]:
        raise Invalid(_("失效日期早于生效日期，这条规则永远不会起作用。"), field="valid_to")
    return told


def _listed(told: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(entry.strip() for entry in told if entry.strip()))


def _day(told: Any, name: str) -> date | None:
    if told in (None, ""):
        return None
    if isinstance(told, date):
        return told
    try:
        return date.fromisoformat(str(told).strip().replace("/", "-"))
    except ValueError:
        raise Invalid(_("“%s”不是日期，请写成 2026-01-31 这样。") % told, field=name) from None


def _check_choices(told: Mapping[str, Any]) -> None:
    if told["severity"] and told["severity"] not in CompanyRule.Severity.values:
        raise Invalid(
            _("轻重只能是拦截、需确认、提醒或提示，没有“%s”。") % told["severity"], field="severity"
        )
    if told["category"] not in Category.values:
        raise Invalid(_("没有“%s”这个类别。") % told["category"], field="category")
    if unknown := [key for key in told["platforms"] if key not in registry.manifests()]:
        raise Invalid(_("没有“%s”这个平台。") % unknown[0], field="platforms")
    industries = {key for key, _name in INDUSTRIES if key}
    if unknown := [key for key in told["industries"] if key not in industries]:
        raise Invalid(_("没有“%s”这个行业。") % unknown[0], field="industries")
    # A company's own rule is changed where it stands, but for false alarms, which name it.
    known = told["overrides"].startswith(OWN) or rule_by_id(told["overrides"]) is not None
    if told["overrides"] and not known:
        raise Invalid(_("没有编号为“%s”的内置规则。") % told["overrides"], field="overrides")


def _check_words(told: Mapping[str, Any]) -> None:
    for field in ("words", "innocent"):
        if len(told[field]) > MOST_WORDS:
            raise Invalid(_("一条规则最多 %d 个词，请分成几条。") % MOST_WORDS, field=field)
        for word in told[field]:
            _check_word(word, field)
    innocent = {folded_word(phrase) for phrase in told["innocent"]}
    if both := [word for word in told["words"] if folded_word(word) in innocent]:
        sentence = _("“%s”既在词里又在放过的说法里。放过的说法要比词长，把前后文写进去。")
        raise Invalid(sentence % both[0], field="innocent")


def _check_word(word: str, field: str) -> None:
    if len(word) > LONGEST_WORD:
        named = {"word": word[:12], "most": LONGEST_WORD}
        raise Invalid(_("“%(word)s…”超过 %(most)d 个字，太长了。") % named, field=field)
    if len(folded_word(word)) < SHORTEST_WORD:
        sentence = _("“%s”太短。一个字到处都是，会误伤，请写两个字以上的词。")
        raise Invalid(sentence % word, field=field)


def _check_sentences(told: Mapping[str, Any]) -> None:
    for field in SENTENCES:
        if len(told[field]) > MOST_SENTENCES:
            raise Invalid(_("一条规则最多 %d 句例句。") % MOST_SENTENCES, field=field)
        if long := [sentence for sentence in told[field] if len(sentence) > LONGEST_SENTENCE]:
            named = {"sentence": long[0][:12], "most": LONGEST_SENTENCE}
            raise Invalid(_("例句“%(sentence)s…”超过 %(most)d 个字，太长了。") % named, field=field)
    if both := [sentence for sentence in told["must_hit"] if sentence in told["must_miss"]]:
        raise Invalid(_("“%s”既写成必须命中，又写成不能命中，只能留一处。") % both[0], field="must_miss")


def _check_basis(told: Mapping[str, Any]) -> None:
    if told["basis"] or told["overrides"]:
        return
    for field in ("basis_article", "basis_effective"):
        if told[field]:
            raise Invalid(_("写了条款或施行日期，还要写出处，比如“中华人民共和国广告法”。"), field="basis")


def _check_change(told: Mapping[str, Any]) -> None:
    if not told["overrides"]:
        if not told["words"]:
            raise Invalid(_("请至少写一个词，一行一个。"), field="words")
        if told["off"]:
            raise Invalid(_("自己的规则不需要停用，直接删掉即可。"), field="off")
        return
    says = told["off"] or told["severity"] or any(told[name] for name in (*LISTS, *DAYS, "why"))
    if not says:
        raise Invalid(
            _("还没有写要怎么调整这条内置规则：改轻重、停用、加词或放过某些说法。"), field="severity"
        )
