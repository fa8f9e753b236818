"""Doors to the workspace's pictures and videos: where they come from and under which licence, one or many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, licensing, provenance
from chaoxin.content.forms import ManyAssetsForm
from chaoxin.content.models import Asset
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid

PER_PAGE = 48
FILTERS = ("q", "kind", "provenance", "licence", "of")


@workspace_door("draft.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor, told = request.actor, request.GET
    found = filtered(
        access.assets_of(actor), told.get("q", ""), told.get("kind", ""), told.get("provenance", "")
    )
    found = licensed(found, told.get("licence", ""))
    if of := _id(told.get("of", "")):
        found = found.filter(licence_id=of)
    page = Paginator(found.select_related("licence"), PER_PAGE).get_page(told.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": [(asset, licensing.standing_of(asset.licence) if asset.licence else "") for asset in page],
        "told": told,
        "kinds": Asset.Kind.choices,
        "provenances": Asset.Provenance.choices,
        "licence": access.licences_of(actor).filter(pk=of).first() if of else None,
        "unsaid": access.assets_of(actor).filter(provenance=Asset.Provenance.UNKNOWN).count(),
        "soon": access.licences_of(actor).filter(licensing.condition("soon")).count(),
        "ended": licensing.still_used(access.licences_of(actor), "ended"),
        "form": ManyAssetsForm(actor=actor, chosen=told.get("for")),
        "is_filtered": any(told.get(name) for name in FILTERS),
        "may_write": actor.may("draft.write"),
    }
    return answers.page(request, "content/assets.html", context)


@workspace_door("draft.write")
@require_POST
def change_many(request: WorkspaceRequest) -> HttpResponse:
    actor, form = request.actor, ManyAssetsForm(request.POST, actor=request.actor)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    wanted = [pk for text in request.POST.getlist("asset")[: provenance.MOST_AT_ONCE] if (pk := _id(text))]
    chosen = list(access.assets_of(actor).select_related("workspace").filter(pk__in=wanted))
    changed = _change(chosen, form.cleaned_data, request)
    back = request.POST.get("back", "")
    safe = back if back.startswith(_index(request)) else _index(request)
    answer = answers.go_to(request, safe)
    sentence = ngettext("改了 %(number)d 个素材", "改了 %(number)d 个素材", changed) % {"number": changed}
    return answers.toast(answer, sentence)


@workspace_door("draft.write")
@require_POST
def declare(request: WorkspaceRequest, asset: UUID) -> HttpResponse:
    """Where one asset comes from, told on the page where it is used."""
    found = access.asset_for(request.actor, asset)
    told = request.POST
    provenance.declare(
        [found],
        by=request.actor,
        provenance=told.get("provenance", found.provenance),
        made_with=told.get("made_with"),
    )
    return answers.toast(HttpResponse(status=204), _("来源已记下，对整个工作区有效"))


def filtered(found: QuerySet[Asset], q: str, kind: str, origin: str) -> QuerySet[Asset]:
    """Assets by words in their name, kind and provenance; what is no kind or provenance filters nothing."""
    if q.strip():
        found = found.filter(name__icontains=q.strip())
    if kind in Asset.Kind.values:
        found = found.filter(kind=kind)
    if origin in Asset.Provenance.values:
        found = found.filter(provenance=origin)
    return found


def licensed(found: QuerySet[Asset], standing: str) -> QuerySet[Asset]:
    """Assets under a licence of that standing; with `none` those that count as licensed without one."""
    if standing == "none":
        return found.filter(provenance=Asset.Provenance.LICENSED, licence=None)
    if standing in ("ended", "coming", "soon", "valid"):
        return found.filter(licensing.condition(standing, "licence__"), licence__isnull=False)
    return found


def _change(chosen: list[Asset], told: dict[str, Any], request: WorkspaceRequest) -> int:
    changed = 0
    if told["provenance"]:
        made_with = told["made_with"] or None
        changed = provenance.declare(
            chosen, by=request.actor, provenance=told["provenance"], made_with=made_with
        )
    if told["licence"] is not None:
        changed = max(changed, licensing.assign(told["licence"], chosen, by=request.actor))
    elif told["unlicense"]:
        changed = max(changed, licensing.assign(None, chosen, by=request.actor))
    return changed


def _index(request: WorkspaceRequest) -> str:
    return reverse("content:assets", args=[request.actor.workspace.slug])


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
