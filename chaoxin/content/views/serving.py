"""Files of assets as a browser gets them: whole or a range of octets, cached, and without any power of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from chaoxin.content import storage
from chaoxin.content.models import Asset
from chaoxin.core import file_answers
from chaoxin.core.refusals import NotFound

CACHED = "private, max-age=31536000, immutable"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def file_answer(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The asset's file, or the part of it that a `Range` header asks for. Raises NotFound where it is gone."""
    files = storage.files()
    if not files.has(asset.path):
        raise NotFound(_("这个素材的文件找不到了，请重新上传。"))

    def read(start: int, end: int) -> Iterator[bytes]:
        return files.read(asset.path, start, end)

    answer = file_answers.file_answer(request, asset.size, read, content_type=asset.content_type)
    return answer if answer.status_code == 416 else guarded(answer, asset.sha256)


def guarded(answer: Answer, tag: str) -> Answer:
    """The answer with headers that let browsers keep it for good and let it run nothing."""
    answer["Cache-Control"] = CACHED
    answer["ETag"] = f'"{tag}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
