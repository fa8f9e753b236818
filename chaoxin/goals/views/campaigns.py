"""Doors to campaigns."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers
from chaoxin.goals import access, campaigning, periods
from chaoxin.goals.forms import CampaignForm
from chaoxin.goals.models import Campaign

PER_PAGE = 50


@workspace_door("goal.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    view, q = request.GET.get("view", "open"), request.GET.get("q", "").strip()
    campaigns = access.campaigns_of(request.actor).filter(closed_at__isnull=view != "closed")
    if q:
        campaigns = campaigns.filter(name__icontains=q)
    page = Paginator(campaigns, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [_card(campaign) for campaign in page],
        "view": view,
        "q": q,
        "may_change": request.actor.may("goal.change"),
    }
    return answers.page(request, "goals/campaigns.html", context)


@workspace_door("goal.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    campaign = access.campaign_for(request.actor, pk)
    objectives = access.objectives_of(request.actor).filter(campaign=campaign)
    context = {**_card(campaign), "objectives": objectives, "may_change": request.actor.may("goal.change")}
    return answers.page(request, "goals/campaign.html", context)


@workspace_door("goal.change")
def create(request: WorkspaceRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        return answers.go_to(request, _address(request, campaigning.start(form.terms(), by=request.actor)))
    return _form(request, form, None)


@workspace_door("goal.change")
def change(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    campaign = access.campaign_for(request.actor, pk)
    form = CampaignForm(request.POST or None, actor=request.actor, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        campaigning.change(campaign, form.terms(), by=request.actor)
        return answers.go_to(request, _address(request, campaign))
    return _form(request, form, campaign)


@workspace_door("goal.change")
@require_POST
def close(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    campaign = campaigning.close(access.campaign_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _address(request, campaign))


@workspace_door("goal.change")
@require_POST
def reopen(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    campaign = campaigning.reopen(access.campaign_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _address(request, campaign))


def _card(campaign: Campaign) -> dict[str, object]:
    zone = campaign.workspace.timezone
    return {
        "campaign": campaign,
        "standing": periods.standing(campaign.starts_on, campaign.ends_on, zone=zone),
    }


def _form(request: WorkspaceRequest, form: CampaignForm, campaign: Campaign | None) -> HttpResponse:
    title = _("修改战役") if campaign else _("发起战役")
    context = {"form": form, "campaign": campaign, "title": title}
    return answers.page(request, "goals/campaign_form.html", context, status=422 if form.errors else 200)


def _address(request: WorkspaceRequest, campaign: Campaign) -> str:
    return reverse("goals:campaign", args=[request.actor.workspace.slug, campaign.pk])
