"""Files of assets as a browser gets them: whole or a range of octets, cached, and without any power of their own."""

from __future__ import annotations

import re
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from chaoxin.content import storage
from chaoxin.content.models import Asset
from chaoxin.core.refusals import NotFound

CACHED = "private, max-age=31536000, immutable"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def file_answer(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The asset's file, or the part of it that a `Range` header asks for. Raises NotFound where it is gone."""
    if not storage.files().has(asset.path):
        raise NotFound(_("这个素材的文件找不到了，请重新上传。"))
    wanted = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if wanted is None or wanted[0] == "bytes=-":
        return _part(asset, 0, asset.size, status=200)
    start, end = _bounds(wanted[1], wanted[2], asset.size)
    if start >= end:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{asset.size}"
        return answer
    answer_part = _part(asset, start, end, status=206)
    answer_part["Content-Range"] = f"bytes {start}-{end - 1}/{asset.size}"
    return answer_part


def guarded(answer: Answer, tag: str) -> Answer:
    """The answer with headers that let browsers keep it for good and let it run nothing."""
    answer["Cache-Control"] = CACHED
    answer["ETag"] = f'"{tag}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def _part(asset: Asset, start: int, end: int, *, status: int) -> StreamingHttpResponse:
    pieces = storage.files().read(asset.path, start, end)
    answer = StreamingHttpResponse(pieces, content_type=asset.content_type, status=status)
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    return guarded(answer, asset.sha256)
