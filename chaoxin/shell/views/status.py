from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import announcing, answers, clock
from chaoxin.shell import health

TEMPLATE = "shell/status.html"


@workspace_door("system.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    return answers.page(request, TEMPLATE, _context(request), partial="panel")


@workspace_door("system.read")
@require_POST
def retry(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    announcing.retry_parked(health.parked_fact_for(request.actor, pk))
    answer = render(request, f"{TEMPLATE}#panel", _context(request))
    return answers.toast(answer, _("已放回队列，几秒内会再试。"))


@workspace_door("system.read")
@require_POST
def retry_all(request: WorkspaceRequest) -> HttpResponse:
    for receipt in health.parked_facts(request.actor):
        announcing.retry_parked(receipt)
    answer = render(request, f"{TEMPLATE}#panel", _context(request))
    return answers.toast(answer, _("全部放回队列，几秒内会再试。"))


def _context(request: WorkspaceRequest) -> dict[str, object]:
    parked = health.parked_facts(request.actor)
    meanings = {name: fact.meaning for name, fact in announcing.defined().items()}
    return {
        "checks": health.checks(request.actor),
        "cards": health.channel_cards(request.actor),
        "parked": [
            (receipt, meanings.get(receipt.fact.name, "")) for receipt in parked[: health.PARKED_SHOWN]
        ],
        "parked_count": parked.count(),
        "at": clock.now(),
    }
