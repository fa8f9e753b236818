"""Files of the phone page: pictures as the platform shows them and as they came in, cover, video, all in one ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chaoxin.connectors.assisting import Package
from chaoxin.core.file_answers import file_answer
from chaoxin.core.refusals import NotFound
from chaoxin.publishing import bundling, fitting, packages, phone_page
from chaoxin.publishing.models import Handoff
from chaoxin.publishing.packages import Item

from .phone import phone_door

INERT = "default-src 'none'; sandbox"


@phone_door
@require_safe
def picture(request: Any, handoff: Handoff, place: int) -> HttpResponseBase:
    items = packages.items_of(handoff.delivery, phone_page.open_package(handoff))
    if not 1 <= place <= len(items):
        raise NotFound(_("这条内容没有这张图。"))
    return _picture(request, items[place - 1])


@phone_door
@require_safe
def cover(request: Any, handoff: Handoff) -> HttpResponseBase:
    item = packages.cover_of(handoff.delivery, phone_page.open_package(handoff))
    if item is None:
        raise NotFound(_("这条内容没有封面。"))
    return _picture(request, item)


@phone_door
@require_safe
def video(request: Any, handoff: Handoff) -> HttpResponseBase:
    package = phone_page.open_package(handoff)
    name, found = packages.video_name(package), package.video
    assert found
    return _inert(
        file_answer(
            request, found.path, content_type=found.content_type, name=name, save="save" in request.GET
        )
    )


@phone_door
@require_safe
def bundle(request: Any, handoff: Handoff) -> HttpResponseBase:
    package = phone_page.open_package(handoff)
    answer = StreamingHttpResponse(bundling.stream(_parts(handoff, package)), content_type="application/zip")
    name = get_valid_filename(f"{handoff.delivery.title[:40]}-{handoff.delivery.channel.name[:20]}.zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return _inert(answer)


def _parts(handoff: Handoff, package: Package) -> list[bundling.Part]:
    parts = [bundling.Part("文案.txt", text=packages.words_of(package))]
    pictures = packages.items_of(handoff.delivery, package)
    front = packages.cover_of(handoff.delivery, package)
    for item in pictures:
        fitted = _fitted(item)
        parts.append(bundling.Part(item.name, fitted))
        if fitted != item.picture.path:
            parts.append(bundling.Part(f"原图/{item.name}", item.picture.path))
    if front:
        parts.append(bundling.Part(front.name, _fitted(front)))
    if package.video:
        parts.append(bundling.Part(packages.video_name(package), package.video.path))
    return parts


def _picture(request: Any, item: Item) -> HttpResponseBase:
    path = item.picture.path if "original" in request.GET else _fitted(item)
    answer = file_answer(
        request, path, content_type=item.picture.content_type, name=item.name, save="save" in request.GET
    )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return _inert(answer)


def _fitted(item: Item) -> Path:
    return fitting.fitted(item.picture.path, item.picture.content_type, item.ratio)


def _inert(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Content-Security-Policy"] = INERT
    return answer
