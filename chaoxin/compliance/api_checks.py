"""The REST door of looking at texts: one, some at once, and many in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, UploadedFile
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body, require_known
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.core.refusals import Invalid, TooLarge

from . import access, api_filters, batches, judging
from .api_content import (
    NamedTextIn,
    TextIn,
    WhereIn,
    asked_of,
    judged_of,
    require_short_together,
    require_something,
)
from .asking import Where
from .batches import Asked
from .house_words import findings_told, told
from .models import BatchCheck
from .reports import lines
from .texts import reading
from .texts.items import Unreadable
from .values import Opinion

router = Router()

MOST_AT_ONCE = 200
MOST_ASKED = 20_000


class ManyIn(Body):
    items: list[NamedTextIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class BatchIn(WhereIn):
    name: str = Field("", max_length=200)
    items: list[NamedTextIn] = Field(min_length=1, max_length=MOST_ASKED)


class FileIn(WhereIn):
    lines: bool = False


@router.post("/compliance/check", summary="检查文字")
@requires("compliance.read")
def check_text(request: ApiRequest, data: TextIn) -> dict[str, Any]:
    """规则对这些文字和素材的意见，位置按字符计；不留存。每个字段不超过 50000 字，
    连同链接和画面上的文字不超过 100000 字。

    命中的 substitutes 是可以直接放在那里的文字（“删去”表示去掉那几个字），advice 是写给作者的改法，不能放进正文。
    media 里写素材的来源、授权、画面上的文字和码，命中带素材的 key（media）和位置（box）。
    origin 是文字来源：own、ai_assisted、ai_generated 或 reposted；paid 是收了钱，fictional 是虚构。
    不认识的平台、形式、行业、声明和来源会被拒绝。"""
    return _looked_at(data, request)


@router.post("/compliance/check/many", summary="一次检查多段文字")
@requires("compliance.read")
def check_many(request: ApiRequest, data: ManyIn) -> dict[str, Any]:
    """最多 200 段，按顺序回答，key 原样带回；不留存。每段的限制同单条检查：每个字段不超过 50000 字，
    连同链接和画面上的文字不超过 100000 字；各段合计不超过 200000 字。更多的用 /compliance/checks 在后台检查。"""
    require_short_together(data.items)
    return {
        "items": [
            {"key": entry.key, **_looked_at(entry, request, at=f"items.{number}.")}
            for number, entry in enumerate(data.items)
        ]
    }


@router.post("/compliance/checks", summary="批量检查", response={202: dict})
@requires("compliance.read")
def begin_batch(request: ApiRequest, data: BatchIn) -> Status[dict[str, Any]]:
    """最多 20000 段、200 万字，请求体不超过 5 MB（再大回 413 too_large），保留 7 天。

    少的当场查完，多的在后台查，用返回的 id 看进度和结果。"""
    for number, entry in enumerate(data.items):
        require_something(entry, at=f"items.{number}.")
    asked = [asked_of(entry) for entry in data.items]
    return Status(
        202, _shape(batches.begin(asked, name=data.name, where=_where(data, request), by=request.actor))
    )


@router.post("/compliance/checks/file", summary="检查一个文件", response={202: dict})
@requires("compliance.read")
def begin_file(request: ApiRequest, file: File[UploadedFile], data: Form[FileIn]) -> Status[dict[str, Any]]:
    """txt、docx、xlsx、csv，不超过 10 MB，再大回 413 too_large；表格每行一条，lines=true 时每段一条。"""
    require_known(request.POST, FileIn)
    if (file.size or 0) > reading.LARGEST_BYTES:
        raise TooLarge(_("文件超过 10 MB。请拆成几份再检查。"), field="file")
    try:
        items = reading.items_of(file.read(), name=file.name or "", lines=data.lines)
    except Unreadable as unreadable:
        raise Invalid(unreadable.sentence, field="file") from unreadable
    made = batches.begin(
        [Asked(item) for item in items], name=file.name or "", where=_where(data, request), by=request.actor
    )
    return Status(202, _shape(made))


@router.get("/compliance/checks", summary="批量检查列表")
@requires("compliance.read")
def list_batches(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """新的在前。"""
    return paged(access.checks_of(request.actor), page=page, page_size=page_size, shape=_shape)


@router.get("/compliance/checks/{uuid:pk}", summary="批量检查到哪里了")
@requires("compliance.read")
def show_batch(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """state 是 under_way、done、cancelled 或 failed；counts 是各条规则的计数。"""
    return _shape(access.check_for(request.actor, pk))


@router.get("/compliance/checks/{uuid:pk}/items", summary="批量检查的结果")
@requires("compliance.read")
def list_batch_items(
    request: ApiRequest, pk: UUID, page: int = 1, page_size: int = USUAL_PAGE, level: str = ""
) -> dict[str, Any]:
    """已经查过的，按顺序；level 是 block、confirm、warn 或 allow。"""
    api_filters.require_known({"level": level}, {"level": ("block", "confirm", "warn", "allow")})
    found = list(lines.lines_of(access.check_for(request.actor, pk), level=level))
    return paged(found, page=page, page_size=page_size, shape=_line)


@router.delete("/compliance/checks/{uuid:pk}", summary="停止批量检查")
@requires("compliance.read")
def cancel_batch(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """已经查过的留着；查完的不受影响。"""
    return _shape(batches.cancel(access.check_for(request.actor, pk), by=request.actor))


def _looked_at(data: TextIn, request: ApiRequest, *, at: str = "") -> dict[str, Any]:
    judged = judged_of(data, _where(data, request), at=at)
    return _opinion(judging.look(judged, request.actor.workspace))


def _where(data: WhereIn, request: ApiRequest) -> Where:
    own = request.actor.workspace.industry
    industry = own if data.industry is None else data.industry
    return Where(data.platform, data.format, industry, tuple(data.disclosures))


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {
        "level": opinion.level,
        "findings": findings_told(opinion.findings),
        "rule_versions": dict(opinion.rule_versions),
    }


def _shape(row: BatchCheck) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "state": row.state,
        "total": row.total,
        "done": row.done,
        "counts": _counts(row),
        "rule_versions": row.rule_versions,
        "asked_by": str(row.asked_by_id),
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }


def _counts(row: BatchCheck) -> dict[str, Any]:
    """The counts as they are kept, with the names of rules for the reader."""
    rules = row.counts.get("rules", {})
    named = {rule: {**counts, "name": told(counts["name"], rule)} for rule, counts in rules.items()}
    return {**row.counts, **({"rules": named} if named else {})}


def _line(line: lines.Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "key": line.place,
        "level": line.level,
        "findings": findings_told(line.findings),
    }
