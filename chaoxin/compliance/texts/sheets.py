"""What the rows of a CSV or XLSX say: each row an item, its texts named by the headings of its columns."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .items import MOST_ITEMS, Item, Unreadable, limited

DELIMITERS = ",\t;|"
MOST_COLUMNS = 200
LONGEST_CELL = 500_000
Row = tuple[int, Sequence[str]]


def items_of_csv(text: str) -> list[Item]:
    """The rows of a table in a text. Raises Unreadable."""
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return limited(_items(enumerate(rows, 1), ""))
    except csv.Error as error:
        raise Unreadable(
            _("表格的格式读不懂（引号可能没有成对）。请另存为 xlsx 或 UTF-8 的 csv 再传。")
        ) from error


def items_of_xlsx(data: bytes) -> list[Item]:
    """The rows of every sheet of a workbook that `archives.opened` has looked at. Raises Unreadable."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise _broken() from error
    except Exception as error:  # defusedxml's refusals and the parser's own errors share no base
        raise _broken() from error
    try:
        return limited(
            item for sheet in book.worksheets for item in _items_of_sheet(sheet, len(book.worksheets) > 1)
        )
    except Unreadable:
        raise
    except Exception as error:  # as above, while rows are read
        raise _broken() from error
    finally:
        book.close()


def _items_of_sheet(sheet: Any, named: bool) -> Iterator[Item]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    texts = ((number, [_text(value) for value in row]) for number, row in enumerate(rows, 1))
    yield from _items(texts, f"{sheet.title} · " if named else "")


def _items(rows: Iterable[Row], before: str) -> Iterator[Item]:
    """A first row of nothing but short texts are the headings where more rows follow."""
    remaining = iter(rows)
    first = _next_said(remaining)
    if first is None:
        return
    second = _next_said(remaining)
    headings = _headings(first[1]) if second is not None else None
    if headings is None:
        yield _item(first, [], before)
    if second is not None:
        yield _item(second, headings or [], before)
    for count, row in enumerate(remaining):
        if count > MOST_ITEMS * 10:
            raise Unreadable(_("表格的空行太多。请删去空行后再传。"))
        if any(cell.strip() for cell in row[1]):
            yield _item(row, headings or [], before)


def _next_said(rows: Iterator[Row]) -> Row | None:
    return next((row for row in rows if any(cell.strip() for cell in row[1])), None)


def _headings(cells: Sequence[str]) -> list[str] | None:
    said = [cell.strip() for cell in cells]
    while said and not said[-1]:
        said.pop()
    fit = said and all(said) and max(map(len, said)) <= 20 and len(set(said)) == len(said)
    return said if fit and len(said) > 1 else None


def _item(row: Row, headings: Sequence[str], before: str) -> Item:
    number, cells = row
    named = {
        headings[place] if place < len(headings) else _("第 %d 列") % (place + 1): cell
        for place, cell in enumerate(cells[:MOST_COLUMNS])
        if cell.strip()
    }
    return Item(before + _("第 %d 行") % number, named)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _delimiter(text: str) -> str:
    """What cuts the first lines into most cells."""
    head = "\n".join(text.splitlines()[:20])
    return max(DELIMITERS, key=head.count)


def _broken() -> Unreadable:
    return Unreadable(_("表格打不开，可能已经损坏，或者不是 xlsx。请用 Excel 重新另存一份再传。"))
