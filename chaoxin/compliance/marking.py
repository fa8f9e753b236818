"""A text cut at its findings, for pages that show the places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chaoxin.core import durations

from .values import Finding

PICTURE = "picture-"
NAMES = {
    "title": gettext_lazy("标题"),
    "summary": gettext_lazy("摘要"),
    "author": gettext_lazy("署名"),
    "text": gettext_lazy("正文"),
    "body": gettext_lazy("正文"),
}


@dataclass(frozen=True)
class Part:
    """A stretch of text, with the finding that it is the place of, if any."""

    text: str
    finding: Finding | None = None


def parts(text: str, findings: Iterable[Finding]) -> list[Part]:
    """The whole text in parts. Findings that do not lie in the text or run into an earlier one are not marked."""
    cut: list[Part] = []
    place = 0
    for finding in sorted(findings, key=lambda entry: entry.start):
        if finding.start < place or finding.end > len(text) or finding.end <= finding.start:
            continue
        cut.append(Part(text[place : finding.start]))
        cut.append(Part(text[finding.start : finding.end], finding))
        place = finding.end
    cut.append(Part(text[place:]))
    return [part for part in cut if part.text]


def name_of(field: str) -> str:
    """What the text that a finding names by its field is called on a page."""
    if field.startswith(PICTURE):
        return _("第 %s 个画面里的字") % field.removeprefix(PICTURE)
    return str(NAMES.get(field, _("其他文字")))


def place_of(finding: Finding) -> str:
    """Where a finding lies, in a film also when; "" for what is missing of the whole."""
    if not finding.media:
        return name_of(finding.field) if finding.end > finding.start else ""
    place = _("第 %s 个画面") % finding.field.removeprefix(PICTURE)
    return place if finding.at is None else f"{place} {durations.counted(finding.at)}"
