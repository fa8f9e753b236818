"""What a DOCX says: paragraphs and table cells of the text, footnotes and headers, in the order of reading."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _

from . import archives
from .items import Unreadable

MAIN = "word/document.xml"
# Read after the text itself, in this order.
BESIDE = re.compile(r"word/(?:footnotes|endnotes|header\d*|footer\d*)\.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# What was struck out in a tracked change is no longer said.
UNSAID = {f"{W}del", f"{W}moveFrom", FALLBACK}


def paragraphs(archive: zipfile.ZipFile) -> list[str]:
    """All paragraphs that say something. Raises Unreadable."""
    names = set(archive.namelist())
    read = [MAIN, *sorted(name for name in names if BESIDE.fullmatch(name))]
    try:
        parts = [_parsed(archives.member(archive, name)) for name in read]
        return [text for part in parts for text in _paragraphs_in(part) if text.strip()]
    except RecursionError as error:
        raise _malformed() from error


def _parsed(data: bytes) -> Any:
    try:
        return ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _malformed() from error


def _paragraphs_in(root: Any) -> Iterator[str]:
    """Texts of paragraphs; one inside another (a text box) comes after the one around it."""
    waiting: list[Any] = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}p":
            inner: list[Any] = []
            yield "".join(_pieces(element, inner))
            waiting.extend(reversed(inner))
        elif element.tag not in UNSAID:
            waiting.extend(reversed(element))


def _pieces(element: Any, inner: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}p":
            inner.append(child)
        elif child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in UNSAID:
            yield from _pieces(child, inner)


def _malformed() -> Unreadable:
    return Unreadable(_("文件的内容不符合 Word 的格式，没有读取。请用 Word 重新另存一份再传。"))
