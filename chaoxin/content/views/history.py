"""Doors to a draft's history."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, comparing, drafting, states, versions
from chaoxin.content.models import Draft, Variant, Version
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid

from . import composing
from .drafts import address_of

PER_PAGE = 50
NAMES = {"title": _("标题"), "body": _("正文"), "summary": _("摘要")}


@workspace_door("draft.read")
def index(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    variant = composing.tab_of(request, draft)
    page = Paginator(draft.versions.select_related("by__user"), PER_PAGE).get_page(request.GET.get("page"))
    new = _version(request, draft, "new") or draft.versions.select_related("by__user").first()
    old = _version(request, draft, "old") or _before(draft, new)
    context = {
        "draft": draft,
        "page": page,
        "new": new,
        "old": old,
        "variant": variant,
        "variants": access.variants_of(request.actor, draft),
        "look": "inline" if request.GET.get("look") == "inline" else "side",
        "fields": _compared(old, new, variant) if new else [],
        "may_restore": request.actor.may("draft.write") and draft.state in states.EDITABLE,
    }
    return answers.page(request, "content/history.html", context)


@workspace_door("draft.write")
@require_POST
def restore(request: WorkspaceRequest, pk: UUID, number: int) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    seen = request.POST.get("expected_number", "")
    if not seen.isdigit():
        raise Invalid(str(_("请刷新页面后再恢复。")), field="expected_number")
    version = access.version_for(draft, number)
    drafting.restore_version(draft, version, expected_number=int(seen), by=request.actor)
    return answers.go_to(request, address_of(request, draft))


def _version(request: WorkspaceRequest, draft: Draft, name: str) -> Version | None:
    number = request.GET.get(name, "")
    return access.version_for(draft, int(number)) if number.isdigit() else None


def _before(draft: Draft, version: Version | None) -> Version | None:
    if version is None:
        return None
    return draft.versions.select_related("by__user").filter(number__lt=version.number).first()


def _compared(old: Version | None, new: Version, variant: Variant | None) -> list[dict[str, object]]:
    after = versions.texts_in(new.snapshot, variant)
    before = versions.texts_in(old.snapshot, variant) if old else dict.fromkeys(after, "")
    return [
        {
            "name": NAMES[name],
            "changed": before[name] != after[name],
            "rows": comparing.side_by_side(before[name], after[name]),
            "pieces": comparing.inline(before[name], after[name]),
        }
        for name in NAMES
        if before[name] or after[name]
    ]
