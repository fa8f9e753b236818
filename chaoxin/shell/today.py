"""What waits for a person today: each section asks the room that owns the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.analytics import progress
from chaoxin.analytics.progress import Progress
from chaoxin.channels.access import channels_of
from chaoxin.core import clock
from chaoxin.core.refusals import NotFound
from chaoxin.goals.access import objectives_of
from chaoxin.inbox import showing as inbox_showing
from chaoxin.publishing import lapsing
from chaoxin.publishing import showing as publishing_showing
from chaoxin.publishing.access import deliveries_of
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

from . import today_approvals

ROWS = 6


@dataclass(frozen=True)
class Kind:
    """A section of the page. `find` answers the first rows and how many there are in all; `refreshed_by` are browser
    events upon which the section loads itself anew; `all_url_name` is the page with everything. A `later` section
    takes long to find and comes after the page."""

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
    column: int
    later: bool = False


@dataclass(frozen=True)
class Section:
    """A kind with its rows for one actor; those of a `coming` one are not yet known."""

    kind: Kind
    rows: Sequence[Any] = ()
    total: int = 0
    coming: bool = False


@dataclass(frozen=True)
class Step:
    """One of the first things to do in a new workspace."""

    title: str | Promise
    note: str | Promise
    right: str
    url_name: str


FIRST_STEPS = (
    Step(
        _("接入账号"),
        _("公众号、微博等官方账号，授权后才能发布和收消息"),
        "channel.connect",
        "channels:platforms",
    ),
    Step(_("定一个目标"), _("这一季要什么结果，用哪几个数字衡量"), "goal.change", "goals:objective_new"),
    Step(_("请同事进来"), _("写稿、审核、回复各有各的角色"), "member.manage", "accounts:members"),
    Step(_("写第一篇稿"), _("写一份，分发到每个账号；审核通过就能排期"), "draft.write", "content:draft_new"),
)


def sections(actor: Actor) -> list[Section]:
    """The sections that the actor has the right to see, in the order of the page; later ones without their rows."""
    seen = [kind for kind in KINDS if actor.may(kind.right)]
    return [Section(kind, coming=True) if kind.later else _section(actor, kind) for kind in seen]


def first_steps(actor: Actor, found: Sequence[Section]) -> list[Step]:
    """What to do in a workspace that has no channel yet, as far as the actor may; nothing where work has begun."""
    if any(section.total for section in found) or channels_of(actor).exists():
        return []
    return [step for step in FIRST_STEPS if actor.may(step.right)]


def section(actor: Actor, key: str) -> Section:
    """One section. Raises NotFound, and NotAllowed without its right."""
    kind = next((kind for kind in KINDS if kind.key == key), None)
    if kind is None:
        raise NotFound(str(_("今日页没有这一栏。")))
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


def _deliveries(found: QuerySet[Delivery]) -> tuple[Sequence[Delivery], int]:
    rows, total = _first(found)
    return lapsing.mark(rows), total


def _waiting(actor: Actor) -> tuple[Sequence[Any], int]:
    """Conversations waiting for an answer, most urgent first."""
    rows, total = _first(inbox_showing.waiting(actor))
    complaints = inbox_showing.complaints(actor)[:ROWS]
    urgent = sorted({row.pk: row for row in [*rows, *complaints]}.values(), key=inbox_showing.urgency)
    return urgent[:ROWS], total


def off_track_targets(actor: Actor) -> list[Progress]:
    """Targets of objectives in force today that are behind."""
    today = clock.today(actor.workspace.timezone)
    in_force = objectives_of(actor).filter(closed_at=None, starts_on__lte=today, ends_on__gte=today)
    return progress.off_track(in_force)


def _off_track(actor: Actor) -> tuple[Sequence[Any], int]:
    found = off_track_targets(actor)
    return found[:ROWS], len(found)


def due_today(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries still to go out today, overdue ones among them, and those going out right now or
    waiting for somebody to publish them by hand."""
    _start, end = clock.day_bounds(clock.today(actor.workspace.timezone), actor.workspace.timezone)
    underway = Q(state__in=[State.SENDING, State.REVIEWING])
    by_hand = Q(state=State.HANDED_OVER, handoff__escalated_at=None)
    return deliveries_of(actor).filter(Q(state=State.SCHEDULED, due_at__lt=end) | underway | by_hand)


KINDS: tuple[Kind, ...] = (
    Kind(
        key="publish",
        title=_("今天要发"),
        icon="send",
        right="delivery.read",
        find=lambda actor: _deliveries(due_today(actor)),
        template="shell/today/deliveries.html",
        all_url_name="publishing:deliveries",
        all_query="",
        refreshed_by="deliveries-changed",
        nothing=_("今天没有排期。在稿件页给通过审核的稿件排期，就会出现在这里。"),
        column=1,
    ),
    Kind(
        key="approve",
        title=_("等我审核"),
        icon="checklist",
        right="draft.approve",
        find=lambda actor: today_approvals.waiting_for(actor, most=ROWS),
        template="shell/today/approvals.html",
        all_url_name="compliance:approvals",
        all_query="",
        refreshed_by="approvals-changed",
        nothing=_("没有等你审核的内容。"),
        column=2,
    ),
    Kind(
        key="answer",
        title=_("等待回复"),
        icon="messages",
        right="inbox.read",
        find=_waiting,
        template="shell/today/conversations.html",
        all_url_name="inbox:inbox",
        all_query="",
        refreshed_by="inbox-changed",
        nothing=_("没有等待回复的消息，全部答完了。"),
        column=2,
    ),
    Kind(
        key="at-risk",
        title=_("有风险的投放"),
        icon="alert-triangle",
        right="delivery.read",
        find=lambda actor: _deliveries(publishing_showing.at_risk(actor)),
        template="shell/today/deliveries.html",
        all_url_name="publishing:deliveries",
        all_query="?view=attention",
        refreshed_by="deliveries-changed",
        nothing=_("没有搁置、待核实、被退回、该发没发或素材授权快到期的投放。"),
        column=1,
    ),
    Kind(
        key="goals",
        title=_("偏离的目标"),
        icon="target-arrow",
        right="goal.read",
        find=_off_track,
        template="shell/today/goals.html",
        all_url_name="goals:objectives",
        all_query="",
        refreshed_by="goals-changed",
        nothing=_("进行中的目标没有落后的。"),
        column=1,
        later=True,
    ),
)
