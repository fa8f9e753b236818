"""The door to the approval queue."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.roles import Role
from chaoxin.compliance import access, approving, policies
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.core import answers

PER_PAGE = 50
State = ApprovalRequest.State
Requests = QuerySet[ApprovalRequest] | list[ApprovalRequest]


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    found = access.requests_of(actor)
    waiting = list(found.filter(state=State.OPEN))
    policy = policies.policy_of(actor.workspace)
    mine = [entry for entry in waiting if approving.may_decide(entry, by=actor, policy=policy)]
    views: dict[str, Requests] = {"mine": mine, "open": waiting, "done": found.exclude(state=State.OPEN)}
    view = request.GET.get("view", "")
    if view not in views:
        view = "mine" if actor.may("draft.approve") else "open"
    page = Paginator(_matching(views[view], request), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(entry, mine=entry in mine) for entry in page],
        "view": view,
        "q": request.GET.get("q", ""),
        "tabs": [
            {"key": "mine", "name": _("待我审"), "count": len(mine)},
            {"key": "open", "name": _("全部待审"), "count": len(waiting)},
            {"key": "done", "name": _("已处理"), "count": 0},
        ],
    }
    return answers.page(request, "compliance/approvals.html", context)


def _matching(requests: Requests, request: WorkspaceRequest) -> Requests:
    q = request.GET.get("q", "").strip()
    if isinstance(requests, QuerySet):
        return requests.filter(title__icontains=q)
    return [entry for entry in requests if q.lower() in entry.title.lower()]


def _line(found: ApprovalRequest, *, mine: bool) -> dict[str, object]:
    roles = [Role(role).label for role in found.stages[min(found.stage, len(found.stages) - 1)]]
    return {
        "request": found,
        "number": found.stage + 1,
        "stages": len(found.stages),
        "roles": _("、").join(str(role) for role in roles),
        "mine": mine,
    }
