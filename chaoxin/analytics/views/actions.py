"""Actions of a review."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import access, deciding
from chaoxin.analytics.forms import ActionForm
from chaoxin.analytics.models import Review
from chaoxin.core import answers

from . import reviews


@workspace_door("analytics.change")
@require_POST
def add(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    review = access.review_for(request.actor, pk)
    form = ActionForm(request.POST, members=members_of(request.actor.workspace))
    if not form.is_valid():
        return _list(request, review, form=form, status=422)
    deciding.add_action(review, by=request.actor, **form.cleaned_data)
    return _list(request, review)


@workspace_door("analytics.change")
@require_POST
def settle(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    action = access.action_for(request.actor, pk)
    deciding.settle(action, done=request.POST.get("done") == "yes", by=request.actor)
    return _list(request, action.review)


@workspace_door("analytics.change")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    action = access.action_for(request.actor, pk)
    deciding.remove_action(action, by=request.actor)
    return answers.toast(_list(request, action.review), _("行动已删除"))


def _list(
    request: WorkspaceRequest, review: Review, *, form: ActionForm | None = None, status: int = 200
) -> HttpResponse:
    """The list anew for htmx; without it the whole page."""
    if not request.htmx:
        return reviews.page_of(request, review, action_form=form, status=status)
    context = reviews.context_of(request, review)
    context["action_form"] = form or context["action_form"]
    return render(request, "analytics/parts/review_actions.html", context, status=status)
