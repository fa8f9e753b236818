"""The sentences of a report, the same on the page, in the document and in the HTML file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chaoxin.channels.platform_words import platform_name
from chaoxin.compliance import house_words
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.values import Finding
from chaoxin.connectors import registry

from . import lines


def level_name(level: str) -> str:
    """What a level is called."""
    names = {
        "block": _("拦截"),
        "confirm": _("需确认"),
        "warn": pgettext("severity", "提醒"),
        "note": _("提示"),
        "allow": _("没有发现问题"),
    }
    return names[level]


def title(check: BatchCheck) -> str:
    """The heading of the report."""
    return _("合规检查：%s") % check.name


def summary(check: BatchCheck) -> list[str]:
    """Who had what looked at, when, for which platform, what came of it and is worth, and last by which rules."""
    zone = ZoneInfo(check.workspace.timezone)
    found = registry.manifests().get(check.platform)
    counts = lines.level_counts(check)
    versions = _("、").join(house_words.versions_told(check.rule_versions))
    return [
        _("%(who)s 于 %(when)s（%(zone)s）检查，平台：%(platform)s。")
        % {
            "who": check.asked_by.user.name,
            "when": f"{check.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
            "zone": check.workspace.timezone,
            "platform": platform_name(found) if found else _("任意平台"),
        },
        _(
            "共 %(total)d 条，已检查 %(done)d 条。"
            "拦截 %(block)d，需确认 %(confirm)d，只有提醒 %(warn)d，没有问题 %(allow)d。"
        )
        % {"total": check.total, "done": check.done, **counts},
        _("机器只能提示风险，是否发布由人判断，不构成法律意见。"),
        _("所用规则：%s。") % (versions or "—"),
    ]


def rule_table(check: BatchCheck) -> list[list[str]]:
    """Rules with their counts, headings first."""
    rows = [[_("规则"), _("轻重"), _("命中（处）"), _("涉及（条）")]]
    for count in lines.rule_counts(check):
        rows.append([count.name, level_name(count.severity), str(count.findings), str(count.items)])
    return rows


def reasons(finding: Finding) -> list[str]:
    """Why a place was marked, on what ground, and what could stand there."""
    finding = house_words.finding_told(finding)
    found = [f"{level_name(finding.severity)} · {finding.name}", finding.why, finding.basis]
    if finding.substitutes:
        found.append(_("可改成：") + _("、").join(house_words.replacements_told(finding.substitutes)))
    if finding.advice:
        found.append(_("改法：") + _("、").join(finding.advice))
    return found


def missing(finding: Finding) -> str:
    """What is missing of a text or found in a picture of it, in one line."""
    finding = house_words.finding_told(finding)
    quoted = f"“{finding.quoted}” · " if finding.quoted else ""
    return f"{level_name(finding.severity)} · {quoted}{finding.name}{_('：')}{finding.why}{finding.basis}"
