"""A pack's rules as a table: CSV as spreadsheets write and read it, in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.connectors import registry
from chaoxin.core.refusals import Invalid
from chaoxin.core.sentences import joined
from chaoxin.core.table_files import as_meant, harmless

from .categories import Category
from .models import CompanyRule, RulePack
from .row_checks import SENTENCES, looked_over

BETWEEN = "|"
PARTED = re.compile(r"[|｜;；\n]+")
YES = {"是", "y", "yes", "true", "1", "√"}
NO = {"", "否", "n", "no", "false", "0"}
MOST_COMPLAINTS = 50
LARGEST_FILE = 5 * 1024 * 1024
# Field by the heading of its column, in the order of the columns.
COLUMNS = {
    "名称": "name",
    "词": "words",
    "轻重": "severity",
    "放过的说法": "innocent",
    "可改成": "substitutes",
    "原因": "why",
    "依据": "basis",
    "条款": "basis_article",
    "依据施行日期": "basis_effective",
    "类别": "category",
    "平台": "platforms",
    "行业": "industries",
    "生效日期": "valid_from",
    "失效日期": "valid_to",
    "只认原字": "exact",
    "调整的内置规则": "overrides",
    "停用": "off",
    "必须命中": "must_hit",
    "不能命中": "must_miss",
}
HEADINGS = {field: heading for heading, field in COLUMNS.items()}
# What a table says to people only.
REMARKS = "说明"
LISTS = {"words", "innocent", "substitutes", "platforms", "industries"}
FLAGS = {"exact", "off"}
# A table is written in the language of its headings, whoever carries it out.
HEADED_IN = "zh-hans"
# Keys and names of what columns choose from.
CALLED: dict[str, Callable[[], list[tuple[str, Any]]]] = {
    "severity": lambda: list(CompanyRule.Severity.choices),
    "category": lambda: list(Category.choices),
    "platforms": lambda: [(key, found.name) for key, found in registry.manifests().items()],
    "industries": lambda: [(key, name) for key, name in INDUSTRIES if key],
}


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a cell of the file: its line (counted from 1, the headings included) and the heading of its
    column."""

    line: int
    column: str
    sentence: str


class BadTable(Invalid):
    """A file of which nothing was taken; `complaints` say why, cell by cell, and `summary` of how many lines."""

    def __init__(self, complaints: list[Complaint]) -> None:
        self.complaints = complaints[:MOST_COMPLAINTS]
        lines = len({complaint.line for complaint in complaints})
        self.summary = _("文件里有 %d 行不能用，一条也没有导入。") % lines
        if len(complaints) > MOST_COMPLAINTS:
            more = _("一共 %(count)d 处，先列出前 %(shown)d 处。")
            self.summary = joined(self.summary, more % {"count": len(complaints), "shown": MOST_COMPLAINTS})
        first = _("第 %(line)d 行“%(column)s”：%(sentence)s") % vars(complaints[0])
        super().__init__(joined(self.summary, first), field="file")


def as_csv(pack: RulePack) -> bytes:
    """The pack's rules as they are being edited, for a spreadsheet: UTF-8 with a mark at the start, one line each."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in pack.rules.all():
        writer.writerow([harmless(written(field, getattr(row, field))) for field in COLUMNS.values()])
    return text.getvalue().encode("utf-8-sig")


def read_csv(octets: bytes) -> list[dict[str, Any]]:
    """Values of `CompanyRule`s, one for each line. Raises BadTable with everything that is wrong where any line makes
    no rule, Invalid for a file that is no table."""
    if len(octets) > LARGEST_FILE:
        raise Invalid(_("文件超过 5 MB。请拆成几个再导入。"), field="file")
    lines = list(csv.reader(io.StringIO(_decoded(octets), newline=""), delimiter=_delimiter(octets)))
    fields = _headed(lines)
    rows: list[dict[str, Any]] = []
    complaints: list[Complaint] = []
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        values, unread = _values(dict(zip(fields, line, strict=False)))
        told, wrong = looked_over(values)
        rows.append(told)
        complaints += [Complaint(number, HEADINGS[each.field], each.sentence) for each in (*unread, *wrong)]
    if complaints:
        raise BadTable(complaints)
    if not rows:
        raise Invalid(_("文件里只有列名，没有规则。"), field="file")
    return rows


def _decoded(octets: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("认不出文件的编码。请在表格软件里另存为“CSV UTF-8”再导入。"), field="file")


def _delimiter(octets: bytes) -> str:
    first = octets.splitlines()[0] if octets.strip() else b""
    return max(",\t;", key=lambda sign: first.count(sign.encode()))


def _headed(lines: list[list[str]]) -> list[str]:
    headings = ["" if cell.strip() == REMARKS else cell.strip() for cell in lines[0]] if lines else []
    known = [COLUMNS.get(heading, "") for heading in headings]
    if not {"words", "overrides"} & set(known):
        raise Invalid(_("第一行要写列名，至少有“词”这一列。可以先导出一份，照着它的列名填。"), field="file")
    if strange := [heading for heading, field in zip(headings, known, strict=True) if heading and not field]:
        raise Invalid(_("不认识“%s”这一列。请照导出文件的列名填，多余的列删掉。") % strange[0], field="file")
    return known


def _values(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Invalid]]:
    """What the cells say, and what could not be read of them."""
    values: dict[str, Any] = {}
    wrong: list[Invalid] = []
    for field, cell in cells.items():
        if not field:
            continue
        meant = as_meant(cell if field in SENTENCES else cell.strip())
        if field in FLAGS and meant.lower() not in YES | NO:
            sentence = _("“%s”看不懂，这一列请填“是”或“否”。")
            wrong.append(Invalid(sentence % meant, field=field))
        else:
            values[field] = _read(field, meant)
    return values, wrong


def _read(field: str, cell: str) -> Any:
    if field in FLAGS:
        return cell.lower() in YES
    if field in SENTENCES:
        return cell.splitlines() if "\n" in cell else re.split("[|｜]", cell)
    keys = _keys(field)
    if field in LISTS:
        return [keys.get(told, told) for entry in PARTED.split(cell) if (told := entry.strip())]
    return keys.get(cell, cell)


def written(field: str, value: Any) -> str:
    """A value of a field of `CompanyRule` as its cell says it."""
    if field in FLAGS:
        return "是" if value else ""
    if field in SENTENCES:
        # One with the sign in it is told apart from two by the end of its line.
        return "\n".join(value) + ("\n" if any(BETWEEN in sentence for sentence in value) else "")
    names = _names(field)
    if field in LISTS:
        return BETWEEN.join(names.get(entry, entry) for entry in value)
    return "" if value is None else names.get(str(value), str(value))


def _names(field: str) -> dict[str, str]:
    if field not in CALLED:
        return {}
    with override(HEADED_IN):
        return {key: str(name) for key, name in CALLED[field]()}


def _keys(field: str) -> dict[str, str]:
    """What the names in a column stand for, in the language of the headings and in the reader's."""
    if field not in CALLED:
        return {}
    return {name: key for key, name in _names(field).items()} | {
        str(name): key for key, name in CALLED[field]()
    }
