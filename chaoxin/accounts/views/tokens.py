from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts import access, tokens
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.forms import TokenForm
from chaoxin.accounts.roles import RIGHTS
from chaoxin.core import answers, clock
from chaoxin.core.refusals import Invalid

TEMPLATE = "accounts/tokens.html"


@workspace_door("token.own")
def index(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, TokenForm(actor=request.actor))
    form = TokenForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = _create(request, form)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, form, status=422)
    return _page(request, TokenForm(actor=request.actor), made=made)


@workspace_door("token.own")
@require_POST
def revoke(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    tokens.revoke(access.token_for(request.actor, pk), by=request.actor)
    answer = _page(request, TokenForm(actor=request.actor))
    return answers.toast(answer, _("令牌已撤销，用它的程序从现在起会被拒绝。"))


def _create(request: WorkspaceRequest, form: TokenForm) -> tokens.MadeToken:
    days = form.cleaned_data["days"]
    expires_at = clock.now() + timedelta(days=days) if days else None
    wanted = form.cleaned_data
    return tokens.create(
        by=request.actor, name=wanted["name"], scopes=wanted["scopes"], expires_at=expires_at
    )


def _page(
    request: WorkspaceRequest, form: TokenForm, *, made: tokens.MadeToken | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "made": made, "tokens": access.tokens_of(request.actor), "rights": RIGHTS}
    return answers.page(request, TEMPLATE, context, partial="panel", status=status)
