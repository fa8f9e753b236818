"""Tables as files that spreadsheets open: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

MOST_ROWS = 200_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Spreadsheets take a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | Decimal | date | datetime | None
Table = Sequence[Cell]


def as_csv(name: str, head: Sequence[str], rows: Iterable[Table]) -> HttpResponseBase:
    """A CSV file, streamed, with the mark by which spreadsheets know UTF-8. No cell is taken for a formula."""
    answer = StreamingHttpResponse(_csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    return answer


def as_xlsx(name: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Table]]]) -> HttpResponseBase:
    """An XLSX file; a sheet is its name, its head and its rows."""
    # Eight megabytes that few processes need.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, head, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_bold(sheet, text) for text in head])
        for row in rows:
            sheet.append([_xlsx_cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    return answer


def _csv_lines(head: Sequence[str], rows: Iterable[Table]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    writer.writerow(head)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > 16_384:
            yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _csv_cell(value: Cell) -> str:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def _xlsx_cell(value: Cell) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def as_meant(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
