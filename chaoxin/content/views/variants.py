"""Doors to a draft's variants."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channel_for, group_for
from chaoxin.content import access, adapting, drafting, preflight
from chaoxin.content.forms import VariantForm
from chaoxin.content.models import Variant
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, Refusal

from . import composing
from .drafts import address_of


@workspace_door("draft.write")
@require_POST
def add(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    chosen = [channel_for(request.actor, UUID(channel)) for channel in request.POST.getlist("add")]
    for group in request.POST.getlist("add_group"):
        chosen += composing.addable_channels(
            request.actor, draft, group=group_for(request.actor, UUID(group))
        )
    if not chosen:
        raise Invalid(_("请先选要加的账号；选的分组里的账号可能都已经加过了。"), field="add")
    made = [adapting.add(draft, channel, by=request.actor) for channel in chosen]
    return answers.go_to(request, _address(request, made[0]))


@workspace_door("draft.write")
@require_POST
def save(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    variant, form = access.variant_for(request.actor, pk), VariantForm(request.POST)
    if not form.is_valid():
        return composing.refused(request, Invalid(_("提交的内容不完整，请刷新页面后再试。")))
    try:
        _change(request, variant, form)
    except drafting.Conflict as conflict:
        mine = {name: value for name, value in form.values().items() if isinstance(value, str)}
        return composing.conflict(request, conflict.draft, access.variant_for(request.actor, pk), mine)
    except Refusal as refusal:
        return composing.refused(request, refusal)
    return composing.fragments(request, variant.draft, variant)


@workspace_door("draft.write")
@require_POST
def disclose(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    variant = access.variant_for(request.actor, pk)
    chosen = {*variant.disclosures, request.POST.get("disclosure", "")}
    adapting.change(variant, by=request.actor, disclosures=sorted(chosen))
    return answers.go_to(request, _address(request, variant))


@workspace_door("draft.write")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    variant = access.variant_for(request.actor, pk)
    adapting.remove(variant, by=request.actor)
    return answers.go_to(request, address_of(request, variant.draft))


def _change(request: WorkspaceRequest, variant: Variant, form: VariantForm) -> None:
    key = form.cleaned_data["form_key"]
    kind = preflight.format_of(variant.channel, key)
    adapting.change(
        variant,
        by=request.actor,
        expected_number=form.cleaned_data["expected_number"],
        own=form.values(),
        form_key=key,
        options=form.options(kind, current=variant.options),
        disclosures=request.POST.getlist("disclosures"),
        automatic=True,
    )


def _address(request: WorkspaceRequest, variant: Variant) -> str:
    address = reverse("content:draft", args=[request.actor.workspace.slug, variant.draft_id])
    return f"{address}?channel={variant.pk}"
