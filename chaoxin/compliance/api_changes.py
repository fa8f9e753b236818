"""The REST door of remembered changes of the rules: what was changed, what it would let out, a second person's word."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, differences, releasing, seconding
from .differences import Difference
from .models import RulesChange
from .releasing import Held, Release
from .rules import Rule

router = Router()


class SecondIn(Body):
    """`edition` 是看到的那一版：之后又改过，就什么也不决定。"""

    reason: str = Field(max_length=seconding.LONGEST_REASON)
    edition: str = Field(max_length=40)


@router.get("/compliance/rule-changes", summary="规则调整列表")
@requires("compliance.read")
def list_changes(
    request: ApiRequest,
    page: int = 1,
    page_size: int = USUAL_PAGE,
    state: Literal["", "open", "confirmed", "refused"] = "",
) -> dict[str, Any]:
    """最近 14 天的，和被退回后还没有人确认的，新的在前。state 是 open（等第二个人确认）、confirmed 或 refused。"""
    rows = [row for row in access.changes_of(request.actor) if state in ("", seconding.state_of(row))]
    return paged(rows, page=page, page_size=page_size, shape=_shape)


@router.get("/compliance/rule-changes/{uuid:pk}", summary="一次规则调整")
@requires("compliance.read")
def show_change(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """differences 是改了哪些规则；gone 是去掉的，come 是加上的。"""
    change = access.change_for(request.actor, pk)
    industries = differences.industries(change)
    return {
        **_shape(change),
        "differences": [_difference(one) for one in differences.differences(change)],
        "industries": list(industries) if industries else None,
    }


@router.get("/compliance/rule-changes/{uuid:pk}/release", summary="确认规则调整会放出什么")
@requires("compliance.read")
def show_release(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """因为这次调整还拦着的稿件和已排期的内容，最多列 100 份；stays 为 true 的，确认之后也还拦着。"""
    return _release(releasing.release_of(access.change_for(request.actor, pk), by=request.actor))


@router.post("/compliance/rule-changes/{uuid:pk}/confirm", summary="确认规则调整")
@requires(seconding.RIGHT)
def confirm(request: ApiRequest, pk: UUID, data: SecondIn) -> dict[str, Any]:
    """作为第二个人确认整次调整，稿件和已排期的内容会重新检查；自己的调整不能自己确认。"""
    found = access.change_for(request.actor, pk)
    seconding.confirm(found, by=request.actor, reason=data.reason, edition=data.edition)
    return _shape(access.change_for(request.actor, pk))


@router.post("/compliance/rule-changes/{uuid:pk}/refuse", summary="退回规则调整")
@requires(seconding.RIGHT)
def refuse(request: ApiRequest, pk: UUID, data: SecondIn) -> dict[str, Any]:
    """规则不变；调整的人自己的内容一直拦着，直到有同事确认。"""
    found = access.change_for(request.actor, pk)
    seconding.refuse(found, by=request.actor, reason=data.reason, edition=data.edition)
    return _shape(access.change_for(request.actor, pk))


def _shape(row: RulesChange) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "state": seconding.state_of(row),
        "edition": row.edition,
        "makers": row.makers,
        "rules": sorted(row.rules),
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "decisions": [
            {
                "by": str(one.by_id) if one.by_id else None,
                "agreed": one.agreed,
                "reason": one.reason,
                "at": one.created_at,
            }
            for one in row.decisions.all()
        ],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "name": one.name,
        "before": _severity(one.before),
        "after": _severity(one.after),
        "parts": [
            {"name": part.name, "gone": list(part.gone), "come": list(part.come)} for part in one.parts
        ],
    }


def _severity(rule: Rule | None) -> str | None:
    return str(rule.severity) if rule else None


def _release(release: Release) -> dict[str, Any]:
    return {
        "looked_at": release.looked_at,
        "total": release.total,
        "cut_short": release.cut_short,
        "items": [_held(one) for one in release.held],
    }


def _held(one: Held) -> dict[str, Any]:
    kind, key, content_hash = one.subject.key
    return {
        "subject_type": kind,
        "subject_id": key,
        "content_hash": content_hash,
        "standing": str(one.subject.standing),
        "title": one.subject.title,
        "stays": one.stays,
        "findings": [finding.as_json() for finding in one.findings],
    }
