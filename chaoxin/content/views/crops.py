"""Doors to the crops of a variant."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, cropping
from chaoxin.content.cutting import Cut
from chaoxin.core.refusals import Invalid

from . import composing


@workspace_door("draft.write")
@require_POST
def use(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    variant, original = access.variant_for(request.actor, pk), access.asset_for(request.actor, asset)
    cut = _cut(request.POST)
    variant = cropping.use(variant, original, cut.ratio, by=request.actor, cut=cut)
    return composing.fragments(request, variant.draft, variant)


@workspace_door("draft.write")
@require_POST
def undo(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    variant, original = access.variant_for(request.actor, pk), access.asset_for(request.actor, asset)
    variant = cropping.undo(variant, original, by=request.actor)
    return composing.fragments(request, variant.draft, variant)


def _cut(told: QueryDict) -> Cut:
    try:
        left, top, width = (float(told.get(name, "")) for name in ("left", "top", "width"))
    except ValueError:
        raise Invalid(_("没有看懂裁剪框的位置，请刷新页面后再试。"), field="cut") from None
    return Cut(told.get("ratio", ""), left, top, width)
