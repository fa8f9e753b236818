"""What a file says, as items to check. What kind it is, is told by its content and not by its name."""

from __future__ import annotations

import zipfile

from django.utils.translation import gettext as _

from . import archives, documents, sheets
from .items import Item, NothingSaid, Unreadable, by_line, by_paragraph, whole

LARGEST_BYTES = 10 * 1024 * 1024
# Encodings of Chinese texts in the order in which a wrong guess is least likely.
ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-"
# Control characters that a text has none of.
NOT_IN_TEXT = {chr(code) for code in range(32)} - set("\t\n\r\f\v\x1b\x1a")
SHEET_ENDINGS = (".csv", ".tsv")


def items_of(data: bytes, *, name: str = "", lines: bool = False) -> list[Item]:
    """The items of a file: a DOCX or a text is one item, or with `lines` one for each paragraph; an XLSX or CSV one for
    each row. A text is a CSV where its name says so. Raises Unreadable, NothingSaid for a file without any."""
    if len(data) > LARGEST_BYTES:
        raise Unreadable(_("文件超过 %d MB。请拆成几份再检查。") % (LARGEST_BYTES // 1024 // 1024))
    found = _items(data, name=name.lower(), lines=lines)
    if not found:
        raise NothingSaid(_("文件里没有读到文字。图片里的字不在这里检查，请到稿件里检查图片。"))
    return found


def decoded(data: bytes) -> str:
    """The text of octets in UTF-8, UTF-16 with its mark, or GBK (GB 18030). Raises Unreadable."""
    marked = MARKS.get(data[:2])
    for encoding in (marked,) if marked else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NOT_IN_TEXT.intersection(text):
            return text
        break
    raise Unreadable(
        _("这不是文字文件，或者用了认不出的编码。请另存为 UTF-8 的 txt、docx、xlsx 或 csv 再传。")
    )


def _items(data: bytes, *, name: str, lines: bool) -> list[Item]:
    if data.startswith(archives.SIGNATURE):
        return _items_of_archive(data, lines=lines)
    if data.startswith(OLD_OFFICE):
        raise Unreadable(_("这是旧版的 doc 或 xls，或者设了密码。请另存为没有密码的 docx 或 xlsx 再传。"))
    if data.startswith(PDF):
        raise Unreadable(_("PDF 读不了。请把文字复制出来粘贴，或另存为 docx 再传。"))
    text = decoded(data)
    if name.endswith(SHEET_ENDINGS):
        return sheets.items_of_csv(text)
    return by_line(text) if lines else whole(text)


def _items_of_archive(data: bytes, *, lines: bool) -> list[Item]:
    archive: zipfile.ZipFile = archives.opened(data)
    names = set(archive.namelist())
    if documents.MAIN in names:
        paragraphs = documents.paragraphs(archive)
        return by_paragraph(paragraphs) if lines else whole("\n".join(paragraphs))
    if "xl/workbook.xml" in names:
        return sheets.items_of_xlsx(data)
    raise Unreadable(_("这个文件不是 docx 也不是 xlsx。请传 txt、docx、xlsx 或 csv。"))
