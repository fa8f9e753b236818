"""The REST door of compliance: verdicts, approvals, the policy, the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import (
    access,
    api_centre,
    api_changes,
    api_checks,
    api_filters,
    api_overrides,
    api_pack_rules,
    api_packs,
    approving,
    house_rules,
    house_tables,
    house_words,
    overriding,
    policies,
    reading,
    vocabulary,
)
from .categories import Category
from .models import ApprovalDecision, ApprovalPolicy, ApprovalRequest, Verdict
from .rules import Rule
from .values import Severity

router = Router()
router.add_router("", api_checks.router)
router.add_router("", api_centre.router)
router.add_router("", api_packs.router)
router.add_router("", api_pack_rules.router)
router.add_router("", api_changes.router)


class CommentIn(Body):
    comment: str = Field("", max_length=2000)
    stage: int | None = None


class ReasonIn(Body):
    reason: str = Field(max_length=1000)


class PolicyIn(Body):
    stages: list[list[str]]
    author_may_approve: bool = False


class RulesQuery(Schema):
    q: str = ""
    severity: str = ""
    category: str = ""
    industry: str = ""
    pack: str = ""


@router.get("/compliance/rules", summary="规则列表")
@requires("compliance.read")
def list_rules(
    request: ApiRequest, wanted: Query[RulesQuery], page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """全部规则包的规则。`q` 在编号、名称、原因、依据和词里找；`pack` 是规则包的编号。"""
    _require_known(wanted)
    rules = [rule for _pack, rule in house_rules.find(house_rules.Wanted(**wanted.dict()))]
    return paged(rules, page=page, page_size=page_size, shape=_rule)


@router.get("/compliance/rules.csv", summary="导出内置规则")
@requires("compliance.read")
def export_rules(request: ApiRequest, wanted: Query[RulesQuery]) -> HttpResponse:
    """查询条件同规则列表。列名同规则包的 CSV，每行是对一条内置规则的调整；“说明”一列写明表里没有的。"""
    _require_known(wanted)
    table = house_tables.as_csv(house_rules.Wanted(**wanted.dict()))
    return HttpResponse(table, content_type="text/csv; charset=utf-8")


@router.get("/verdicts", summary="合规结论列表")
@requires("compliance.read")
def list_verdicts(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, level: str = ""
) -> dict[str, Any]:
    """合规结论，新的在前。level 是 allow、confirm 或 block。"""
    api_filters.require_known({"level": level}, {"level": Verdict.Level.values})
    rows = access.logged_verdicts_of(request.actor)
    if level:
        rows = rows.filter(level=level)
    return paged(rows, page=page, page_size=page_size, shape=_verdict)


@router.get("/verdicts/{uuid:pk}", summary="一条合规结论")
@requires("compliance.read")
def show_verdict(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """结论、命中和放行情况。

    放行过的，override 写明谁（by、name）、什么时候（at）、凭什么权限（right、role）、为什么（reason）放行。"""
    return _verdict(access.verdict_for(request.actor, pk))


@router.post("/verdicts/{uuid:pk}/override", summary="放行")
@requires("compliance.override")
def override_verdict(request: ApiRequest, pk: UUID, data: ReasonIn) -> dict[str, Any]:
    """说明理由后放行；被拦截的内容不能由作者自己放行。"""
    overriding.override(access.verdict_for(request.actor, pk), by=request.actor, reason=data.reason)
    return _verdict(access.verdict_for(request.actor, pk))


@router.get("/approvals", summary="审核申请列表")
@requires("compliance.read")
def list_approvals(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, state: str = ""
) -> dict[str, Any]:
    """审核申请，新的在前。state 是 open、approved、rejected 或 withdrawn。"""
    api_filters.require_known({"state": state}, {"state": ApprovalRequest.State.values})
    rows = access.requests_of(request.actor)
    if state:
        rows = rows.filter(state=state)
    return paged(rows, page=page, page_size=page_size, shape=_request)


@router.get("/approvals/{uuid:pk}", summary="一份审核申请")
@requires("compliance.read")
def show_approval(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """申请和各级意见。"""
    return _request(access.request_for(request.actor, pk))


@router.post("/approvals/{uuid:pk}/agree", summary="审核同意")
@requires("draft.approve")
def agree(request: ApiRequest, pk: UUID, data: CommentIn) -> dict[str, Any]:
    """同意当前一级；stage 写上看到的级别可防止重复。"""
    found = access.request_for(request.actor, pk)
    approving.agree(found, by=request.actor, comment=data.comment, stage=data.stage)
    return _request(access.request_for(request.actor, pk))


@router.post("/approvals/{uuid:pk}/reject", summary="审核退回")
@requires("draft.approve")
def reject(request: ApiRequest, pk: UUID, data: CommentIn) -> dict[str, Any]:
    """退回，并写明要改什么。"""
    found = access.request_for(request.actor, pk)
    approving.reject(found, by=request.actor, comment=data.comment, stage=data.stage)
    return _request(access.request_for(request.actor, pk))


@router.get("/approval-policy", summary="审核流程")
@requires("compliance.read")
def show_policy(request: ApiRequest) -> dict[str, Any]:
    """审核分几级、每级由哪些角色审。"""
    return _policy(policies.policy_of(request.actor.workspace))


@router.put("/approval-policy", summary="修改审核流程")
@requires("compliance.change")
def change_policy(request: ApiRequest, data: PolicyIn) -> dict[str, Any]:
    """一级或两级；对之后的申请生效。"""
    own = data.author_may_approve
    return _policy(policies.set_policy(by=request.actor, stages=data.stages, author_may_approve=own))


def _require_known(wanted: RulesQuery) -> None:
    choices: dict[str, Iterable[str]] = {
        "severity": Severity,
        "category": Category.values,
        "industry": vocabulary.industries(),
        "pack": [pack.key for pack in reading.packs()],
    }
    api_filters.require_known(wanted.dict(), choices)


def _verdict(row: Verdict) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "content_hash": row.content_hash,
        "platform": row.platform,
        "title": row.title,
        "level": row.level,
        "findings": house_words.stored_told(row.findings),
        "rule_versions": row.rule_versions,
        "judged_at": row.judged_at,
        "author": str(row.author_id) if row.author_id else None,
        "writers": row.writers,
        "asked_by": str(row.asked_by_id) if row.asked_by_id else None,
        "channel": str(row.channel_id) if row.channel_id else None,
        "override": api_overrides.told(getattr(row, "override", None)),
    }


def _request(row: ApprovalRequest) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "content_hash": row.content_hash,
        "title": row.title,
        "note": row.note,
        "state": row.state,
        "stage": row.stage,
        "stages": row.stages,
        "requested_by": str(row.requested_by_id),
        "created_at": row.created_at,
        "decisions": [_decision(decision) for decision in row.decisions.all()],
    }


def _decision(row: ApprovalDecision) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "by": str(row.by_id),
        "word": row.word,
        "comment": row.comment,
        "at": row.created_at,
    }


def _policy(row: ApprovalPolicy) -> dict[str, Any]:
    return {"stages": row.stages, "author_may_approve": row.author_may_approve}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": house_words.told(rule.name),
        "category": str(rule.category),
        "severity": str(rule.severity),
        "basis": house_words.told(rule.basis),
        "source": house_words.told(rule.basis.source),
        "checked_on": rule.basis.checked_on,
        "confidence": rule.basis.confidence,
        "why": house_words.told(rule.why),
        "words": [word.text for word in rule.words],
        "substitutes": list(rule.replacements),
        "advice": list(house_words.each_told(rule.advice)),
    }
