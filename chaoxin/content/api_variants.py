"""The REST door of a draft's variants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.channels.access import channel_for
from chaoxin.channels.platform_words import told
from chaoxin.compliance import api_overrides, house_words, judging

from . import access, adapting, checking, media, packing, recognizing, reviewing
from .models import Variant

router = Router()


class NewVariant(Body):
    channel: UUID
    format: str = ""


class VariantChange(Body):
    """`own` maps title, body, summary, link or pictures (asset ids) to the variant's own value, null to inherit."""

    expected_number: int | None = None
    own: dict[str, str | list[UUID] | None] = {}
    format: str | None = None
    options: dict[str, bool | str | list[str]] | None = None
    disclosures: list[str] | None = None


@router.get("/drafts/{uuid:pk}/variants", summary="分发版本列表")
@requires("draft.read")
def list_variants(request: ApiRequest, pk: UUID) -> list[dict[str, Any]]:
    """稿件在各账号的版本。"""
    draft = access.draft_for(request.actor, pk)
    return [_variant(variant) for variant in access.variants_of(request.actor, draft)]


@router.post("/drafts/{uuid:pk}/variants", summary="加分发账号", response={201: dict})
@requires("draft.write")
def add_variant(request: ApiRequest, pk: UUID, data: NewVariant) -> Status[dict[str, Any]]:
    """给稿件加一个账号；已有的原样返回。"""
    draft, channel = access.draft_for(request.actor, pk), channel_for(request.actor, data.channel)
    made = adapting.add(draft, channel, by=request.actor, form_key=data.format)
    return Status(201, _variant(access.variant_for(request.actor, made.pk)))


@router.get("/variants/{uuid:pk}", summary="一个分发版本")
@requires("draft.read")
def show_variant(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """实际会发出去的内容、平台预检和合规意见。

    compliance.override 是这份内容的放行，没有放行或不需要放行时是 null：谁（by、name）、什么时候（at）、凭什么权限
    （right、role）、为什么（reason）、对哪条结论（verdict）。内容改一个字，放行就不再算数。"""
    variant = access.variant_for(request.actor, pk)
    packed = packing.pack(variant)
    hands = checking.hands_in(variant.draft)
    opinion = judging.look(packed.judged(), variant.draft.workspace, hands=hands)
    (override,) = judging.overrides_of([(variant, packed.hash, opinion)], variant.draft.workspace)
    problems = [
        {"level": entry.level, "field": entry.field, "code": entry.code, "message": told(entry.sentence)}
        for entry in packing.problems(variant, packed)
    ]
    return {
        **_variant(variant),
        "content": packed.content,
        "content_hash": packed.hash,
        "problems": problems,
        "compliance": {
            "level": opinion.level,
            "findings": house_words.findings_told(opinion.findings),
            "override": api_overrides.told(override),
            "reading": [str(asset.pk) for asset in recognizing.unread(media.media_in(packed.content))],
        },
        "cleared": reviewing.is_cleared(variant, packed),
    }


@router.patch("/variants/{uuid:pk}", summary="改分发版本")
@requires("draft.write")
def change_variant(request: ApiRequest, pk: UUID, data: VariantChange) -> dict[str, Any]:
    """改给出的部分。"""
    adapting.change(
        access.variant_for(request.actor, pk),
        by=request.actor,
        expected_number=data.expected_number,
        own=data.own,
        form_key=data.format,
        options=data.options,
        disclosures=data.disclosures,
    )
    return _variant(access.variant_for(request.actor, pk))


@router.delete("/variants/{uuid:pk}", summary="移除分发账号", response={204: None})
@requires("draft.write")
def remove_variant(request: ApiRequest, pk: UUID) -> Status[None]:
    """已有投放记录的不能移除。"""
    adapting.remove(access.variant_for(request.actor, pk), by=request.actor)
    return Status(204, None)


def _variant(variant: Variant) -> dict[str, Any]:
    return {
        "id": str(variant.pk),
        "draft": str(variant.draft_id),
        "channel": str(variant.channel_id),
        "platform": variant.channel.platform,
        "format": variant.format,
        "own": {
            "title": variant.own_title,
            "body": variant.own_body,
            "summary": variant.own_summary,
            "link": variant.own_link,
            "pictures": variant.own_pictures,
        },
        "crops": variant.crops,
        "options": variant.options,
        "disclosures": variant.disclosures,
        "draft_number": variant.draft.number,
    }
