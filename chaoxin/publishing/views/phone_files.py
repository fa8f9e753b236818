"""Files of the phone page: pictures as the platform shows them and as they came in, cover, video, all in one ZIP.

Where the storage can be reached by browsers they are sent there; this house only streams what it must.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from chaoxin.connectors.assisting import Package
from chaoxin.core.file_answers import file_answer
from chaoxin.publishing import bundling, handoff_files, packages, phone_page
from chaoxin.publishing.handoff_files import StoredFile
from chaoxin.publishing.models import Handoff
from chaoxin.publishing.packages import Item

from .phone import phone_door

INERT = "default-src 'none'; sandbox"
REMEMBERED = "private, max-age=300"


@phone_door
@require_safe
def picture(request: Any, handoff: Handoff, place: int) -> HttpResponseBase:
    return _picture(
        request, handoff_files.picture_at(handoff.delivery, phone_page.open_package(handoff), place)
    )


@phone_door
@require_safe
def cover(request: Any, handoff: Handoff) -> HttpResponseBase:
    return _picture(request, handoff_files.cover_in(handoff.delivery, phone_page.open_package(handoff)))


@phone_door
@require_safe
def video(request: Any, handoff: Handoff) -> HttpResponseBase:
    return handed_out(request, handoff_files.video_in(phone_page.open_package(handoff)))


@phone_door
@require_safe
def bundle(request: Any, handoff: Handoff) -> HttpResponseBase:
    package = phone_page.open_package(handoff)
    answer = StreamingHttpResponse(bundling.stream(_parts(handoff, package)), content_type="application/zip")
    name = get_valid_filename(f"{handoff.delivery.title[:40]}-{handoff.delivery.channel.name[:20]}.zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return _inert(answer)


def handed_out(request: Any, file: StoredFile) -> HttpResponseBase:
    """The file: by a signed address of the storage where browsers reach it, else through this house."""
    save = "save" in request.GET
    elsewhere = file.address(save=save)
    if elsewhere:
        answer: HttpResponseBase = HttpResponseRedirect(elsewhere)
    else:
        answer = file_answer(
            request, file.size, file.read, content_type=file.content_type, name=file.name, save=save
        )
    answer.headers["Cache-Control"] = REMEMBERED
    return _inert(answer)


def _picture(request: Any, item: Item) -> HttpResponseBase:
    as_it_came = "original" in request.GET
    return handed_out(request, handoff_files.original(item) if as_it_came else handoff_files.shown(item))


def _parts(handoff: Handoff, package: Package) -> list[bundling.Part]:
    parts = [bundling.Part("文案.txt", text=packages.words_of(package))]
    for item in packages.items_of(handoff.delivery, package):
        shown, original = handoff_files.shown(item), handoff_files.original(item)
        parts.append(bundling.Part(item.name, shown))
        if shown != original:
            parts.append(bundling.Part(f"原图/{item.name}", original))
    front = packages.cover_of(handoff.delivery, package)
    if front:
        parts.append(bundling.Part(front.name, handoff_files.shown(front)))
    if package.video:
        film = handoff_files.video_in(package)
        parts.append(bundling.Part(film.name, film))
    return parts


def _inert(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Content-Security-Policy"] = INERT
    return answer
