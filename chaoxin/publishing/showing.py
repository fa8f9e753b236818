"""Questions that pages and the API ask of deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock

from . import access, lapsing
from .models import Delivery
from .states import State

VIEWS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "planned": (_("待发布"), (State.SCHEDULED,)),
    "by_hand": (_("待人工发布"), (State.HANDED_OVER,)),
    "attention": (_("需处理"), (State.HELD, State.UNCONFIRMED, State.REFUSED)),
    "underway": (_("进行中"), (State.SENDING, State.REVIEWING)),
    "published": (_("已上线"), (State.PUBLISHED,)),
    "ended": (_("已结束"), (State.CANCELED, State.REMOVED)),
    "all": (_("全部"), tuple(State.values)),
}
NEWEST_FIRST = {"published", "ended", "all"}
MOVING = (State.SENDING, State.HANDED_OVER, State.REVIEWING, State.UNCONFIRMED)
SOON = timedelta(minutes=5)
LOOK_AGAIN_SECONDS, LOOK_AGAIN_LATER_SECONDS = 3, 60


@dataclass(frozen=True)
class Tab:
    key: str
    name: str | Promise
    count: int


def search(actor: Actor, *, view: str = "all", words: str = "", channel: str = "") -> QuerySet[Delivery]:
    """Deliveries of one view (a key of VIEWS), filtered by words in the title and by channel id."""
    found = access.deliveries_of(actor).filter(_in_view(view if view in VIEWS else "all", actor))
    if words:
        found = found.filter(title__icontains=words)
    if channel:
        found = found.filter(channel_id=channel)
    return found.order_by("-due_at", "-id") if view in NEWEST_FIRST else found


def tabs(actor: Actor) -> list[Tab]:
    """The views with how many deliveries each holds."""
    counted = {key: Count("pk", filter=_in_view(key, actor)) for key in VIEWS}
    counts = access.deliveries_of(actor).order_by().aggregate(**counted)
    return [Tab(key, name, counts[key]) for key, (name, _states) in VIEWS.items()]


def at_risk(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries that wait for a person's decision, those that should have been published by hand by now, those that
    something befell on the platform, and planned ones whose licences end before their time."""
    waiting = _in_view("attention", actor)
    late = Q(state=State.HANDED_OVER, handoff__escalated_at__isnull=False)
    return access.deliveries_of(actor).filter(waiting | late)


def look_again_seconds(delivery: Delivery) -> int:
    """After how many seconds an open page should look again for what became of a delivery; 0 for no more."""
    if delivery.state in MOVING:
        return LOOK_AGAIN_SECONDS
    if delivery.state != State.SCHEDULED:
        return 0
    return LOOK_AGAIN_SECONDS if delivery.due_at - clock.now() < SOON else LOOK_AGAIN_LATER_SECONDS


def _in_view(view: str, actor: Actor) -> Q:
    states = Q(state__in=VIEWS[view][1])
    return states | ~Q(alarm="") | lapsing.lapsing(actor.workspace) if view == "attention" else states
