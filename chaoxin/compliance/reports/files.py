"""The report as a file of its own: an HTML page that fetches nothing, or a document."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language

from chaoxin.compliance.models import BatchCheck

from . import documents, lines, wording

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class File:
    """A file to be kept under `name`."""

    name: str
    content_type: str
    data: bytes


def as_html(check: BatchCheck) -> File:
    """The report as one HTML page with everything in it."""
    shown = [
        {
            "place": line.place,
            "level_name": wording.level_name(line.level),
            "texts": line.texts,
            "findings": line.findings,
        }
        for line in lines.lines_of(check)
    ]
    context = {
        "language": get_language() or "zh-hans",
        "title": wording.title(check),
        "summary": wording.summary(check),
        "rules": wording.rule_table(check),
        "lines": shown,
    }
    page = render_to_string("compliance/reports/file.html", context)
    return File(f"{_stem(check)}.html", HTML, page.encode())


def as_document(check: BatchCheck) -> File:
    """The report as a DOCX."""
    return File(f"{_stem(check)}.docx", documents.DOCX, documents.report(check))


def _stem(check: BatchCheck) -> str:
    return wording.title(check).replace("/", "_").replace("\\", "_")[:100]
