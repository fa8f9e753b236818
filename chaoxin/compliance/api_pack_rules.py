"""The REST door of the rules in a company's pack, one by one and as a table."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Router, UploadedFile
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body, require_known
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, forgiving, importing, keeping, rule_tables, sentences
from .models import CompanyRule

router = Router()


class RuleIn(Body):
    answered = frozenset({"id", "failing"})

    overrides: str = ""
    name: str = Field("", max_length=60)
    category: str = ""
    severity: str = ""
    off: bool = False
    words: list[str] = []
    innocent: list[str] = []
    substitutes: list[str] = []
    why: str = Field("", max_length=300)
    basis: str = Field("", max_length=200)
    basis_article: str = Field("", max_length=60)
    basis_effective: date | None = None
    platforms: list[str] = []
    industries: list[str] = []
    valid_from: date | None = None
    valid_to: date | None = None
    exact: bool = False
    must_hit: list[str] = []
    must_miss: list[str] = []


class ImportIn(Body):
    replace: bool = False


class PhraseIn(Body):
    phrase: str = Field(max_length=40)


@router.get("/compliance/packs/{uuid:pk}/rules", summary="规则包里的规则")
@requires("compliance.read")
def list_rules(request: ApiRequest, pk: UUID, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """正在编辑的规则。basis 是依据的名称，basis_article、basis_effective 是条款和施行日期。"""
    pack = access.pack_for(request.actor, pk)
    return paged(pack.rules.all(), page=page, page_size=page_size, shape=_rule)


@router.post("/compliance/packs/{uuid:pk}/rules", summary="加一条规则", response={201: dict[str, Any]})
@requires("compliance.change")
def add_rule(request: ApiRequest, pk: UUID, data: RuleIn) -> Status[dict[str, Any]]:
    """自己的词，或用 overrides 写明调整哪条内置规则；启用后才生效。failing 是和规则对不上的例句，保存照样成功。"""
    pack = access.pack_for(request.actor, pk)
    return Status(201, _kept(keeping.put_rule(pack, data.model_dump(), by=request.actor)))


@router.put("/compliance/company-rules/{uuid:pk}", summary="改一条规则")
@requires("compliance.change")
def change_rule(request: ApiRequest, pk: UUID, data: RuleIn) -> dict[str, Any]:
    """整条重写；启用后才生效。failing 同加一条规则。"""
    rule = access.rule_for(request.actor, pk)
    return _kept(keeping.put_rule(rule.pack, data.model_dump(), by=request.actor, rule=rule))


@router.delete("/compliance/company-rules/{uuid:pk}", summary="删除一条规则", response={204: None})
@requires("compliance.change")
def remove_rule(request: ApiRequest, pk: UUID) -> Status[None]:
    """启用后才生效。"""
    keeping.remove_rule(access.rule_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.get("/compliance/packs/{uuid:pk}/sentences", summary="和规则对不上的例句")
@requires("compliance.read")
def failing_sentences(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """按正在编辑的规则；有一句对不上就不能启用。kind 是 must_hit（必须命中）或 must_miss（不能命中）。"""
    pack = access.pack_for(request.actor, pk)
    rules = keeping.rules_of(pack)
    return {
        "sentences": sum(len(rule.must_hit) + len(rule.must_miss) for rule in rules),
        "failing": [entry.as_json() for entry in sentences.failing(pack, rules)],
    }


@router.get("/compliance/packs/{uuid:pk}/rules.csv", summary="导出规则")
@requires("compliance.read")
def export(request: ApiRequest, pk: UUID) -> HttpResponse:
    """正在编辑的规则，UTF-8（带 BOM）的 CSV。"""
    pack = access.pack_for(request.actor, pk)
    return HttpResponse(rule_tables.as_csv(pack), content_type="text/csv; charset=utf-8")


@router.post("/compliance/packs/{uuid:pk}/import", summary="导入规则")
@requires("compliance.change")
def bring_in(request: ApiRequest, pk: UUID, file: File[UploadedFile], data: Form[ImportIn]) -> dict[str, Any]:
    """CSV，列名同导出文件；有一行不对就一条也不导入，message 里写明是哪一行。"""
    pack = access.pack_for(request.actor, pk)
    require_known(request.POST, ImportIn)
    return {"rules": importing.bring_in(pack, file.read(), by=request.actor, replace=data.replace)}


@router.post("/compliance/rules/{rule}/forgive", summary="标为误报")
@requires("compliance.change")
def forgive(request: ApiRequest, rule: str, data: PhraseIn) -> dict[str, Any]:
    """这条规则从此放过这个说法，立即生效；要把前后文写进去，只写命中的词会被拒绝。"""
    pack = forgiving.forgive(rule, data.phrase, by=request.actor)
    return {"pack": str(pack.pk) if pack else None}


def _rule(rule: CompanyRule) -> dict[str, Any]:
    return {"id": str(rule.pk), **{name: getattr(rule, name) for name in RuleIn.model_fields}}


def _kept(rule: CompanyRule) -> dict[str, Any]:
    failing = sentences.failing(rule.pack, [keeping.value_of(rule)])
    return {**_rule(rule), "failing": [entry.as_json() for entry in failing]}
