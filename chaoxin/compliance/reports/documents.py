"""The report as a DOCX: counts, then every text with what was found marked, each with a comment that says why.

Written part by part, since a package of six small files needs no library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from chaoxin.compliance.marking import Part
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.values import Finding

from . import lines, wording
from .lines import Line

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHADES = {"block": "F8C7C2", "confirm": "FBDDB0", "warn": "FBF1B5", "note": "DDE8F0"}
# Word grows slow with more; what is marked further on has its reason in the table of rules.
MOST_COMMENTS = 2_000
NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
NOT_IN_XML |= dict.fromkeys(range(0xD800, 0xE000))


class _Comments:
    """Comments by number, written as the text is."""

    def __init__(self, date: str) -> None:
        self._date = date
        self.written: list[str] = []

    def add(self, finding: Finding) -> int | None:
        number = len(self.written)
        if number >= MOST_COMMENTS:
            return None
        paragraphs = "".join(_paragraph(_run(text)) for text in wording.reasons(finding))
        author = quoteattr(_("潮信合规"))
        head = f'<w:comment w:id="{number}" w:author={author} w:date="{self._date}">'
        self.written.append(f"{head}{paragraphs}</w:comment>")
        return number


def report(check: BatchCheck) -> bytes:
    """The report of a batch as it stands now."""
    comments = _Comments(check.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    body = [
        _paragraph(_run(wording.title(check)), style="Title"),
        *(_paragraph(_run(text)) for text in wording.summary(check)),
        _paragraph(_run(_("各条规则")), style="Heading1"),
        _table(wording.rule_table(check)),
        _paragraph(_run(_("正文")), style="Heading1"),
        *(_of_line(line, comments) for line in lines.lines_of(check)),
    ]
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    written = f'<w:comments xmlns:w="{W}">{"".join(comments.written)}</w:comments>'
    return _packed({"word/document.xml": document, "word/comments.xml": written, **_FRAME})


def _of_line(line: Line, comments: _Comments) -> str:
    heading = " · ".join(filter(None, [line.place, wording.level_name(line.level)]))
    pieces = [_paragraph(_run(heading), style="Heading2")] if line.place or line.findings else []
    pieces += [_paragraph(_run(wording.missing(finding))) for finding in line.missing]
    for name, text in line.texts:
        before = _run(f"{name}：", bold=True) if name else ""
        pieces += _paragraphs(before, text, comments)
    return "".join(pieces)


def _paragraphs(before: str, text: list[Part], comments: _Comments) -> list[str]:
    """A text as paragraphs, cut where its lines end; what is marked stays in one piece."""
    found, runs = [], [before]
    for part in text:
        if part.finding:
            runs.append(_marked(part.text, part.finding, comments))
            continue
        first, *following = part.text.split("\n")
        runs.append(_run(first))
        for line in following:
            found.append(_paragraph("".join(runs)))
            runs = [_run(line)]
    return [*found, _paragraph("".join(runs))]


def _marked(text: str, finding: Finding, comments: _Comments) -> str:
    run = _run(text, shade=SHADES[finding.severity])
    number = comments.add(finding)
    if number is None:
        return run
    return (
        f'<w:commentRangeStart w:id="{number}"/>{run}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def _run(text: str, *, bold: bool = False, shade: str = "") -> str:
    if not text:
        return ""
    style = "<w:b/>" if bold else ""
    style += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    told = escape(text.translate(NOT_IN_XML)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{f"<w:rPr>{style}</w:rPr>" if style else ""}<w:t xml:space="preserve">{told}</w:t></w:r>'


def _paragraph(runs: str, *, style: str = "") -> str:
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>' if style else ''}{runs}</w:p>"


def _table(rows: Iterable[Iterable[str]]) -> str:
    border = '<w:{0} w:val="single" w:sz="4" w:color="B8C4CC"/>'
    borders = "".join(
        border.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    written = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{_paragraph(_run(cell, bold=not place))}</w:tc>" for cell in row)
        + "</w:tr>"
        for place, row in enumerate(rows)
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr>{written}</w:tbl>{_paragraph('')}"
    )


def _packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, HEAD + content)
    return file.getvalue()


def _style(key: str, name: str, size: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:pPr><w:spacing w:before="200" '
        f'w:after="80"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{TYPE}.comments+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/comments" Target="comments.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" '
    'w:hAnsi="Calibri" w:eastAsia="微软雅黑"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Title", "Title", 36)
    + _style("Heading1", "heading 1", 28)
    + _style("Heading2", "heading 2", 22)
    + "</w:styles>",
}
