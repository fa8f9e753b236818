"""Questions that pages and the API ask of hand-offs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor

from . import access
from .models import Delivery
from .showing import Tab
from .states import State

VIEWS: dict[str, tuple[str | Promise, Q]] = {
    "open": (_("现在要发"), Q(state=State.HANDED_OVER)),
    "late": (_("已超时"), Q(state=State.HANDED_OVER, handoff__escalated_at__isnull=False)),
    "upcoming": (_("快到时间"), Q(state=State.SCHEDULED, by_hand=True)),
    "returned": (_("退回来的"), Q(state=State.HELD)),
    "published": (_("已发布"), Q(state=State.PUBLISHED)),
    "all": (_("全部"), Q()),
}
NEWEST_FIRST = {"published", "all"}
# The filter's word for who looks, and for what is nobody's.
ME, NOBODY = "me", "nobody"


def search(
    actor: Actor, *, view: str = "open", words: str = "", channel: str = "", responsible: str = ""
) -> QuerySet[Delivery]:
    """Deliveries with a hand-off of one view (a key of VIEWS). `responsible` is a member's id, `me` or `nobody`."""
    found = _of(actor).filter(VIEWS.get(view, VIEWS["open"])[1])
    if words:
        found = found.filter(title__icontains=words)
    if channel:
        found = found.filter(channel_id=channel)
    if responsible == ME:
        found = found.filter(handoff__responsible=actor.membership)
    elif responsible == NOBODY:
        found = found.filter(handoff__responsible=None)
    elif responsible:
        found = found.filter(handoff__responsible=UUID(responsible))
    return found.order_by("-due_at", "-id") if view in NEWEST_FIRST else found


def tabs(actor: Actor) -> list[Tab]:
    """The views with how many deliveries each holds."""
    counted = {key: Count("pk", filter=condition) for key, (_name, condition) in VIEWS.items() if condition}
    counts = _of(actor).order_by().aggregate(all=Count("pk"), **counted)
    return [Tab(key, name, counts[key]) for key, (name, _condition) in VIEWS.items()]


def _of(actor: Actor) -> QuerySet[Delivery]:
    return access.deliveries_of(actor).filter(handoff__isnull=False)
