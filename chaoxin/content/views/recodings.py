"""Doors to a draft's video being encoded anew, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.connectors.values import Problem
from chaoxin.content import access, recoding, stamping, states, videos
from chaoxin.content.models import Asset, Draft, Recoding
from chaoxin.core.refusals import Invalid

State = Recoding.State


@workspace_door("draft.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _answer(request, access.draft_for(request.actor, pk))


@workspace_door("draft.write")
@require_POST
def begin(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    if draft.video is None:
        raise Invalid(_("这篇稿件没有视频，先放一段视频再转码。"), field="asset")
    recoding.begin(draft.video, request.POST.get("preset", ""), draft=draft, by=request.actor)
    return _answer(request, draft)


@workspace_door("draft.write")
@require_POST
def cancel(request: WorkspaceRequest, pk: UUID, recoding_pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    recoding.cancel(access.recoding_for(request.actor, recoding_pk), by=request.actor)
    return _answer(request, draft)


def panel_of(video: Asset, troubles: Callable[[], list[Problem]]) -> dict[str, Any]:
    """What is made of the video or its original now, what was made, and what of it platforms do not like; they are
    asked only where nothing is under way."""
    original = videos.original_of(video)
    asked = list(Recoding.objects.filter(asset=original).order_by("-created_at")[:20])
    under_way = [entry for entry in asked if entry.state == State.UNDER_WAY]
    last = asked[0] if asked else None
    made = original.derived.filter(kind=Asset.Kind.VIDEO).exclude(pk=video.pk).order_by("-created_at")
    return {
        "under_way": under_way,
        "refused": last if last and last.state == State.REFUSED else None,
        "made": list(made[:4]),
        "original": original if original != video else None,
        "may_be_stamped": stamping.lacks(video),
        "troubles": [] if under_way else list(dict.fromkeys(each.sentence for each in troubles())),
        "presets": [
            (preset.value, preset.label, wanted.bit_rate)
            for preset, wanted in recoding.PRESETS.items()
            if preset == Recoding.Preset.FULL or min(original.width, original.height) > wanted.short_side
        ],
    }


def _answer(request: WorkspaceRequest, draft: Draft) -> HttpResponse:
    variants = access.variants_of(request.actor, draft)
    told = {
        "draft": draft,
        "actor": request.actor,
        "editable": request.actor.may("draft.write") and draft.state in states.EDITABLE,
        "recoding": panel_of(draft.video, lambda: recoding.troubles_of(variants)) if draft.video else None,
    }
    return render(request, "content/parts/recoding.html", told)
