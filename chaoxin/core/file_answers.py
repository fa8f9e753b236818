"""Files as answers: whole or in part, so that videos can be wound and broken downloads go on, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
Read = Callable[[int, int], Iterator[bytes]]
"""The octets of a file from the first up to before the second number, in pieces."""


def file_answer(
    request: HttpRequest, size: int, read: Read, *, content_type: str, name: str = "", save: bool = False
) -> HttpResponseBase:
    """The file of `size` octets, or the one part of it that the request's Range header asks for (206; 416 where the
    file is shorter). With `save` the browser is told to keep it under `name`."""
    asked = _range(request.headers.get("Range", ""), size)
    if asked == ():
        answer: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        answer = _part(read, asked or (0, size), content_type=content_type)
        if asked:
            answer.status_code = 206
            answer.headers["Content-Range"] = f"bytes {asked[0]}-{asked[1] - 1}/{size}"
    answer.headers["Accept-Ranges"] = "bytes"
    if name:
        answer.headers["Content-Disposition"] = content_disposition_header(save, name) or ""
    return answer


def _part(read: Read, bounds: tuple[int, int], *, content_type: str) -> StreamingHttpResponse:
    start, end = bounds
    answer = StreamingHttpResponse(read(start, end), content_type=content_type)
    answer.headers["Content-Length"] = str(end - start)
    return answer


def _range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First octet asked for and the one behind the last; None for the whole file, () for a part that it does not have.
    Several parts at once, and what is no range, are answered with the whole."""
    found = RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return (size - length, size) if length else ()
    first = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (first, end) if first < end else ()
