"""Doors to a company's rule packs: list, make, name, switch, carry, go back."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import access, importing, keeping, rule_tables
from chaoxin.compliance.blanks import blanks
from chaoxin.compliance.forms_rules import NewPackForm, SentenceForm, SwitchForm, TableForm, pack_form
from chaoxin.compliance.models import CompanyRule, RulePack
from chaoxin.compliance.sentences import Failing, SentencesFail
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal

PER_PAGE = 50
LATEST_VERSIONS = 20


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    return _list(request, NewPackForm())


@workspace_door("compliance.change")
@require_POST
def create(request: WorkspaceRequest) -> HttpResponse:
    form = NewPackForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    told = form.cleaned_data
    try:
        pack = keeping.create_pack(by=request.actor, **told)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _list(request, form)
    return answers.go_to(request, _address(pack))


@workspace_door("compliance.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _page(request, access.pack_for(request.actor, pk))


@workspace_door("compliance.change")
@require_POST
def change(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    form = pack_form(request.POST, pack)
    if not form.is_valid():
        return _page(request, pack, form=form)
    try:
        keeping.change_pack(pack, by=request.actor, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, access.pack_for(request.actor, pk), form=form)
    return answers.go_to(request, _address(pack))


@workspace_door("compliance.change")
@require_POST
def delete(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    try:
        keeping.delete_pack(pack, by=request.actor)
    except Refusal as refusal:
        return told_on_page(request, pack, refusal)
    return answers.go_to(request, reverse("compliance:packs", args=[request.actor.workspace.slug]))


@workspace_door("compliance.change")
@require_POST
def switch_on(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    form = SwitchForm(request.POST)
    try:
        note = form.cleaned_data["note"] if form.is_valid() else ""
        keeping.switch_on(pack, by=request.actor, note=note)
    except SentencesFail as refusal:
        form.add_error(None, refusal.summary)
        return _page(request, pack, switch=form, failing=linked(pack, refusal.failing))
    except (Invalid, NotAllowed) as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, pack, switch=form)
    return answers.go_to(request, _address(pack))


@workspace_door("compliance.change")
@require_POST
def switch_off(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    try:
        keeping.switch_off(pack, by=request.actor)
    except Refusal as refusal:
        form = SwitchForm(request.POST)
        form.add_error(None, refusal.sentence)
        return _page(request, pack, switch=form)
    return answers.go_to(request, _address(pack))


@workspace_door("compliance.read")
def rejudged(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """How far the judging is that the last switch of the pack began, and what came of it."""
    pack = access.pack_for(request.actor, pk)
    context = {"pack": pack, "rejudging": access.rejudging_by(request.actor, pack)}
    return render(request, "compliance/parts/pack_rejudged.html", context)


@workspace_door("compliance.change")
@require_POST
def restore(request: WorkspaceRequest, pk: UUID, number: int) -> HttpResponse:
    version = access.version_for(request.actor, pk, number)
    try:
        keeping.restore(version, by=request.actor)
    except Refusal as refusal:
        return told_on_page(request, access.pack_for(request.actor, pk), refusal)
    return answers.go_to(request, _address(version.pack))


@workspace_door("compliance.read")
def export(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    answer = HttpResponse(rule_tables.as_csv(pack), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{pack.name}.csv") or ""
    return answer


@workspace_door("compliance.change")
@require_POST
def bring_in(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    pack = access.pack_for(request.actor, pk)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pack, table=form)
    told = form.cleaned_data
    try:
        importing.bring_in(pack, told["file"].read(), by=request.actor, replace=told["replace"])
    except rule_tables.BadTable as refusal:
        form.add_error("file", refusal.summary)
        return _page(request, pack, table=form, complaints=refusal.complaints)
    except Invalid as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, pack, table=form)
    return answers.go_to(request, _address(pack))


def _list(request: WorkspaceRequest, form: NewPackForm) -> HttpResponse:
    shown = [
        {"pack": pack, "count": pack.rules.count(), "changed": keeping.has_changes(pack)}
        for pack in access.packs_of(request.actor)
    ]
    context = {
        "shown": shown,
        "form": form,
        "blanks": blanks().values(),
        "open_changes": access.open_changes_for(request.actor),
        "may_change": request.actor.may("compliance.change"),
    }
    return answers.page(request, "compliance/packs.html", context, status=422 if form.errors else 200)


def _page(request: WorkspaceRequest, pack: RulePack, **told: object) -> HttpResponse:
    q, severity = request.GET.get("q", "").strip(), request.GET.get("severity", "")
    everything = list(pack.rules.all())
    rules = [rule for rule in everything if _fits(rule, q, severity)]
    context = {
        "pack": pack,
        "page": Paginator(rules, PER_PAGE).get_page(request.GET.get("page")),
        "q": q,
        "severity": severity,
        "severities": CompanyRule.Severity.choices,
        "changed": keeping.has_changes(pack),
        "tested": sum(rule.sentence_count for rule in everything),
        "versions": pack.versions.select_related("made_by__user")[:LATEST_VERSIONS],
        "may_change": request.actor.may("compliance.change"),
        "sentence": SentenceForm(),
        "form": pack_form(None, pack),
        "table": TableForm(),
        "switch": SwitchForm(),
        "rejudging": access.rejudging_by(request.actor, pack),
        **told,
    }
    wrong = any(getattr(context[name], "errors", None) for name in ("form", "table", "switch"))
    status = 422 if wrong or "refused" in told else 200
    return answers.page(request, "compliance/pack.html", context, partial="switch", status=status)


def told_on_page(request: WorkspaceRequest, pack: RulePack, refusal: Refusal) -> HttpResponse:
    """The pack's page with what was refused at its top."""
    return _page(request, access.pack_for(request.actor, pack.pk), refused=refusal.sentence)


def linked(pack: RulePack, failing: list[Failing]) -> list[tuple[Failing, CompanyRule | None]]:
    """Each sentence with the row of its rule, None where that is not kept."""
    rows = {keeping.key_of(row): row for row in pack.rules.all()} if failing else {}
    return [(entry, rows.get(entry.key)) for entry in failing]


def _fits(rule: CompanyRule, q: str, severity: str) -> bool:
    if severity and rule.severity != severity:
        return False
    said = " ".join([rule.name, rule.overrides, rule.why, *rule.words, *rule.innocent])
    return q.lower() in said.lower()


def _address(pack: RulePack) -> str:
    return reverse("compliance:pack", args=[pack.workspace.slug, pack.pk])


def saved(request: WorkspaceRequest, pack: RulePack) -> HttpResponse:
    """Back to the pack, after a rule of it was written."""
    return answers.toast(answers.go_to(request, _address(pack)), _("已保存，启用后生效。"))
