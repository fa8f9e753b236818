"""Doors to a draft's video: put in, taken out, its cover, single pictures of it."""

from __future__ import annotations

import math
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, thumbnails, videos
from chaoxin.content.models import Asset, Draft
from chaoxin.core.refusals import Invalid

from . import composing, serving


@workspace_door("draft.write")
@require_POST
def put(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    videos.put_in(draft, _asset(request, request.POST.get("asset", "")), by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    videos.take_out(draft, by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def cover(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    _choose(request, draft)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.read")
def moment(request: WorkspaceRequest, asset: UUID, place: int) -> HttpResponseBase:
    found = access.asset_for(request.actor, asset)
    path = thumbnails.moment_of(found, place)
    return serving.guarded(
        FileResponse(path.open("rb"), content_type="image/webp"), f"{found.sha256}-moment-{place}"
    )


def _choose(request: WorkspaceRequest, draft: Draft) -> None:
    told = request.POST
    if told.get("at"):
        videos.cover_at(draft, _seconds(told["at"]), by=request.actor)
    else:
        chosen = _asset(request, told["picture"]) if told.get("picture") else None
        videos.choose_cover(draft, chosen, by=request.actor)


def _asset(request: WorkspaceRequest, key: str) -> Asset:
    try:
        return access.asset_for(request.actor, UUID(key))
    except ValueError:
        raise Invalid(_("没有看懂是哪个素材，请刷新页面后再试。"), field="asset") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise Invalid(_("没有看懂是哪一刻，请刷新页面后再试。"), field="at")
    return seconds
