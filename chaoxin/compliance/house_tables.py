"""The rules of the house as a table of the same columns as a company's pack, to look at and to take parts of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chaoxin.core.sentences import joined
from chaoxin.core.table_files import harmless

from . import house_rules
from .rule_tables import COLUMNS, REMARKS, written
from .rules import Rule


def as_csv(wanted: house_rules.Wanted) -> bytes:
    """The rules that are wanted, for a spreadsheet: each line changes its rule (`调整的内置规则`) to what it is, so
    that bringing it in as it stands changes nothing. What a table cannot hold its last column names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, REMARKS])
    for _pack, rule in house_rules.find(wanted):
        values = _values(rule)
        cells = [harmless(written(field, values.get(field, ""))) for field in COLUMNS.values()]
        writer.writerow([*cells, joined(*_remarks(rule))])
    return text.getvalue().encode("utf-8-sig")


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "overrides": rule.id,
        "name": rule.name,
        "words": [word.text for word in rule.words],
        "severity": str(rule.severity),
        "innocent": list(rule.innocent),
        # Others would take the place of those that belong to one word each.
        "substitutes": [] if rule.substitutes_by_word else list(rule.substitutes),
        "why": rule.why,
        "basis": rule.basis.instrument,
        "basis_article": rule.basis.article,
        "basis_effective": rule.basis.effective,
        "category": str(rule.category),
        "platforms": sorted(rule.platforms),
        "industries": sorted(rule.industries),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        # What a rule of codes is tested by stands in no text.
        "must_hit": [] if rule.codes or rule.facts else list(rule.tests.hit),
        "must_miss": [] if rule.codes or rule.facts else list(rule.tests.miss),
    }


def _remarks(rule: Rule) -> Iterator[str]:
    """What the line leaves out, in sentences."""
    if rule.patterns:
        count = len(rule.patterns)
        yield (
            ngettext("有 %d 条句式，不在表格里，不能改。", "有 %d 条句式，不在表格里，不能改。", count)
            % count
        )
    about = rule.about.pattern or rule.about.industries
    left_out = (
        (rule.contacts, _("按号码的写法识别，不在表格里，不能改。")),
        (rule.prices, _("按价格的写法识别，不在表格里，不能改。")),
        (rule.claims, _("由模型按整句的意思识别，不在表格里，不能改。")),
        (rule.codes, _("按图片里的码识别，不在表格里，不能改。")),
        (rule.facts, _("按声明和素材的情况判断，没有词。")),
        (not rule.words, _("只能调轻重、停用，或放过某些说法。")),
        (
            rule.substitutes_by_word,
            _("替换建议是按词给的，不在表格里；填了“可改成”就全部换掉。"),
        ),
        (rule.contexts, _("有例外语境，不在表格里。")),
        (about, _("只看相关内容，不在表格里。")),
        (
            rule.except_platforms or rule.except_industries,
            _("有不适用的平台或行业，不在表格里。"),
        ),
    )
    yield from (sentence for said, sentence in left_out if said)
