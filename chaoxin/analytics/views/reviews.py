from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import access, reports, reviewing
from chaoxin.analytics.forms import ActionForm, ReviewTextForm, WeekForm
from chaoxin.analytics.models import Review
from chaoxin.channels.access import sees_all_channels
from chaoxin.core import answers, table_files
from chaoxin.core.refusals import Invalid

PAGE_SIZE = 50


@workspace_door("analytics.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "page": Paginator(access.reviews_of(actor), PAGE_SIZE).get_page(request.GET.get("page")),
        "form": WeekForm(zone=actor.workspace.timezone),
        "may_write": actor.may("analytics.change") and sees_all_channels(actor),
        "sees_all": sees_all_channels(actor),
    }
    return answers.page(request, "analytics/reviews.html", context)


@workspace_door("analytics.change")
@require_POST
def begin(request: WorkspaceRequest) -> HttpResponse:
    form = WeekForm(request.POST, zone=request.actor.workspace.timezone)
    if not form.is_valid():
        raise Invalid(_("请选一周再开始复盘。"), field="monday")
    review = reviewing.begin(monday=form.cleaned_data["monday"], by=request.actor)
    return answers.go_to(request, _url(request, review))


@workspace_door("analytics.read")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return page_of(request, access.review_for(request.actor, pk))


@workspace_door("analytics.change")
@require_POST
def write(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    review = access.review_for(request.actor, pk)
    form = ReviewTextForm(request.POST)
    if not form.is_valid():
        return page_of(request, review, text_form=form, status=422)
    try:
        saved = reviewing.write(review, by=request.actor, **form.cleaned_data)
    except reviewing.ChangedMeanwhile as error:
        form.add_error("notes", error.sentence)
        return page_of(request, review, text_form=form, status=409)
    if not request.htmx:
        return answers.go_to(request, _url(request, saved))
    answer = render(request, "analytics/parts/review_text.html", context_of(request, saved))
    return answers.toast(answer, _("复盘已保存"))


@workspace_door("analytics.change")
@require_POST
def count_again(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    review = reviewing.count_again(access.review_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _url(request, review))


@workspace_door("analytics.change")
@require_POST
def finish(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    review = reviewing.finish(access.review_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _url(request, review))


@workspace_door("analytics.read")
def as_xlsx(request: WorkspaceRequest, pk: UUID) -> HttpResponseBase:
    review = access.review_for(request.actor, pk)
    name = _("周复盘_%(first)s_%(last)s") % {"first": review.starts_on, "last": review.ends_on}
    return table_files.as_xlsx(name, reports.sheets_of(review))


def page_of(
    request: WorkspaceRequest,
    review: Review,
    *,
    text_form: ReviewTextForm | None = None,
    action_form: ActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a review, with the forms as they were sent where something was wrong with them."""
    context = context_of(request, review)
    context["text_form"] = text_form or context["text_form"]
    context["action_form"] = action_form or context["action_form"]
    return answers.page(request, "analytics/review.html", context, status=status)


def context_of(request: WorkspaceRequest, review: Review) -> dict[str, Any]:
    """What the page of a review and its parts show."""
    actor = request.actor
    may_write = actor.may("analytics.change") and sees_all_channels(actor)
    numbers = review.figures
    return {
        "review": review,
        "numbers": reports.numbers_of(review, actor=actor),
        "counted_at": datetime.fromisoformat(numbers["counted_at"]),
        "actions": list(
            review.actions.select_related("owner__user", "done_by__user", "carried_from__review")
        ),
        "may_write": may_write,
        "may_change": may_write and review.finished_at is None,
        "is_over": reviewing.is_over(review),
        "text_form": ReviewTextForm(
            initial={"notes": review.notes, "decisions": review.decisions, "number": review.number}
        ),
        "action_form": ActionForm(members=members_of(actor.workspace)),
    }


def _url(request: WorkspaceRequest, review: Review) -> str:
    return reverse("analytics:review", args=[request.actor.workspace.slug, review.pk])
