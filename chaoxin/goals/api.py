"""The REST door of goals: the KPI catalogue, objectives with their targets, campaigns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Router
from ninja.responses import Status

from chaoxin.accounts.access import member_for
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, campaigning, planning
from .kpis import CATALOGUE
from .models import Campaign, Objective

router = Router()


class TargetIn(Body):
    answered = frozenset({"version"})

    kpi: str
    target: Decimal
    baseline: Decimal = Decimal(0)
    channel_ids: list[UUID] = []


class ObjectiveIn(Body):
    answered = frozenset({"id", "closed_at", "created_at"})

    kind: str
    name: str = Field(max_length=80)
    starts_on: date
    ends_on: date
    note: str = ""
    owner: UUID | None = None
    campaign: UUID | None = None
    targets: list[TargetIn] = []


class CampaignIn(Body):
    answered = frozenset({"id", "closed_at", "created_at"})

    name: str = Field(max_length=80)
    starts_on: date
    ends_on: date
    brief: str = ""
    owner: UUID | None = None


@router.get("/kpis", summary="KPI 目录")
@requires("goal.read")
def list_kpis(request: ApiRequest) -> list[dict[str, Any]]:
    """每个指标的名称、单位、公式和版本。"""
    return [
        {
            "key": kpi.key,
            "name": str(kpi.name),
            "unit": str(kpi.unit),
            "formula": str(kpi.formula),
            "version": kpi.version,
            "window": kpi.window,
            "kinds": list(kpi.kinds),
        }
        for kpi in CATALOGUE.values()
    ]


@router.get("/objectives", summary="目标列表")
@requires("goal.read")
def list_objectives(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, closed: bool | None = None
) -> dict[str, Any]:
    """工作区的目标，开始晚的在前。"""
    rows = access.objectives_of(request.actor)
    if closed is not None:
        rows = rows.filter(closed_at__isnull=not closed)
    return paged(rows, page=page, page_size=page_size, shape=_objective)


@router.post("/objectives", summary="制定目标", response={201: dict})
@requires("goal.change")
def create_objective(request: ApiRequest, data: ObjectiveIn) -> Status[dict[str, Any]]:
    """新目标和它的 KPI。"""
    terms, targets = _terms(data, request.actor), _targets(data)
    return Status(201, _objective(planning.set_objective(terms, targets, by=request.actor)))


@router.get("/objectives/{uuid:pk}", summary="一个目标")
@requires("goal.read")
def show_objective(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """目标和它的 KPI。"""
    return _objective(access.objective_for(request.actor, pk))


@router.put("/objectives/{uuid:pk}", summary="修改目标")
@requires("goal.change")
def change_objective(request: ApiRequest, pk: UUID, data: ObjectiveIn) -> dict[str, Any]:
    """整体替换目标的内容和 KPI。"""
    objective = access.objective_for(request.actor, pk)
    planning.change(objective, _terms(data, request.actor), _targets(data), by=request.actor)
    return _objective(access.objective_for(request.actor, pk))


@router.post("/objectives/{uuid:pk}/close", summary="结束目标")
@requires("goal.change")
def close_objective(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """结束目标；已结束的不变。"""
    planning.close(access.objective_for(request.actor, pk), by=request.actor)
    return _objective(access.objective_for(request.actor, pk))


@router.post("/objectives/{uuid:pk}/reopen", summary="重新打开目标")
@requires("goal.change")
def reopen_objective(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """重新打开已结束的目标。"""
    planning.reopen(access.objective_for(request.actor, pk), by=request.actor)
    return _objective(access.objective_for(request.actor, pk))


@router.get("/campaigns", summary="战役列表")
@requires("goal.read")
def list_campaigns(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """工作区的战役，开始晚的在前。"""
    return paged(access.campaigns_of(request.actor), page=page, page_size=page_size, shape=_campaign)


@router.post("/campaigns", summary="发起战役", response={201: dict})
@requires("goal.change")
def create_campaign(request: ApiRequest, data: CampaignIn) -> Status[dict[str, Any]]:
    """新战役。"""
    return Status(201, _campaign(campaigning.start(_brief(data, request.actor), by=request.actor)))


@router.get("/campaigns/{uuid:pk}", summary="一个战役")
@requires("goal.read")
def show_campaign(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """战役的简报和周期。"""
    return _campaign(access.campaign_for(request.actor, pk))


@router.put("/campaigns/{uuid:pk}", summary="修改战役")
@requires("goal.change")
def change_campaign(request: ApiRequest, pk: UUID, data: CampaignIn) -> dict[str, Any]:
    """整体替换战役的内容。"""
    campaign = access.campaign_for(request.actor, pk)
    return _campaign(campaigning.change(campaign, _brief(data, request.actor), by=request.actor))


@router.post("/campaigns/{uuid:pk}/close", summary="结束战役")
@requires("goal.change")
def close_campaign(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """结束战役；已结束的不变。"""
    return _campaign(campaigning.close(access.campaign_for(request.actor, pk), by=request.actor))


@router.post("/campaigns/{uuid:pk}/reopen", summary="重新打开战役")
@requires("goal.change")
def reopen_campaign(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """重新打开已结束的战役。"""
    return _campaign(campaigning.reopen(access.campaign_for(request.actor, pk), by=request.actor))


def _terms(data: ObjectiveIn, actor: Actor) -> planning.Terms:
    return planning.Terms(
        kind=data.kind,
        name=data.name,
        starts_on=data.starts_on,
        ends_on=data.ends_on,
        note=data.note,
        owner=member_for(actor, data.owner) if data.owner else None,
        campaign=access.campaign_for(actor, data.campaign) if data.campaign else None,
    )


def _targets(data: ObjectiveIn) -> list[planning.Target]:
    return [
        planning.Target(
            kpi=target.kpi,
            target=target.target,
            baseline=target.baseline,
            channel_ids=tuple(str(channel) for channel in target.channel_ids),
        )
        for target in data.targets
    ]


def _brief(data: CampaignIn, actor: Actor) -> campaigning.Brief:
    owner = member_for(actor, data.owner) if data.owner else None
    return campaigning.Brief(data.name, data.starts_on, data.ends_on, data.brief, owner)


def _objective(row: Objective) -> dict[str, Any]:
    targets = [
        {
            "kpi": target.kpi,
            "version": target.version,
            "baseline": float(target.baseline),
            "target": float(target.target),
            "channel_ids": target.channel_ids,
        }
        for target in row.targets.all()
    ]
    return {
        **_period(row),
        "kind": row.kind,
        "name": row.name,
        "note": row.note,
        "campaign": str(row.campaign_id) if row.campaign_id else None,
        "targets": targets,
    }


def _campaign(row: Campaign) -> dict[str, Any]:
    return {**_period(row), "name": row.name, "brief": row.brief}


def _period(row: Objective | Campaign) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "owner": str(row.owner_id) if row.owner_id else None,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "closed_at": row.closed_at,
        "created_at": row.created_at,
    }
