"""What waits for a person today: each section asks the room that owns the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.compliance import approving
from chaoxin.compliance.access import requests_of
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.core import clock
from chaoxin.core.refusals import NotFound
from chaoxin.inbox import showing as inbox_showing
from chaoxin.publishing import showing as publishing_showing
from chaoxin.publishing.access import deliveries_of
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

ROWS = 6
REQUESTS_LOOKED_AT = 30


@dataclass(frozen=True)
class Kind:
    """A section of the page. `find` answers the first rows and how many there are in all; `refreshed_by` are browser
    events upon which the section loads itself anew; `all_url_name` is the page with everything."""

    key: str
    title: str | Promise
    icon: str
    right: str
    find: Callable[[Actor], tuple[Sequence[Any], int]]
    template: str
    all_url_name: str
    all_query: str
    refreshed_by: str
    nothing: str | Promise


@dataclass(frozen=True)
class Section:
    """A kind with its rows for one actor."""

    kind: Kind
    rows: Sequence[Any]
    total: int


def sections(actor: Actor) -> list[Section]:
    """The sections that the actor has the right to see, in the order of the page."""
    return [_section(actor, kind) for kind in KINDS if actor.may(kind.right)]


def section(actor: Actor, key: str) -> Section:
    """One section. Raises NotFound, and NotAllowed without its right."""
    kind = next((kind for kind in KINDS if kind.key == key), None)
    if kind is None:
        raise NotFound(_("今日页没有这一栏。"))
    actor.require(kind.right)
    return _section(actor, kind)


def _section(actor: Actor, kind: Kind) -> Section:
    rows, total = kind.find(actor)
    return Section(kind=kind, rows=rows, total=total)


def _first(found: QuerySet[Any]) -> tuple[Sequence[Any], int]:
    """The first rows and how many there are; counts only where the first do not say it."""
    rows = list(found[: ROWS + 1])
    total = len(rows) if len(rows) <= ROWS else found.order_by().count()
    return rows[:ROWS], total


def due_today(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries still to go out today, overdue ones among them, and those going out right now."""
    _start, end = clock.day_bounds(clock.today(actor.workspace.timezone), actor.workspace.timezone)
    underway = Q(state__in=[State.SENDING, State.REVIEWING])
    return deliveries_of(actor).filter(Q(state=State.SCHEDULED, due_at__lt=end) | underway)


def to_approve(actor: Actor) -> list[ApprovalRequest]:
    """Open approval requests at whose stage the actor has a word, oldest first."""
    if actor.membership is None:
        return []
    waiting = requests_of(actor).filter(state=ApprovalRequest.State.OPEN).order_by("created_at", "id")
    role = actor.membership.role
    mine = [request for request in waiting[:REQUESTS_LOOKED_AT] if role in request.stages[request.stage]]
    return [request for request in mine if approving.may_decide(request, by=actor)]


def _approvals(actor: Actor) -> tuple[Sequence[Any], int]:
    found = to_approve(actor)
    return found[:ROWS], len(found)


KINDS: tuple[Kind, ...] = (
    Kind(
        key="at-risk",
        title=_("有风险的投放"),
        icon="alert-triangle",
        right="delivery.read",
        find=lambda actor: _first(publishing_showing.at_risk(actor)),
        template="shell/today/deliveries.html",
        all_url_name="publishing:deliveries",
        all_query="?view=attention",
        refreshed_by="deliveries-changed",
        nothing=_("没有搁置、待核实或被退回的投放。"),
    ),
    Kind(
        key="publish",
        title=_("今天要发"),
        icon="send",
        right="delivery.read",
        find=lambda actor: _first(due_today(actor)),
        template="shell/today/deliveries.html",
        all_url_name="publishing:deliveries",
        all_query="",
        refreshed_by="deliveries-changed",
        nothing=_("今天没有排期。在稿件页给通过审核的稿件排期，就会出现在这里。"),
    ),
    Kind(
        key="approve",
        title=_("等我审核"),
        icon="checklist",
        right="draft.approve",
        find=_approvals,
        template="shell/today/approvals.html",
        all_url_name="compliance:approvals",
        all_query="",
        refreshed_by="approvals-changed",
        nothing=_("没有等你审核的内容。"),
    ),
    Kind(
        key="answer",
        title=_("等待回复"),
        icon="messages",
        right="inbox.read",
        find=lambda actor: _first(inbox_showing.waiting(actor)),
        template="shell/today/conversations.html",
        all_url_name="inbox:inbox",
        all_query="",
        refreshed_by="inbox-changed",
        nothing=_("没有等待回复的消息，全部答完了。"),
    ),
)
