"""The REST door of a company's rule packs: the verbs of the pages, with plain values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, asking, effective, keeping, trying, vocabulary
from .asking import Where
from .forms_rules import LONGEST_SENTENCE
from .matching import findings
from .models import RulePack, RulePackVersion
from .trying import Effect
from .values import Opinion

router = Router()


class PackIn(Body):
    answered = frozenset({"id", "on", "version", "changed", "rules"})

    name: str = Field("", max_length=60)
    priority: int = 100


class NewPackIn(PackIn):
    blank: str = ""


class NoteIn(Body):
    note: str = Field("", max_length=200)


class SentenceIn(Body):
    text: str = Field(max_length=LONGEST_SENTENCE)
    platform: str = ""


@router.get("/compliance/packs", summary="规则包列表")
@requires("compliance.read")
def list_packs(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """公司自己的规则包，优先级高的在前。"""
    return paged(access.packs_of(request.actor), page=page, page_size=page_size, shape=_pack)


@router.post("/compliance/packs", summary="新建规则包", response={201: dict[str, Any]})
@requires("compliance.change")
def create_pack(request: ApiRequest, data: NewPackIn) -> Status[dict[str, Any]]:
    """未启用的规则包；blank 可选 sensitive、competitors、embargo、spelling，会带上示例规则。"""
    return Status(201, _pack(keeping.create_pack(by=request.actor, **data.model_dump())))


@router.get("/compliance/packs/{uuid:pk}", summary="一个规则包")
@requires("compliance.read")
def show_pack(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """规则包和它的版本。"""
    pack = access.pack_for(request.actor, pk)
    return {**_pack(pack), "versions": [_version(version) for version in pack.versions.all()]}


@router.put("/compliance/packs/{uuid:pk}", summary="改名和优先级")
@requires("compliance.change")
def change_pack(request: ApiRequest, pk: UUID, data: PackIn) -> dict[str, Any]:
    """两个规则包说法不同时，优先级高的说了算。"""
    pack = access.pack_for(request.actor, pk)
    return _pack(keeping.change_pack(pack, by=request.actor, name=data.name, priority=data.priority))


@router.delete("/compliance/packs/{uuid:pk}", summary="删除规则包", response={204: None})
@requires("compliance.change")
def delete_pack(request: ApiRequest, pk: UUID) -> Status[None]:
    """要先停用。"""
    keeping.delete_pack(access.pack_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.post("/compliance/packs/{uuid:pk}/on", summary="启用规则包")
@requires("compliance.change")
def switch_on(request: ApiRequest, pk: UUID, data: NoteIn) -> dict[str, Any]:
    """把正在编辑的规则存成一版并生效；内容会在后台重新检查。有例句和规则对不上就不启用，errors 里逐句写明。"""
    return _version(keeping.switch_on(access.pack_for(request.actor, pk), by=request.actor, note=data.note))


@router.post("/compliance/packs/{uuid:pk}/off", summary="停用规则包")
@requires("compliance.change")
def switch_off(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """规则和版本都留着。"""
    pack = access.pack_for(request.actor, pk)
    keeping.switch_off(pack, by=request.actor)
    return _pack(access.pack_for(request.actor, pk))


@router.post("/compliance/packs/{uuid:pk}/versions/{int:number}/restore", summary="恢复一个版本")
@requires("compliance.change")
def restore(request: ApiRequest, pk: UUID, number: int) -> dict[str, Any]:
    """用那一版替换正在编辑的规则，再启用才生效。"""
    return _pack(keeping.restore(access.version_for(request.actor, pk, number), by=request.actor))


@router.get("/compliance/packs/{uuid:pk}/effect", summary="启用会新命中什么")
@requires("compliance.read")
def effect(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """按正在编辑的规则，会新命中哪些稿件和已排期的内容；hits 最多列 100 份。

    total 和 counts 按内容计，一份内容是一个账号的版本；places 是这些内容里新命中的处数；
    stopped 是现在能通过、启用后要确认或被拦截的份数。"""
    return _effect(trying.effect_of(access.pack_for(request.actor, pk), by=request.actor))


@router.post("/compliance/packs/{uuid:pk}/try", summary="试一句话")
@requires("compliance.read")
def try_sentence(request: ApiRequest, pk: UUID, data: SentenceIn) -> dict[str, Any]:
    """按正在编辑的规则判一句话，不留存。"""
    pack = access.pack_for(request.actor, pk)
    where = Where(platform=data.platform, industry=pack.workspace.industry)
    vocabulary.require_where(where)
    book = effective.with_rules(pack, keeping.rules_of(pack))
    opinion = Opinion(findings(asking.content_of({"text": data.text}, where), book, missing=False))
    return {"level": opinion.level, "findings": [finding.as_json() for finding in opinion.findings]}


def _pack(pack: RulePack) -> dict[str, Any]:
    return {
        "id": str(pack.pk),
        "name": pack.name,
        "priority": pack.priority,
        "on": pack.live_id is not None,
        "version": pack.live.number if pack.live else None,
        "changed": keeping.has_changes(pack),
        "rules": pack.rules.count(),
    }


def _version(version: RulePackVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "note": version.note,
        "rules": len(version.rules),
        "at": version.created_at,
        "by": str(version.made_by_id) if version.made_by_id else None,
    }


def _effect(found: Effect) -> dict[str, Any]:
    return {
        "looked_at": found.looked_at,
        "cut_short": found.cut_short,
        "total": found.total,
        "places": found.places,
        "stopped": found.stopped,
        "eased": found.eased,
        "counts": {str(standing): count for standing, count in found.counts.items()},
        "hits": [
            {
                "title": hit.subject.title,
                "url": hit.subject.url,
                "standing": str(hit.subject.standing),
                "before": hit.before,
                "after": hit.after,
                "findings": [finding.as_json() for finding in hit.findings],
            }
            for hit in found.hits
        ],
    }
