"""Doors to licences of others' pictures and videos."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.platform_words import platform_names
from chaoxin.content import access, licensing, proofs, storage
from chaoxin.content.forms import LicenceForm
from chaoxin.content.models import Licence
from chaoxin.core import answers
from chaoxin.core.file_answers import file_answer
from chaoxin.core.refusals import Invalid, NotFound

PER_PAGE = 50
STANDINGS = {
    "valid": gettext_lazy("有效"),
    "soon": gettext_lazy("快到期"),
    "ended": gettext_lazy("已过期"),
    "coming": gettext_lazy("还没开始"),
}


@workspace_door("draft.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    standing = request.GET.get("standing", "")
    found = licensing.by_standing(access.licences_of(request.actor), standing)
    page = Paginator(found.annotate(used=Count("assets")), PER_PAGE).get_page(request.GET.get("page"))
    names = dict(platform_names())
    context = {
        "page": page,
        "rows": [
            (row, licensing.standing_of(row), [names.get(key, key) for key in row.platforms]) for row in page
        ],
        "standing": standing,
        "standings": STANDINGS.items(),
        "may_write": request.actor.may("draft.write"),
    }
    return answers.page(request, "content/licences.html", context)


@workspace_door("draft.write")
def create(request: WorkspaceRequest) -> HttpResponse:
    return _edited(request, None)


@workspace_door("draft.write")
def change(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _edited(request, access.licence_for(request.actor, pk))


@workspace_door("draft.read")
def proof(request: WorkspaceRequest, pk: UUID) -> HttpResponseBase:
    """The file that proves it, to be kept and not run."""
    licence, files = access.licence_for(request.actor, pk), storage.files()
    if not licence.proof_path or not files.has(licence.proof_path):
        raise NotFound(_("这条授权没有传过凭证文件，或者文件找不到了。请重新上传。"))
    key = licence.proof_path
    answer = file_answer(
        request,
        files.size(key),
        lambda start, end: files.read(key, start, end),
        content_type=licence.proof_type,
        name=licence.proof_name,
        save=True,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _edited(request: WorkspaceRequest, licence: Licence | None) -> HttpResponse:
    form = LicenceForm(request.POST or None, request.FILES or None, licence=licence)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, form, licence)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            slug = request.actor.workspace.slug
            address = reverse("content:licences", args=[slug])
            if licence is None:
                address = _to_its_assets(request, saved)
            return answers.toast(answers.go_to(request, address), _("授权已登记"))
    status = 422 if form.errors else 200
    context = {"form": form, "row": licence, "chosen": len(request.GET.getlist("asset"))}
    return answers.page(request, "content/licence.html", context, status=status)


def _to_its_assets(request: WorkspaceRequest, licence: Licence) -> str:
    """Puts the assets that the address names under a new licence and answers the draft that they are in; without any
    the page on which a person chooses some."""
    slug, told = request.actor.workspace.slug, request.GET
    assets = [access.asset_for(request.actor, pk) for pk in map(_id, told.getlist("asset")) if pk]
    if not assets:
        return reverse("content:assets", args=[slug]) + f"?for={licence.pk}"
    licensing.assign(licence, assets, by=request.actor)
    draft = _id(told.get("draft", ""))
    found = access.draft_for(request.actor, draft) if draft else None
    return (
        reverse("content:draft", args=[slug, found.pk]) if found else reverse("content:assets", args=[slug])
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _saved(request: WorkspaceRequest, form: LicenceForm, licence: Licence | None) -> Licence:
    file = request.FILES.get("proof")
    given = proofs.read(file, name=file.name or "") if file else None
    if licence is None:
        return licensing.record(form.told(), by=request.actor, proof=given)
    return licensing.change(licence, form.told(), by=request.actor, proof=given)
