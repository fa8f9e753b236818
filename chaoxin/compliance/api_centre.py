"""The REST door of 合规中心: the queue, what people decide, the trend, judging again."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, api_filters, centre, false_alarms, handling, rejudging, trend
from .centre import Filters
from .house_words import stored_told
from .models import QueuedFinding, RejudgedContent, Rejudging
from .subjects import Standing
from .values import Severity

router = Router()


class Asked(Schema):
    """空着的条件不限；since、until 是工作区时区里的日期（YYYY-MM-DD），含当天。"""

    state: str = "open"
    standing: str = ""
    severity: str = ""
    rule: str = ""
    platform: str = ""
    channel: str = ""
    author: str = ""
    since: str = ""
    until: str = ""
    q: str = ""


class HandledIn(Body):
    findings: list[UUID] = Field(min_length=1, max_length=handling.MOST_AT_ONCE)
    note: str = Field("", max_length=handling.LONGEST_NOTE)


class FalseAlarmIn(HandledIn):
    phrase: str = Field("", max_length=false_alarms.LONGEST_PHRASE)


class RejudgingIn(Body):
    standings: list[Literal["draft", "scheduled", "published", "reply"]]
    days: int = Field(0, ge=0, le=rejudging.FARTHEST_BACK.days)
    reason: str = Field("", max_length=200)


@router.get("/compliance/findings", summary="合规中心的命中")
@requires("compliance.read")
def list_findings(
    request: ApiRequest, asked: Query[Asked], page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """重的在前。state 是 open、asked、overridden、false_alarm、dismissed、gone 或 all。"""
    _require_known(asked)
    rows = centre.search(request.actor, Filters.of(asked.dict()))
    return paged(rows, page=page, page_size=page_size, shape=_finding)


@router.post("/compliance/findings/ask", summary="请作者修改")
@requires(handling.RIGHT)
def ask(request: ApiRequest, data: HandledIn) -> list[dict[str, Any]]:
    """作者会收到提醒。返回这次请到的；已经请过或处理过的不重复。"""
    rows = centre.chosen(request.actor, [str(key) for key in data.findings])
    return [_finding(row) for row in handling.ask_author(rows, by=request.actor, note=data.note)]


@router.post("/compliance/findings/dismiss", summary="不处理命中")
@requires(handling.RIGHT)
def dismiss(request: ApiRequest, data: HandledIn) -> list[dict[str, Any]]:
    """从待处理里拿掉，内容不变，也不放行。"""
    rows = centre.chosen(request.actor, [str(key) for key in data.findings])
    return [_finding(row) for row in handling.dismiss(rows, by=request.actor, note=data.note)]


@router.post("/compliance/findings/reopen", summary="重新待处理")
@requires(handling.RIGHT)
def reopen(request: ApiRequest, data: HandledIn) -> list[dict[str, Any]]:
    """把不处理的、请作者修改的放回待处理。"""
    rows = centre.chosen(request.actor, [str(key) for key in data.findings])
    return [_finding(row) for row in handling.reopen(rows, by=request.actor)]


@router.post("/compliance/findings/false-alarm", summary="标为误报")
@requires(false_alarms.RIGHT)
def mark_false_alarm(request: ApiRequest, data: FalseAlarmIn) -> list[dict[str, Any]]:
    """这条规则以后在整个工作区放过这个说法；phrase 不写就用命中的词和它紧挨着的字。返回因此不再提示的。"""
    rows = centre.chosen(request.actor, [str(key) for key in data.findings])
    settled = false_alarms.mark(rows, by=request.actor, reason=data.note, phrase=data.phrase)
    return [_finding(row) for row in settled]


@router.post("/compliance/findings/take-back", summary="收回误报")
@requires(false_alarms.RIGHT)
def take_back(request: ApiRequest, data: HandledIn) -> list[dict[str, Any]]:
    """规则重新提示这些说法；返回重新待处理的。"""
    rows = centre.chosen(request.actor, [str(key) for key in data.findings])
    return [_finding(row) for row in false_alarms.take_back(rows, by=request.actor)]


@router.get("/compliance/trend", summary="合规趋势")
@requires("compliance.read")
def show_trend(
    request: ApiRequest,
    step: Literal["day", "week"] = "day",
    severity: Literal["", "block", "confirm", "warn", "note"] = "",
    platform: str = "",
) -> dict[str, Any]:
    """最近 30 天或 26 周，每条规则命中了多少份内容；days 是各段的第一天。"""
    api_filters.require_platform(platform)
    found = trend.trend(request.actor, step=step, severity=severity and Severity(severity), platform=platform)
    lines = [
        {
            "rule": line.rule,
            "name": line.name,
            "severity": line.severity,
            "counts": [line.by_day.get(day, 0) for day in found.days],
        }
        for line in found.lines
    ]
    return {"step": found.step, "days": list(found.days), "rules": lines}


@router.get("/compliance/rejudgings", summary="重新检查列表")
@requires("compliance.read")
def list_rejudgings(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, notable: bool = False
) -> dict[str, Any]:
    """新的在前，保留 30 天。notable=true 时只要有变化的、手动发起的、没有查完的和正在查的。"""
    found = access.notable_rejudgings_of if notable else access.rejudgings_of
    return paged(found(request.actor), page=page, page_size=page_size, shape=_rejudging)


@router.post("/compliance/rejudgings", summary="重新检查", response={202: dict})
@requires("compliance.change")
def begin_rejudging(request: ApiRequest, data: RejudgingIn) -> Status[dict[str, Any]]:
    """在后台按现在的规则再查一遍；days 只管已发布的和回复，0 是不限。"""
    standings = [Standing(entry) for entry in data.standings]
    made = rejudging.begin(standings, by=request.actor, days=data.days, reason=data.reason)
    return Status(202, _rejudging(made))


@router.get("/compliance/rejudgings/{uuid:pk}", summary="重新检查到哪里了")
@requires("compliance.read")
def show_rejudging(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """total 在统计完之前是 null。"""
    return _rejudging(access.rejudging_for(request.actor, pk))


@router.get("/compliance/rejudgings/{uuid:pk}/contents", summary="重新检查的结果")
@requires("compliance.read")
def list_rejudged(
    request: ApiRequest, pk: UUID, page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """passed 是之前是否通过（null 是没有查过），passes 是现在。"""
    rows = access.rejudging_for(request.actor, pk).contents.order_by("id")
    return paged(rows, page=page, page_size=page_size, shape=_content)


@router.delete("/compliance/rejudgings/{uuid:pk}", summary="停止重新检查")
@requires("compliance.change")
def cancel_rejudging(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """已经查过的留着。"""
    return _rejudging(rejudging.cancel(access.rejudging_for(request.actor, pk), by=request.actor))


def _require_known(asked: Asked) -> None:
    choices = {"state": centre.TABS, "standing": Standing.values, "severity": Severity}
    api_filters.require_known(asked.dict(), choices)
    api_filters.require_platform(asked.platform)
    for name in ("channel", "author"):
        api_filters.require_id(name, getattr(asked, name))
    for name in ("since", "until"):
        api_filters.require_day(name, getattr(asked, name))


def _finding(row: QueuedFinding) -> dict[str, Any]:
    found = row.verdict.findings
    return {
        "id": str(row.pk),
        "state": row.state,
        "standing": row.standing,
        "title": row.title,
        "url": row.url,
        "platform": row.platform,
        "channel": str(row.channel_id) if row.channel_id else None,
        "author": str(row.author_id) if row.author_id else None,
        "before": row.before,
        "after": row.after,
        "finding": stored_told([found[row.index]])[0] if row.index < len(found) else None,
        "verdict": str(row.verdict_id),
        "note": row.note,
        "handled_by": str(row.handled_by_id) if row.handled_by_id else None,
        "handled_at": row.handled_at,
        "created_at": row.created_at,
        "seen_at": row.seen_at,
    }


def _rejudging(row: Rejudging) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "reason": row.said,
        "standings": row.standings,
        "since": row.since,
        "media": row.media,
        "state": row.state,
        "total": row.total,
        "done": row.done,
        "worse": row.worse,
        "better": row.better,
        "asked_by": str(row.asked_by_id) if row.asked_by_id else None,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }


def _content(row: RejudgedContent) -> dict[str, Any]:
    return {
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "content_hash": row.content_hash,
        "standing": row.standing,
        "title": row.title,
        "url": row.url,
        "verdict": str(row.verdict_id),
        "passed": row.passed,
        "passes": row.passes,
    }
