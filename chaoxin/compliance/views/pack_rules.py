"""Doors to single rules of a company's pack, and to trying them before they count."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import access, asking, effective, keeping, marking, sentences, trying
from chaoxin.compliance.asking import Where
from chaoxin.compliance.forms_rules import RuleForm, SentenceForm
from chaoxin.compliance.matching import findings
from chaoxin.compliance.models import CompanyRule, RulePack
from chaoxin.compliance.own_rules import OwnRule
from chaoxin.compliance.row_checks import cleaned
from chaoxin.compliance.values import Opinion
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, Refusal

from .packs import linked, saved, told_on_page

ADJUSTED = "内置规则的调整"


@workspace_door("compliance.change")
def create(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    return _edit(request, pack, None)


@workspace_door("compliance.change")
def change(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    rule = access.rule_for(request.actor, pk)
    return _edit(request, access.pack_for(request.actor, rule.pack_id), rule)


@workspace_door("compliance.change")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    rule = access.rule_for(request.actor, pk)
    pack = access.pack_for(request.actor, rule.pack_id)
    try:
        keeping.remove_rule(rule, by=request.actor)
    except Refusal as refusal:
        return told_on_page(request, pack, refusal)
    return saved(request, pack)


@workspace_door("compliance.change")
@require_POST
def adjust(request: WorkspaceRequest) -> HttpResponse:
    """To the form in which a rule of the house is changed, in the pack that is there for it."""
    pack = access.packs_of(request.actor).filter(name=ADJUSTED).first()
    pack = pack or keeping.create_pack(by=request.actor, name=ADJUSTED)
    rule = request.POST.get("rule", "")
    standing = pack.rules.filter(overrides=rule).first()
    workspace = request.actor.workspace.slug
    if standing:
        return answers.go_to(request, reverse("compliance:company_rule", args=[workspace, standing.pk]))
    address = reverse("compliance:company_rule_new", args=[workspace, pack.pk])
    return answers.go_to(request, f"{address}?rule={rule}")


@workspace_door("compliance.read")
@require_POST
def try_sentence(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """What a sentence would be judged as if the pack's rules as they are being edited counted, the one in the form
    among them; nothing is kept."""
    pack = access.pack_for(request.actor, pk)
    form = SentenceForm(request.POST)
    context: dict[str, object] = {"form": form}
    if form.is_valid() and form.cleaned_data["text"].strip():
        try:
            context |= _tried(request, pack, **form.cleaned_data)
        except Invalid as refusal:
            context["refusal"] = refusal.sentence
    return render(request, "compliance/parts/tried.html", context)


@workspace_door("compliance.read")
def sentences_of(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """Which test sentences of the pack's rules as they are being edited fail."""
    pack = access.pack_for(request.actor, pk)
    return _told(request, pack, keeping.rules_of(pack))


@workspace_door("compliance.read")
@require_POST
def try_sentences(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """Which test sentences of the rule in the form fail; nothing is kept."""
    pack = access.pack_for(request.actor, pk)
    try:
        return _told(request, pack, [keeping.value_of(_in_form(request, pack))])
    except Invalid as refusal:
        return render(request, "compliance/parts/sentences.html", {"refusal": refusal.sentence})


def _told(request: WorkspaceRequest, pack: RulePack, rules: list[OwnRule]) -> HttpResponse:
    context = {
        "failing": linked(pack, sentences.failing(pack, rules)),
        "count": sum(len(rule.must_hit) + len(rule.must_miss) for rule in rules),
    }
    return render(request, "compliance/parts/sentences.html", context)


def _tried(request: WorkspaceRequest, pack: RulePack, *, text: str, platform: str) -> dict[str, object]:
    where = Where(platform=platform, industry=pack.workspace.industry)
    book = effective.with_rules(pack, _edited(request, pack))
    found = findings(asking.content_of({"text": text}, where), book, missing=False)
    return {"opinion": Opinion(found), "parts": marking.parts(text, found)}


def _edited(request: WorkspaceRequest, pack: RulePack) -> list[OwnRule]:
    """The pack's rules with the one that is in the form, if one is, as it stands there."""
    if "words" not in request.POST:
        return keeping.rules_of(pack)
    row = _in_form(request, pack)
    written_over = request.POST.get("written_over", "")
    others = [rule for rule in pack.rules.all() if str(rule.pk) != written_over]
    return [*(keeping.value_of(rule) for rule in others), keeping.value_of(row)]


def _in_form(request: WorkspaceRequest, pack: RulePack) -> CompanyRule:
    """The rule as it stands in the form, not kept. Raises Invalid where that makes none."""
    form = RuleForm(request.POST)
    form.is_valid()
    return CompanyRule(pack=pack, **cleaned(form.cleaned_data))


@workspace_door("compliance.read")
def effect(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """Which drafts and scheduled posts the pack would newly hit."""
    pack = access.pack_for(request.actor, pk)
    context = {"effect": trying.effect_of(pack, by=request.actor), "pack": pack}
    return render(request, "compliance/parts/effect.html", context)


def _edit(request: WorkspaceRequest, pack: RulePack, rule: CompanyRule | None) -> HttpResponse:
    form = RuleForm(request.POST or None, rule=rule, overrides=request.GET.get("rule", ""))
    if request.method == "POST" and form.is_valid():
        try:
            keeping.put_rule(pack, form.cleaned_data, by=request.actor, rule=rule)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            return saved(request, pack)
    title = str(rule) if rule else _("加一条规则")
    context = {"form": form, "pack": pack, "rule": rule, "title": title, "sentence": SentenceForm()}
    return answers.page(request, "compliance/company_rule.html", context, status=422 if form.errors else 200)
