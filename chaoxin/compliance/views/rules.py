"""The door to the rules of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.compliance import house_rules, house_tables
from chaoxin.compliance.categories import Category
from chaoxin.compliance.models import CompanyRule
from chaoxin.compliance.reading import packs
from chaoxin.compliance.rules import Pack, Rule
from chaoxin.core import answers

PER_PAGE = 50


@workspace_door("compliance.read")
def export(request: WorkspaceRequest) -> HttpResponse:
    """The rules that the page shows as a table."""
    wanted = _wanted(request)
    named = next((pack.name for pack in packs() if pack.key == wanted.pack), _("内置规则"))
    answer = HttpResponse(house_tables.as_csv(wanted), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{named}.csv") or ""
    return answer


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    wanted = _wanted(request)
    page = Paginator(house_rules.find(wanted), PER_PAGE).get_page(request.GET.get("page"))
    everything = [rule for pack in packs() for rule in pack.rules]
    context = {
        "page": page,
        "shown": _by_pack(page.object_list),
        "counts": {
            "rules": len(everything),
            "words": sum(len(rule.words) for rule in everything),
            "patterns": sum(len(rule.patterns) for rule in everything),
        },
        "packs": packs(),
        "severities": CompanyRule.Severity.choices,
        "categories": Category.choices,
        "industries": INDUSTRIES,
        "may_change": request.actor.may("compliance.change"),
        "is_filtered": any(asdict(wanted).values()),
        "wanted": wanted,
    }
    return answers.page(request, "compliance/rules.html", context)


def _wanted(request: WorkspaceRequest) -> house_rules.Wanted:
    return house_rules.Wanted(
        **{entry.name: request.GET.get(entry.name, "").strip() for entry in fields(house_rules.Wanted)}
    )


def _by_pack(found: Iterable[tuple[Pack, Rule]]) -> list[tuple[Pack, list[Rule]]]:
    groups = [list(group) for _key, group in groupby(found, key=lambda pair: pair[0].key)]
    return [(group[0][0], [rule for _pack, rule in group]) for group in groups]
