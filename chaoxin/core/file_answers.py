"""Files as answers: whole or in part, so that videos can be wound and broken downloads go on, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE_BYTES = 256 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def file_answer(
    request: HttpRequest, path: Path, *, content_type: str, name: str = "", save: bool = False
) -> HttpResponseBase:
    """The file, or the one part of it that the request's Range header asks for (206; 416 where the file is shorter).
    With `save` the browser is told to keep it under `name`."""
    size = path.stat().st_size
    asked = _range(request.headers.get("Range", ""), size)
    if asked is None:
        answer: HttpResponseBase = FileResponse(path.open("rb"), content_type=content_type)
    elif not asked:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = asked
        answer = StreamingHttpResponse(_pieces(path, first, last), status=206, content_type=content_type)
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Accept-Ranges"] = "bytes"
    if name:
        answer.headers["Content-Disposition"] = content_disposition_header(save, name) or ""
    return answer


def _range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last octet asked for; None for the whole file, () for a part that it does not have. Several parts at
    once, and what is no range, are answered with the whole."""
    found = RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return (size - length, size - 1) if length else ()
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    return (first, last) if first <= last else ()


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece
